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
  /// How far back the user of the client has looked.
  var scrollback: (epoch: Epoch?, floor: Seq)?
  /// What this client posted and heard back about.
  var acknowledged: Set<CommentID> = []
  /// Prints what goes in and out, to find out why a seed fails.
  var isNarrated = false
  var steps = 0
  var pending: [Scheduled] = []
  var scheduled = 0
  var connections = 0
  var nextKey = 0
  var epochs = 0
  var lastArrival = Instant(microseconds: 0)

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

  static func log(epoch: Int) throws -> ModelLog {
    guard let stream = StreamID(rawValue: "s"), let epoch = Epoch(rawValue: "e\(epoch)") else {
      throw Oracle.Violation("the names are not valid")
    }
    return ModelLog(streamID: stream, epoch: epoch)
  }
}

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

  mutating func schedule(_ what: Occurrence, at moment: Instant) {
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
