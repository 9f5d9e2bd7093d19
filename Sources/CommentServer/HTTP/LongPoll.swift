import LiveComments
import NIOCore
import ServerCore

/// A request that waits for something to happen in a stream (design §5.2).
struct LongPoll {
  /// Seconds that it may wait.
  static let longest = 30

  let services: LiveServices
  let streamID: StreamID
  let context: GatewayRequestContext

  /// Returns when something that `audience` sees follows `seq`, an event follows `modSeq`, the time
  /// is over, or the client is gone.
  ///
  /// Throws `unavailable` where the server has as many connections as it takes: who waits holds one
  /// as every other viewer does; and `token_expired`.
  func wait(
    _ seconds: Int, after seq: Seq?, modAfter modSeq: ModSeq?, for audience: Audience
  ) async throws {
    defer { services.connections.closed() }
    guard services.connections.opened() <= services.limits.connections else {
      throw Problem(.unavailable, "the server has as many connections as it takes")
    }
    let hub = services.hubs.hub(for: streamID)
    let waiter = hub.waiter(after: seq, modAfter: modSeq, for: audience)
    HTTPConnectionGuard.whenClientEnds(context.channel) { waiter.promise.succeed() }
    try await hub.wait(waiter, atMost: time(seconds))
    _ = try services.access.reader(context.identity, of: streamID, at: SystemClock.time())
  }

  /// No longer than the token is good.
  private func time(_ seconds: Int) -> TimeAmount {
    let wanted = Int64(seconds) * 1_000
    guard let identity = context.identity else { return .milliseconds(wanted) }
    let left = identity.expiresAt.milliseconds - SystemClock.time().milliseconds
    return .milliseconds(min(max(0, left), wanted))
  }
}
