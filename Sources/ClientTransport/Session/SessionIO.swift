public import ClientCore
public import LiveComments
import NIOCore
import NIOPosix

/// Executes what a `Session` asks for, and collects what comes of it. It decides nothing.
///
/// Whoever owns the session calls `perform` for each action, `schedule` with `nextDeadline`, and,
/// when `wake` says so, `takeInputs`. Frames are decoded on the network's thread.
public final class SessionIO: Sendable {
  /// What belongs to the event loop.
  private struct State {
    /// Counts connections, so that events of one that was given up are recognised and dropped.
    var connectionNumber = 0
    var connection: SocketConnector.Connection?
    var isPaused = false
    /// Counts `cancel`s, so that the answers to abandoned fetches are dropped.
    var fetchRound = 0
    var tick: Scheduled<Void>?
  }

  private let eventLoop: any EventLoop
  private let state: NIOLoopBoundBox<State>
  private let http: StreamHTTP
  private let connector: SocketConnector
  private let inbox: Inbox

  /// Throws `TransportFailure` when the certificates to trust cannot be read.
  ///
  /// - Parameter wake: called on a thread of the network when there is something to take. It must
  ///   not block.
  public init(
    url: StreamURL, token: Token?, configuration: TransportConfiguration = .init(),
    wake: @escaping @Sendable () -> Void
  ) throws(TransportFailure) {
    eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    let opener = try ChannelOpener(url: url, configuration: configuration)
    http = StreamHTTP(opener: opener, token: token, eventLoop: eventLoop)
    connector = SocketConnector(opener: opener, eventLoop: eventLoop, token: token)
    state = .makeBoxSendingValue(State(), eventLoop: eventLoop)
    inbox = Inbox(wake: wake)
  }

  /// Executes one action; call in the order that the session gave. From any thread.
  ///
  /// Actions that only tell what has changed need no execution and are ignored.
  public func perform(_ action: SessionAction) {
    switch action {
    case .fetchJoin(let point):
      fetch(SessionInput.joined) { http throws(StreamHTTP.Failure) in
        switch point {
        case .newest(let count): try await http.newest(count)
        case .beginning: try await http.comments(after: .zero)
        }
      }
    case .fetchComments(let range):
      fetch { result in
        .commentPage(range, result)
      } from: { http throws(StreamHTTP.Failure) in
        try await http.comments(after: range.after, upto: range.upto)
      }
    case .fetchEvents(let range):
      fetch { result in
        .eventPage(range, result)
      } from: { http throws(StreamHTTP.Failure) in
        try await http.events(after: range.after, upto: range.upto)
      }
    case .fetchOlder(let last, let upto):
      fetch { result in
        .olderPage(upTo: upto, result)
      } from: { http throws(StreamHTTP.Failure) in
        try await http.newest(last, upto: upto)
      }
    case .connect: eventLoop.execute { self.connect() }
    case .send(let frame):
      eventLoop.execute { self.state.value.connection?.handler.value.send(frame) }
    case .close(let code): eventLoop.execute { self.disconnect(code) }
    case .cancel:
      eventLoop.execute {
        self.state.value.fetchRound += 1
        self.disconnect(.normal)
      }
    case .feed, .connectionChanged, .statusChanged, .identified, .outboxChanged, .settled,
      .refused, .caughtUp, .jumping, .olderLoaded, .notice:
      break
    }
  }

  /// Takes what has happened since the last call, in order. From any thread.
  public func takeInputs() -> [SessionInput] {
    let (inputs, wasFull) = inbox.takeAll()
    if wasFull { eventLoop.execute { self.resumeReading() } }
    return inputs
  }

  /// Adds an input of the user's own, in order with the network's. From any thread.
  public func submit(_ input: SessionInput) { inbox.push(input) }

  /// Gives a `tick` at `deadline`, instead of the one that was asked for before.
  public func schedule(_ deadline: Instant?) {
    eventLoop.execute {
      self.state.value.tick?.cancel()
      self.state.value.tick = nil
      guard let deadline else { return }
      let nanoseconds = UInt64(clamping: deadline.microseconds).multipliedReportingOverflow(
        by: 1_000)
      self.state.value.tick = self.eventLoop.scheduleTask(
        deadline: .uptimeNanoseconds(nanoseconds.overflow ? .max : nanoseconds.partialValue)
      ) {
        self.inbox.push(.tick)
      }
    }
  }
}

extension SessionIO {
  private func connect() {
    disconnect(.normal)
    let number = state.value.connectionNumber
    connector.connect { self.receive($0, from: number) }.whenComplete { result in
      switch result {
      case .success(let connection):
        guard self.state.value.connectionNumber == number else {
          connection.handler.value.close(.normal)
          return
        }
        self.state.value.connection = connection
        self.inbox.push(.opened)
      case .failure(let error):
        guard self.state.value.connectionNumber == number else { return }
        let failure = (error as? StreamHTTP.Failure).map { RequestFailure($0) }
        self.inbox.push(.failed(failure ?? .unreachable("the connection failed")))
      }
    }
  }

  private func receive(_ event: SocketEvent, from number: Int) {
    guard state.value.connectionNumber == number else { return }
    switch event {
    case .frame(let frame, let bytes):
      if inbox.push(.frame(frame), frameBytes: bytes) { pauseReading() }
    case .badFrame(let problem): inbox.push(.badFrame(problem))
    case .alive: inbox.push(.alive)
    case .closed(let code, let reason):
      state.value.connection = nil
      state.value.connectionNumber += 1
      inbox.push(.closed(code, reason))
    }
  }

  private func disconnect(_ code: CloseCode) {
    state.value.connectionNumber += 1
    state.value.isPaused = false
    guard let connection = state.value.connection.take() else { return }
    // A paused socket would never see the peer's close.
    connection.channel.setOption(.autoRead, value: true).whenComplete { _ in }
    connection.handler.value.close(code)
  }

  private func pauseReading() {
    guard !state.value.isPaused, let connection = state.value.connection else { return }
    state.value.isPaused = true
    connection.channel.setOption(.autoRead, value: false).whenComplete { _ in }
  }

  private func resumeReading() {
    guard state.value.isPaused, let connection = state.value.connection else { return }
    state.value.isPaused = false
    connection.channel.setOption(.autoRead, value: true).whenComplete { _ in }
  }

  private func fetch<Page: Sendable>(
    _ input: @escaping @Sendable (Result<Page, RequestFailure>) -> SessionInput,
    from request:
      @escaping @Sendable (StreamHTTP) async throws(StreamHTTP.Failure) -> Page
  ) {
    eventLoop.execute {
      let round = self.state.value.fetchRound
      let http = self.http
      Task {
        let result: Result<Page, RequestFailure>
        do throws(StreamHTTP.Failure) {
          result = .success(try await request(http))
        } catch {
          result = .failure(RequestFailure(error))
        }
        self.eventLoop.execute {
          guard self.state.value.fetchRound == round else { return }
          self.inbox.push(input(result))
        }
      }
    }
  }
}

extension RequestFailure {
  init(_ failure: StreamHTTP.Failure) {
    switch failure {
    case .problem(let problem): self = .refused(problem)
    case .transport(let failure): self = .unreachable(failure.description)
    }
  }
}
