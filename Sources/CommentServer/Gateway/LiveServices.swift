import LiveComments
import Logging
import ServerCore
import Synchronization

/// What connections need of the rest of the server.
struct LiveServices: Sendable {
  let log: any CommentLog
  let pipeline: Pipeline
  let hubs: HubRegistry
  let access: AccessPolicy
  let limits: ConnectionLimits
  let connections: ConnectionCount
  let requests: PendingRequests
  let logger: Logger
}

/// Requests that the log has not answered: the event loops must not end before.
final class PendingRequests: Sendable {
  private let count = Atomic<Int>(0)

  func began() { count.add(1, ordering: .relaxed) }

  /// Called when the answer has been handed to its event loop.
  func ended() { count.subtract(1, ordering: .releasing) }

  /// Returns when none is left. The log answers all that it has taken, so that this ends.
  func settled() async throws {
    while count.load(ordering: .acquiring) > 0 {
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

/// How many connections are open.
final class ConnectionCount: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .relaxed) }

  func opened() { count.add(1, ordering: .relaxed) }

  func closed() { count.subtract(1, ordering: .relaxed) }
}
