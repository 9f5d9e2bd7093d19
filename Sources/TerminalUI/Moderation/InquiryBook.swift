import ClientCore
import LiveComments

/// Which inquiries are under way, and when those that failed may be made again. At most one of a
/// kind is under way at a time.
struct InquiryBook: Sendable {
  enum Kind: Sendable, Hashable { case held, decisions, userCard, rules, setRules }

  /// How long a failed inquiry rests.
  static let rest = Duration.seconds(10)

  private var underWay: Set<Kind> = []
  private var resting: [Kind: Instant] = [:]

  /// Takes note that an inquiry is made; false when it may not be made now.
  mutating func begin(_ kind: Kind, at now: Instant) -> Bool {
    if let until = resting[kind] {
      guard until <= now else { return false }
      resting[kind] = nil
    }
    return underWay.insert(kind).inserted
  }

  mutating func end(_ kind: Kind, failed: Bool, at now: Instant) {
    underWay.remove(kind)
    resting[kind] = failed ? now + Self.rest : nil
  }

  /// When the next of those that rest may be made; nil when none rests.
  func nextDeadline(after now: Instant) -> Instant? { resting.values.filter { $0 > now }.min() }
}

extension Inquiry {
  var kind: InquiryBook.Kind {
    switch self {
    case .held: .held
    case .decisions: .decisions
    case .userCard: .userCard
    case .rules: .rules
    case .setRules: .setRules
    }
  }
}
