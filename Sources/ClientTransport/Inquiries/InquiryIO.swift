public import ClientCore
import LiveComments
import Synchronization

/// Executes a moderator's inquiries over HTTP, and collects the answers. It decides nothing.
///
/// Whoever asks has few inquiries under way at a time, which bounds the answers that wait.
public final class InquiryIO: Sendable {
  private let http: StreamHTTP
  private let answers = Mutex<[InquiryAnswer]>([])
  private let wake: @Sendable () -> Void

  /// - Parameter wake: called on a thread of the network when there is something to take. It must
  ///   not block.
  public init(http: StreamHTTP, wake: @escaping @Sendable () -> Void) {
    self.http = http
    self.wake = wake
  }

  /// Asks; the answer comes by `takeAnswers`. From any thread.
  public func perform(_ inquiry: Inquiry) {
    Task {
      let answer = await self.answer(to: inquiry)
      answers.withLock { $0.append(answer) }
      wake()
    }
  }

  /// Takes the answers that came since the last call. From any thread.
  public func takeAnswers() -> [InquiryAnswer] {
    answers.withLock { answers in
      defer { answers = [] }
      return answers
    }
  }

  private func answer(to inquiry: Inquiry) async -> InquiryAnswer {
    switch inquiry {
    case .held(let after):
      .held(
        after: after,
        await result { () throws(StreamHTTP.Failure) in
          try await http.held(after: after, limit: Inquiry.heldPage)
        })
    case .decisions(let range):
      .decisions(
        range,
        await result { () throws(StreamHTTP.Failure) in
          try await http.events(after: range.after, upto: range.upto)
        })
    case .userCard(let userID):
      .userCard(
        userID,
        await result { () throws(StreamHTTP.Failure) in try await http.userCard(userID) })
    case .rules:
      .rules(await result { () throws(StreamHTTP.Failure) in try await http.rules() })
    case .setRules(let rules):
      .rulesSet(await result { () throws(StreamHTTP.Failure) in try await http.setRules(rules) })
    }
  }

  private func result<Value: Sendable>(
    _ request: () async throws(StreamHTTP.Failure) -> Value
  ) async -> Result<Value, RequestFailure> {
    do {
      return .success(try await request())
    } catch {
      return .failure(RequestFailure(error))
    }
  }
}
