import ClientTransport
import LiveComments

/// Repeats a request whose answer was lost, or that the server asks to make again in a moment.
///
/// Only for what does nothing twice: reads, and requests that carry an idempotency key.
enum Retrying {
  /// Attempts over a connection that fails, or at a server that asks to wait briefly.
  private static let attempts = 6
  /// The longest that a server may ask to wait before the caller is told instead.
  private static let patience = Duration.seconds(5)

  /// What the request brings. Throws a `Complaint` when repeating it would not help.
  static func run<Value>(
    _ request: () async throws(StreamHTTP.Failure) -> Value
  ) async throws -> Value {
    var attempt = 1
    while true {
      do throws(StreamHTTP.Failure) {
        return try await request()
      } catch {
        guard attempt < attempts, let wait = wait(after: error, attempt: attempt) else {
          throw Complaint(error)
        }
        attempt += 1
        try await Task.sleep(for: wait)
      }
    }
  }

  /// Nil when waiting would not help, or takes too long.
  private static func wait(after failure: StreamHTTP.Failure, attempt: Int) -> Duration? {
    switch failure {
    case .transport(let failure):
      // A server that was never there is a wrong URL more often than a restart.
      guard failure.kind == .lost || failure.kind == .timedOut else { return nil }
      return .milliseconds(Int.random(in: 50...(250 << attempt)))
    case .problem(let problem):
      guard problem.code == .busy || problem.code == .unavailable else { return nil }
      let wait = failure.retryAfter ?? .milliseconds(250 << attempt)
      return wait <= patience ? wait : nil
    }
  }
}
