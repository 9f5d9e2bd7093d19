public import ClientCore
public import LiveComments

/// Drives a `Replay` over the network: one WebSocket at a time, reconnecting when it is lost.
public actor ReplayPlayer {
  /// What a replay says while it runs.
  public enum Event: Sendable {
    case progress(ReplayProgress, recordedTimeLeft: Duration, at: Instant)
    case refused(RecordedComment, Problem)
    /// The connection is lost; the next attempt comes after the wait.
    case interrupted(reason: String, retryIn: Duration)
    case resumed
  }

  /// Why a replay did not come to its end.
  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The server refuses this client.
    case refused(Problem)
    /// No connection for longer than `patience`.
    case unreachable(String)

    /// Hostile until sanitised: it may hold the server's text.
    public var description: String {
      switch self {
      case .refused(let problem): "\(problem.code.rawValue): \(problem.detail)"
      case .unreachable(let reason): reason
      }
    }
  }

  /// How long the server may be away, once it was there, before the replay gives up.
  public static let patience = Duration.seconds(120)

  private var replay: Replay
  private let io: SessionIO
  private let wakeups: AsyncStream<Void>
  /// Awaited before the next inputs are taken: a slow one pauses the socket.
  private let observe: @Sendable (Event) async -> Void
  private var reconnectAt: Instant?
  /// Since when there has been no connection.
  private var awaySince: Instant?
  private var hasBeenConnected = false
  /// Since when nothing has been heard on the open connection; nil without one.
  private var lastLife: Instant?
  private var heartbeat = Duration.seconds(15)

  /// Throws `TransportFailure` when the certificates to trust cannot be read.
  public init(
    url: StreamURL, token: Token?, replay: Replay, transport: TransportConfiguration = .init(),
    observe: @escaping @Sendable (Event) async -> Void
  ) throws(TransportFailure) {
    let (wakeups, wake) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    io = try SessionIO(url: url, token: token, configuration: transport) { wake.yield() }
    self.wakeups = wakeups
    self.replay = replay
    self.observe = observe
  }

  /// Plays the whole recording. The progress at its end tells what was refused.
  public func run() async throws(Failure) -> ReplayProgress {
    io.perform(.connect)
    var wakeups = wakeups.makeAsyncIterator()
    defer { io.perform(.close(.normal)) }
    while await wakeups.next(isolation: self) != nil {
      for input in io.takeInputs() {
        if try await handle(input) { return replay.progress }
      }
      let now = MonotonicClock.now()
      await observe(
        .progress(replay.progress, recordedTimeLeft: replay.recordedTimeLeft(at: now), at: now))
      io.schedule([reconnectAt, replay.nextDeadline, silentAt].compactMap(\.self).min())
    }
    throw .unreachable("the replay was cancelled")
  }

  /// True when the recording is at its end.
  private func handle(_ input: SessionInput) async throws(Failure) -> Bool {
    switch input {
    case .opened:
      lastLife = MonotonicClock.now()
      io.perform(.send(.hello(ClientFrame.Hello())))
    case .alive: lastLife = MonotonicClock.now()
    case .frame(let frame):
      lastLife = MonotonicClock.now()
      return try await receive(frame)
    case .closed(let code, let reason):
      if let code, code.advice == .stop { throw Self.refusal(code, reason) }
      try await interrupt(reason.isEmpty ? "the connection was lost" : reason)
    case .failed(.refused(let problem)) where !problem.code.isTemporary: throw .refused(problem)
    case .failed(.refused(let problem)):
      try await interrupt(
        problem.detail, retryIn: problem.retryAfterMilliseconds.map { .milliseconds($0) })
    case .failed(.unreachable(let reason)): try await interrupt(reason)
    case .tick:
      if let due = reconnectAt, due <= MonotonicClock.now() {
        reconnectAt = nil
        io.perform(.connect)
      }
      if let silentAt, silentAt <= MonotonicClock.now() {
        io.perform(.close(.goingAway))
        try await interrupt("the server has fallen silent")
      }
      return try await play(.tick)
    default:
      break
    }
    return false
  }

  private func receive(_ frame: ServerFrame) async throws(Failure) -> Bool {
    switch frame {
    case .welcome(let welcome):
      heartbeat = .milliseconds(min(max(1_000, welcome.heartbeatMilliseconds), 300_000))
      guard welcome.you != nil else {
        throw .refused(
          Problem(.tokenMissing, "a replay posts as a service: give its token by --token-file"))
      }
      if hasBeenConnected { await observe(.resumed) }
      hasBeenConnected = true
      awaySince = nil
      return try await play(.connected(latestSeq: welcome.latestSeq))
    case .ack(.comment(let key, let seq, let id, _)):
      return try await play(.acknowledged(key: key, seq, id))
    case .error(let error):
      guard let key = error.key else { return false }
      let problem = Problem(
        error.code, error.message, retryAfterMilliseconds: error.retryAfterMilliseconds)
      return try await play(.refused(key: key, problem))
    case .heartbeat(let heartbeat):
      io.perform(
        .send(.seen(lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq)))
    case .reconnect(let milliseconds):
      io.perform(.close(.goingAway))
      try await interrupt("the server restarts", retryIn: .milliseconds(max(0, milliseconds)))
    default:
      // The replay reads nothing of the stream but the answers to its own posts.
      break
    }
    return false
  }

  /// Two intervals without a sign of life end a connection (design §5.3).
  private var silentAt: Instant? { lastLife.map { $0 + heartbeat * 2 } }

  private func play(_ input: Replay.Input) async throws(Failure) -> Bool {
    for action in replay.handle(input, at: MonotonicClock.now()) {
      switch action {
      case .send(let key, let request): io.perform(.send(.post(key: key, request)))
      case .refused(let comment, let problem): await observe(.refused(comment, problem))
      case .failed(let problem): throw .refused(problem)
      case .finished: return true
      }
    }
    return false
  }

  private func interrupt(_ reason: String, retryIn: Duration? = nil) async throws(Failure) {
    let now = MonotonicClock.now()
    lastLife = nil
    _ = try await play(.disconnected)
    let awaySince = awaySince ?? now
    self.awaySince = awaySince
    guard hasBeenConnected, now - awaySince < Self.patience else { throw .unreachable(reason) }
    let wait = retryIn ?? replay.reconnectDelay()
    reconnectAt = now + wait
    await observe(.interrupted(reason: reason, retryIn: wait))
  }

  private static func refusal(_ code: CloseCode, _ reason: String) -> Failure {
    let problemCode: ProblemCode =
      switch code {
      case .unauthorised: .tokenInvalid
      case .forbidden: .forbidden
      case .tooMany: .rateLimited
      default: .invalid
      }
    return .refused(
      Problem(problemCode, reason.isEmpty ? "the server closed with \(code.rawValue)" : reason))
  }
}
