import LiveComments
import Logging
import ServerCore
import Synchronization

/// What connections need of the rest of the server.
struct LiveServices: Sendable {
  let log: any CommentLog
  let pipeline: Pipeline
  let hubs: HubRegistry
  let reactors: Reactors
  let access: AccessPolicy
  let limits: ConnectionLimits
  let degradation: DegradationTable
  let connections: ConnectionCount
  let logger: Logger
  var stages = StageTracer(tracer: nil)
}

/// How many connections follow a stream (WebSockets, event streams, long polls that wait), and the
/// wait for the last one to end.
final class ConnectionCount: Sendable {
  private struct State {
    var open = 0
    /// Connections that the server has ended, by the code that it gave.
    var ended: [CloseCode: Int] = [:]
    /// Who waits for the end of all; each finishes when none is left.
    var waiting: [AsyncStream<Never>.Continuation] = []
  }

  private let state = Mutex(State())

  var value: Int { state.withLock(\.open) }

  /// Connections that the server has ended so far, by the code that it gave: as many codes as there
  /// are in `CloseCode` at most. A reader of events gets none, but is counted as if it did.
  var ended: [CloseCode: Int] { state.withLock(\.ended) }

  /// Counts one that the server ends.
  func ending(_ code: CloseCode) { state.withLock { $0.ended[code, default: 0] += 1 } }

  /// Counts one more. Returns how many there are with it.
  func opened() -> Int {
    state.withLock { state in
      state.open += 1
      return state.open
    }
  }

  func closed() {
    let waiting = state.withLock { state in
      state.open -= 1
      guard state.open == 0 else { return [AsyncStream<Never>.Continuation]() }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.finish() }
  }

  /// Returns when none is open, or when the task is cancelled.
  func untilNone() async {
    let (end, continuation) = AsyncStream.makeStream(of: Never.self)
    state.withLock { state in
      if state.open == 0 {
        continuation.finish()
      } else {
        state.waiting.append(continuation)
      }
    }
    for await _ in end {}
  }
}
