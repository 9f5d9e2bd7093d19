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
  let logger: Logger
}

/// How many connections are open.
final class ConnectionCount: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .relaxed) }

  func opened() { count.add(1, ordering: .relaxed) }

  func closed() { count.subtract(1, ordering: .relaxed) }
}
