import ClientCore
import LiveComments

/// The stream's safety rules as far as they are known here.
struct RuleDesk: Sendable {
  private(set) var document: RuleDocument?
  private(set) var failure: RequestFailure?
  /// Whether the rules must be fetched: never were, or an event says that they changed.
  var isStale = true
  /// What is to be changed once the present rules are known.
  var change: Change?

  struct Change: Sendable, Hashable {
    let rule: String
    let response: RuleDocument.Response
    /// Only where the rule still says this; nil whatever it says.
    var replacing: RuleDocument.Response?
  }

  mutating func take(_ result: Result<RuleDocument, RequestFailure>) {
    isStale = false
    switch result {
    case .success(let document):
      self.document = document
      failure = nil
    case .failure(let failure):
      self.failure = failure
    }
  }
}
