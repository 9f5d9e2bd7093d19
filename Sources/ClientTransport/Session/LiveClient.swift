public import ClientCore
public import LiveComments

/// A `Session` driven without a screen: for `gavel tail`, scripts, tests and measurements.
///
/// Bounded by waiting: the observer is awaited before the next inputs are taken, so that a slow
/// one pauses the socket instead of filling a queue, and the session catches up afterwards.
public actor LiveClient {
  /// Sees what the session says, in order, and the session as it is then.
  public typealias Observer =
    @Sendable (_ actions: [SessionAction], _ session: Session) async ->
    Void

  public private(set) var session: Session
  private nonisolated let io: SessionIO
  private let wakeups: AsyncStream<Void>
  private let observe: Observer
  private var waiting: [String: CheckedContinuation<ServerFrame.Ack, any Error>] = [:]
  private var nextKey: UInt64 = 0
  private let keyPrefix: String
  private var pump: Task<Void, Never>?

  /// Throws `TransportFailure` when the certificates to trust cannot be read.
  public init(
    url: StreamURL, token: Token?, session configuration: Session.Configuration = .init(),
    transport: TransportConfiguration = .init(), seed: UInt64 = .random(in: .min ... .max),
    observe: @escaping Observer = { _, _ in }
  ) throws(TransportFailure) {
    // One wake-up that waits stands for any number: the inbox is always emptied.
    let (wakeups, wake) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    io = try SessionIO(url: url, token: token, configuration: transport) { wake.yield() }
    session = Session(streamID: url.streamID, configuration: configuration, seed: seed)
    self.wakeups = wakeups
    self.observe = observe
    keyPrefix = String(UInt64.random(in: .min ... .max), radix: 36)
  }

  /// Begins to join, or begins anew after the session stopped. The client stays until it stops.
  public func start() {
    io.submit(.start)
    guard pump == nil else { return }
    pump = Task { [wakeups] in
      for await _ in wakeups {
        await self.takeInputs()
        if case .stopped = self.session.connection { break }
      }
      self.pump = nil
    }
  }

  /// Leaves; the observer sees the session stop.
  public func stop() { io.submit(.stop) }

  /// Hands the session an input of the caller's own.
  public nonisolated func submit(_ input: SessionInput) { io.submit(input) }

  /// Posts a comment and waits until it is acknowledged, over as many connections as it takes.
  ///
  /// Throws the `Problem` of a refusal.
  public func post(_ request: PostRequest) async throws -> ServerFrame.Ack {
    nextKey += 1
    let key = "\(keyPrefix)-\(nextKey)"
    return try await withCheckedThrowingContinuation { continuation in
      waiting[key] = continuation
      io.submit(.post(key: key, request))
    }
  }

  private func takeInputs() async {
    for input in io.takeInputs() {
      let actions = session.handle(input, at: MonotonicClock.now())
      for action in actions {
        io.perform(action)
        settle(action)
      }
      if !actions.isEmpty { await observe(actions, session) }
    }
    io.schedule(session.nextDeadline)
  }

  private func settle(_ action: SessionAction) {
    switch action {
    case .settled(let key, let ack):
      waiting.removeValue(forKey: key)?.resume(returning: ack)
    case .refused(let key, let problem):
      waiting.removeValue(forKey: key)?.resume(throwing: problem)
    case .outboxChanged(let key):
      guard case .failed(let problem) = session.outbox[key]?.status,
        let continuation = waiting.removeValue(forKey: key)
      else { return }
      continuation.resume(throwing: problem)
      io.submit(.discard(key: key))
    case .connectionChanged(.stopped):
      // Nothing will be sent any more: a caller that waits would wait for ever.
      let problem = Problem(.unavailable, "the session stopped before the post was acknowledged")
      for continuation in waiting.values { continuation.resume(throwing: problem) }
      waiting.removeAll()
    default:
      break
    }
  }
}
