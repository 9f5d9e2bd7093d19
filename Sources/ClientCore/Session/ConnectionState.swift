public import LiveComments

/// Where a session stands.
public enum ConnectionState: Sendable, Hashable {
  /// Not started.
  case idle
  /// Fetches the join page.
  case joining
  /// Opens the WebSocket.
  case connecting
  /// Said `hello`, waits for `welcome`.
  case greeting
  /// Receives frames.
  case live
  /// Connected, but silent for one and a half heartbeat intervals.
  case stalled
  /// Tries again at `until`; `attempt` counts from 1.
  case waiting(until: Instant, attempt: Int, because: Interruption)
  /// Receives frames, and leaves at `until` because the server asked to.
  case draining(until: Instant)
  /// Over: only `start` begins anew.
  case stopped(StopReason)

  /// Whether frames can be sent and received.
  public var isConnected: Bool {
    switch self {
    case .live, .stalled, .draining: true
    case .idle, .joining, .connecting, .greeting, .waiting, .stopped: false
    }
  }
}

/// Why a connection or a join was lost.
public enum Interruption: Sendable, Hashable {
  case unreachable(String)
  case refused(Problem)
  case closed(CloseCode?, String)
  /// Two heartbeat intervals without a sign of life, or no `welcome` in time.
  case silent
  /// The server said `reconnect`.
  case drained
  /// The server answered what the contract rules out; the text says what.
  case confused(String)
}

/// Why a session stopped for good.
public enum StopReason: Sendable, Hashable {
  /// Asked to.
  case requested
  /// The server refused, and would refuse the same again.
  case refused(Problem)
  /// The server closed with a code that says not to come back unchanged.
  case closed(CloseCode, String)
}
