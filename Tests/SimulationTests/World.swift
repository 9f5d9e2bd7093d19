import ClientCore
import LiveComments

/// A server, a network and a client in virtual time. Everything that happens follows from the seed.
struct World {
  enum Occurrence {
    case toClient(SessionInput, connection: Int?)
    case toServer(ClientFrame, connection: Int)
    case request(Request)
    case opening(connection: Int)
    case flush
    case heartbeat
    case mischief
    case tick
  }

  enum Request {
    case join(JoinPoint)
    case comments(Coverage<CommentPlane>)
    case events(Coverage<ModerationPlane>)
    case older(last: Int, upto: Seq)
  }

  struct Scheduled {
    var at: Instant
    var number: Int
    var what: Occurrence
  }

  var generator: SeededGenerator
  let scenario: Scenario
  var faults: Faults
  var now = Instant(microseconds: 0)
  var server: ModelServer
  var session: Session
  var oracle: Oracle
  /// Set when nothing changes any more and the network does no harm.
  var isHealed = false
  /// What this client posted and heard back about.
  private(set) var acknowledged: Set<CommentID> = []
  /// Prints what goes in and out, to find out why a seed fails.
  var isNarrated = false
  private var steps = 0
  private var pending: [Scheduled] = []
  private var scheduled = 0
  private var connections = 0
  private var nextKey = 0
  private var epochs = 0
  private var lastArrival = Instant(microseconds: 0)

  init(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    scenario = Scenario(using: &generator)
    faults = scenario.faults
    let audience = Audience(user: scenario.reader)
    server = ModelServer(
      log: try Self.log(epoch: 0), audience: audience, lags: scenario.lags)
    var configuration = Session.Configuration()
    configuration.feed = scenario.limits
    configuration.join = scenario.join
    configuration.jumpsWhenBehind = scenario.jumps
    session = Session(
      streamID: server.log.streamID, configuration: configuration, seed: generator.next())
    oracle = Oracle(audience: audience)
    self.generator = generator
  }

  private static func log(epoch: Int) throws -> ModelLog {
    guard let stream = StreamID(rawValue: "s"), let epoch = Epoch(rawValue: "e\(epoch)") else {
      throw Oracle.Violation("the names are not valid")
    }
    return ModelLog(streamID: stream, epoch: epoch)
  }
}

// MARK: - Running

extension World {
  /// Lives through the troubled time, heals, and waits until the client has everything.
  mutating func run() throws {
    for _ in 0..<scenario.history { mutate() }
    schedule(.flush, after: 20)
    schedule(.heartbeat, after: 2_000)
    schedule(.mischief, after: 5)
    try handle(.start)
    let healing = now + .milliseconds(scenario.milliseconds)
    while let next = pop(before: healing) { try happen(next) }
    isHealed = true
    faults = .none
    server.lags = false
    server.sampling = nil
    let patience = now + .seconds(600)
    while !isSettled, steps < 20_000, let next = pop(before: patience) { try happen(next) }
    guard isSettled else {
      throw Oracle.Violation(
        """
        not settled: \(session.connection), joined \(session.feed.isJoined), \
        waiting \(session.outbox.entries.map(\.status)), at \(session.feed.lastSeenSeq)/\(server.log.latestSeq) and \
        \(session.feed.lastModSeq)/\(server.log.latestModSeq)
        """)
    }
    try compare()
  }

  private var isSettled: Bool {
    session.connection == .live && session.feed.isJoined
      && session.feed.lastSeenSeq == server.log.latestSeq
      && session.feed.lastModSeq == server.log.latestModSeq
      && session.feed.epoch == server.log.epoch
      // Of what the ledger does not know, the next status tells.
      && session.stream.locked == server.log.locked
      && session.stream.slowModeSeconds == server.log.slowModeSeconds
      && !session.outbox.entries.contains { $0.status.isUnderWay }
      && !pending.contains { $0.what.isTraffic }
  }

  mutating func schedule(_ what: Occurrence, after milliseconds: Int) {
    schedule(what, at: now + .milliseconds(milliseconds))
  }

  private mutating func schedule(_ what: Occurrence, at moment: Instant) {
    scheduled += 1
    pending.append(Scheduled(at: moment, number: scheduled, what: what))
  }

  private mutating func pop(before end: Instant) -> Occurrence? {
    var first: Int?
    for index in pending.indices {
      if let known = first,
        (pending[known].at, pending[known].number) <= (pending[index].at, pending[index].number)
      {
        continue
      }
      first = index
    }
    let deadline = session.nextDeadline
    if let deadline, deadline <= end, first.map({ deadline < pending[$0].at }) ?? true {
      now = max(now, deadline)
      return .tick
    }
    guard let first, pending[first].at <= end else { return nil }
    let next = pending[first]
    pending.swapAt(first, pending.count - 1)
    pending.removeLast()
    now = max(now, next.at)
    return next.what
  }

  private mutating func happen(_ occurrence: Occurrence) throws {
    steps += 1
    switch occurrence {
    case .tick: try handle(.tick)
    case .toClient(let input, let connection):
      guard connection == nil || connection == server.connection?.number else { return }
      if case .closed = input { server.connection = nil }
      try handle(input)
    case .toServer(let frame, let connection):
      guard connection == server.connection?.number else { return }
      serve(frame)
    case .request(let request): answer(request)
    case .opening(let number):
      guard number == connections else { return }
      if strikes(faults.failRequest) {
        try handle(.failed(.unreachable("refused")))
      } else {
        server.connection = ModelServer.Connection(number: number)
        lastArrival = now
        try handle(.opened)
      }
    case .flush:
      if !strikes(200) || isHealed { for frame in server.flush(using: &generator) { send(frame) } }
      schedule(.flush, after: 20)
    case .heartbeat:
      if let heartbeat = server.heartbeat { send(heartbeat) }
      if server.connection?.isGreeted == true { send(server.status) }
      schedule(.heartbeat, after: 2_000)
    case .mischief:
      guard !isHealed else { return }
      try misbehave()
      schedule(.mischief, after: Int.random(in: 1...30, using: &generator))
    }
  }

  mutating func strikes(_ chance: Int) -> Bool { Faults.strikes(chance, using: &generator) }
}

// MARK: - The client

extension World {
  mutating func handle(_ input: SessionInput) throws {
    oracle.willReceive(input, session)
    if case .frame(.ack(.comment(_, _, let id, .visible))) = input, session.connection.isConnected {
      acknowledged.insert(id)
    }
    let actions = session.handle(input, at: now)
    if isNarrated {
      print(now.microseconds, "<", input, "\n", actions.map { "    > \($0)\n" }.joined())
    }
    if actions.contains(where: { if case .feed(.cleared) = $0 { true } else { false } }) {
      acknowledged.removeAll()
    }
    try oracle.check(actions, session, strictly: scenario.remembersEverything)
    for action in actions { perform(action) }
  }

  private mutating func perform(_ action: SessionAction) {
    switch action {
    case .fetchJoin(let join): request(.join(join))
    case .fetchComments(let range): request(.comments(range))
    case .fetchEvents(let range): request(.events(range))
    case .fetchOlder(let last, let upto): request(.older(last: last, upto: upto))
    case .connect:
      connections += 1
      schedule(.opening(connection: connections), after: latency())
    case .send(let frame):
      guard let number = server.connection?.number else { return }
      if case .catchUp = frame, strikes(faults.drop) { return }
      schedule(.toServer(frame, connection: number), after: latency())
    case .close:
      server.connection = nil
    case .cancel:
      connections += 1
      server.connection = nil
      pending.removeAll { if case .request = $0.what { true } else { false } }
    case .feed, .connectionChanged, .statusChanged, .identified, .outboxChanged, .settled,
      .refused, .caughtUp, .jumping, .olderLoaded, .notice:
      break
    }
  }

  private mutating func request(_ request: Request) {
    schedule(.request(request), after: latency())
  }

  private mutating func latency() -> Int {
    var milliseconds = Int.random(in: 1...10, using: &generator)
    if strikes(faults.delay) { milliseconds += Int.random(in: 0...400, using: &generator) }
    return milliseconds
  }

  private mutating func answer(_ request: Request) {
    let fails = strikes(faults.failRequest)
    let trimmed = Problem(.reset, "trimmed", reason: .trimmed)
    func result<Page>(_ page: Page, after: Seq = .highest) -> Result<Page, RequestFailure> {
      fails
        ? .failure(.unreachable("timed out"))
        : after < server.log.trimmedSeq ? .failure(.refused(trimmed)) : .success(page)
    }
    let input: SessionInput
    switch request {
    case .join(.newest(let count)):
      input = .joined(result(server.page(last: count, using: &generator)))
    case .join(.beginning):
      let all = Coverage<CommentPlane>(after: .zero, upto: .highest)
      input = .joined(result(server.page(all, using: &generator), after: .zero))
    case .comments(let range):
      input = .commentPage(
        range, result(server.page(range, using: &generator), after: range.after))
    case .events(let range):
      input = .eventPage(range, result(server.events(range)))
    case .older(let last, let upto):
      input = .olderPage(
        result(
          server.page(
            last: min(last, ModelServer.pageLimit), upto: upto, using: &generator)))
    }
    schedule(.toClient(input, connection: nil), after: latency())
  }
}

// MARK: - The server's side of the network

extension World {
  private mutating func send(_ frame: ServerFrame) {
    guard let number = server.connection?.number else { return }
    for frame in faults.mangle(frame, using: &generator) {
      let arrival = now + .milliseconds(latency())
      // Without trouble a connection keeps its order.
      lastArrival = max(lastArrival, arrival)
      schedule(
        .toClient(.frame(frame), connection: number), at: scenario.reorders ? arrival : lastArrival)
    }
  }

  private mutating func serve(_ frame: ClientFrame) {
    switch frame {
    case .hello(let hello):
      for frame in server.greet(hello, using: &generator) { send(frame) }
    case .catchUp(let request):
      guard let frames = server.answer(request, using: &generator) else {
        close(.positionVoid)
        return
      }
      for frame in frames { send(frame) }
    case .post(let key, let post):
      guard !strikes(faults.failRequest) else {
        send(.error(.init(Problem(.unavailable, "busy", retryAfterMilliseconds: 5), key: key)))
        return
      }
      let comment = server.log.post(
        by: server.audience.user, content: post.content, key: key, state: .visible,
        using: &generator)
      send(
        .ack(
          .comment(
            key: key, seq: comment.seq, commentID: comment.commentID, state: comment.state)))
    case .moderate(let key, let request):
      if let event = server.log.moderate(
        request, by: server.audience.user.userID, key: key, using: &generator)
      {
        send(.ack(.event(key: key, modSeq: event.modSeq, moderationID: event.moderationID)))
      } else {
        send(.error(.init(Problem(.conflict, "too late"), key: key)))
      }
    case .react, .seen:
      break
    }
  }

  private mutating func close(_ code: CloseCode?) {
    guard let number = server.connection?.number else { return }
    // What was on its way is lost with the connection, or arrives before its end.
    if Bool.random(using: &generator) {
      pending.removeAll { if case .toClient(_, number?) = $0.what { true } else { false } }
    }
    server.connection?.isGreeted = false
    let end = max(lastArrival, now + .milliseconds(1))
    schedule(.toClient(.closed(code, ""), connection: number), at: end)
  }
}

// MARK: - What goes on

extension World {
  private mutating func misbehave() throws {
    mutate()
    if strikes(faults.cutConnection) { close(Bool.random(using: &generator) ? nil : .slowConsumer) }
    if strikes(15) { close(.serviceRestart) }
    if strikes(10) {
      send(.reconnect(afterMilliseconds: Int.random(in: 0...50, using: &generator)))
    }
    if strikes(20) { faults = isHealed ? .none : .random(using: &generator) }
    if strikes(30) { server.sampling = server.sampling == nil ? 3 : nil }
    if scenario.changesEpoch, strikes(15) {
      epochs += 1
      server.log = try Self.log(epoch: epochs)
      for _ in 0..<Int.random(in: 0...10, using: &generator) { mutate() }
      close(Bool.random(using: &generator) ? .positionVoid : .goingAway)
    }
    if strikes(20) { server.log.trimmedSeq = server.log.latestSeq }
    if strikes(200) { try act() }
  }

  /// What the user of the client does.
  private mutating func act() throws {
    nextKey += 1
    let key = "k\(nextKey)"
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: try handle(.loadOlder)
    case 1:
      guard server.audience.moderates,
        let target = session.feed.timeline.randomElement(using: &generator)
      else { fallthrough }
      let action: ModerationAction = Bool.random(using: &generator) ? .delete : .hold
      try handle(
        .moderate(key: key, ModerationRequest(action: action, commentIDs: [target.commentID])))
    default:
      try handle(.post(key: key, PostRequest(content: "mine \(nextKey)")))
    }
  }

  /// Others post, and moderators race.
  private mutating func mutate() {
    for _ in 0..<Int.random(in: 0...scenario.commentsPerStep, using: &generator) {
      let state: CommentState =
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: .held
        case 1: .shadowBanned
        default: .visible
        }
      let author = scenario.authors[
        Int.random(in: 0..<scenario.authors.count, using: &generator)]
      _ = server.log.post(by: author, content: "text", state: state, using: &generator)
    }
    if strikes(scenario.moderation) { moderate() }
  }

  private mutating func moderate() {
    let actions: [ModerationAction] = [
      .delete, .delete, .restore, .restore, .hold, .approve, .approve, .reject, .purgeUser, .pin,
      .pin, .unpin, .mute, .unmute, .shadowBan, .slowMode, .lock, .unlock, .flag,
      .unknown("shine"),
    ]
    let action = actions[Int.random(in: 0..<actions.count, using: &generator)]
    var request = ModerationRequest(action: action, reason: "because")
    switch action {
    case .purgeUser, .mute, .unmute, .shadowBan:
      request.userID = scenario.authors.randomElement(using: &generator)?.userID
    case .slowMode: request.seconds = Int.random(in: 0...9, using: &generator)
    case .lock, .unlock, .unknown: break
    default:
      // Moderators mostly look at what is new.
      let recent = server.log.entries.suffix(Bool.random(using: &generator) ? 8 : .max)
      let count = Int.random(in: 0..<4, using: &generator) == 0 ? 3 : 1
      request.commentIDs = Set(
        (0..<count).compactMap { _ in recent.randomElement(using: &generator)?.comment.commentID }
      ).sorted { $0.rawValue < $1.rawValue }
    }
    _ = server.log.moderate(request, by: "mod", using: &generator)
  }
}

extension Outbox.Status {
  fileprivate var isUnderWay: Bool {
    switch self {
    case .queued, .sent, .accepted: true
    case .held, .failed: false
    }
  }
}

extension World.Occurrence {
  /// Whether something is on its way that may still change what the client shows.
  fileprivate var isTraffic: Bool {
    switch self {
    case .toClient, .toServer, .request, .opening: true
    case .flush, .heartbeat, .mischief, .tick: false
    }
  }
}
