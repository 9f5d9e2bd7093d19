import ClientCore
import LiveComments
import Testing

/// Joining, greeting, resuming, losing connections and coming back (design §5.3, §6).
@Suite struct SessionConnectionTests {
  private typealias F = Fixture

  @Test("a session joins by HTTP, then greets with the positions that came with the page")
  func joins() {
    var session = Driven()
    #expect(session(.start) == [.connectionChanged(.joining), .fetchJoin(.newest(200))])
    let joined = session(.joined(.success(F.page(0, 2, [1, 2], mod: 7))))
    #expect(joined.feed.short == ["+1,2"])
    #expect(joined.suffix(2) == [.connectionChanged(.connecting), .connect])
    let point = ResumePoint(epoch: F.epoch, lastSeenSeq: 2, lastModSeq: 7)
    #expect(session(.opened).sent == [.hello(.init(resume: point))])
    let live = session.frame(F.welcome(seq: 2, mod: 7, you: F.me))
    #expect(live.states == [.live])
    #expect(live.contains(.identified(F.me)))
    #expect(!live.contains(.caughtUp(comments: 0)))
    #expect(session.session.you == F.me)
  }

  @Test("a session may begin at the beginning")
  func fromTheBeginning() throws {
    var configuration = Session.Configuration()
    configuration.join = .beginning
    var session = Driven(configuration)
    #expect(session(.start).last == .fetchJoin(.beginning))
    // The log does not reach back so far any more.
    let trimmed = RequestFailure.refused(Problem(.reset, "trimmed", reason: .trimmed))
    session(.joined(.failure(trimmed)))
    #expect(try session.next().last == .fetchJoin(.newest(1_000)))
  }

  @Test(
    "a refusal that would come again stops the session with its problem",
    arguments: [
      ProblemCode.tokenMissing, .tokenInvalid, .tokenExpired, .forbidden, .notFound, .invalid,
    ])
  func refusedForGood(code: ProblemCode) {
    var session = Driven()
    session(.start)
    let problem = Problem(code, "no")
    #expect(
      session(.joined(.failure(.refused(problem)))).states == [.stopped(.refused(problem))])
    #expect(session.session.nextDeadline == nil)
  }

  @Test("a refused upgrade is judged in the same way")
  func refusedUpgrade() {
    var session = Driven()
    session(.start)
    session(.joined(.success(F.page(0, 0, [Int]()))))
    let problem = Problem(.tokenInvalid, "no")
    #expect(
      session(.failed(.refused(problem))).states == [.stopped(.refused(problem))])
  }

  @Test(
    "a temporary failure is tried again, not before the server allows it",
    arguments: [
      (RequestFailure.unreachable("refused"), Duration.zero, Duration.milliseconds(250)),
      (.refused(Problem(.unavailable, "x")), .zero, .milliseconds(250)),
      (
        .refused(Problem(.busy, "x", retryAfterMilliseconds: 5_000)), .seconds(5), .seconds(5)
      ),
    ])
  func temporary(failure: RequestFailure, atLeast: Duration, atMost: Duration) throws {
    var session = Driven()
    session(.start)
    session(.joined(.failure(failure)))
    let wait = try #require(session.session.nextDeadline) - session.now
    #expect(atLeast <= wait && wait <= atMost)
    #expect(try session.next() == [.connectionChanged(.joining), .fetchJoin(.newest(200))])
  }

  @Test("the backoff doubles from 250 ms to 30 s, with full jitter")
  func backoff() throws {
    let ceilings = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
    var longest = Array(repeating: Duration.zero, count: ceilings.count)
    for seed in 0..<60 {
      var session = Driven(seed: UInt64(seed))
      session(.start)
      for attempt in ceilings.indices {
        session(.joined(.failure(.unreachable("no"))))
        let wait = try #require(session.session.nextDeadline) - session.now
        #expect(wait <= .milliseconds(ceilings[attempt]))
        longest[attempt] = max(longest[attempt], wait)
        _ = try session.next()
      }
    }
    for (longest, ceiling) in zip(longest, ceilings) {
      #expect(longest > .milliseconds(ceiling * 3 / 4))
    }
  }

  @Test("the backoff starts anew after 60 s of health", arguments: [(59, false), (60, true)])
  func health(seconds: Int, isHealthy: Bool) throws {
    var session = Driven.live()
    for _ in 0..<6 {
      try session.reconnect()
      _ = session.frame(F.welcome(seq: 2))
    }
    session.pass(.seconds(seconds))
    let states = session(.closed(nil, "")).states
    guard case .waiting(_, let attempt, _) = states.first else {
      Issue.record("not waiting: \(states)")
      return
    }
    #expect((attempt == 1) == isHealthy)
  }

  @Test("a resumed feed says how much it caught up")
  func resumes() throws {
    var session = Driven.live(mod: 3)
    try session.reconnect()
    let welcome = session.frame(F.welcome(.inline, seq: 9, mod: 3, you: F.me))
    #expect(!welcome.contains(.caughtUp(comments: 2)))
    let batch = session.frame(F.batch(2, 9, [5, 8], mod: 3))
    #expect(batch.feed.short == ["+5,8"])
    #expect(batch.last == .caughtUp(comments: 2))
  }

  @Test("a resumed feed fetches history by pages")
  func resumesByHistory() throws {
    var session = Driven.live()
    try session.reconnect()
    let welcome = session.frame(F.welcome(.history, seq: 9, you: F.me))
    let range = Coverage<CommentPlane>(after: 2, upto: 9)
    #expect(welcome.contains(.fetchComments(range)))
    #expect(session.frame(F.batch(9, 10, [10])).feed.isEmpty)
    let page = session(.commentPage(range, .success(F.page(2, 9, [4, 9]))))
    #expect(page.feed.short == ["+4,9,10"])
    #expect(page.last == .caughtUp(comments: 3))
  }

  @Test("a feed that is behind by more than it can show says so and joins afresh")
  func jumps() throws {
    var configuration = Session.Configuration()
    configuration.feed.timeline = 4
    var session = Driven.live(configuration)
    try session.reconnect()
    _ = session.frame(F.welcome(.history, seq: 90, you: F.me))
    let range = Coverage<CommentPlane>(after: 2, upto: 90)
    let page = session(.commentPage(range, .success(F.page(2, 6, [3, 4, 5, 6]))))
    #expect(page.contains(.jumping))
    #expect(page.contains(.fetchJoin(.newest(200))))
    #expect(page.feed == [.cleared(.behind)])
    _ = session.frame(F.batch(90, 91, [91]))
    let joined = session(.joined(.success(F.page(86, 90, [88, 90]))))
    #expect(joined.feed.short == ["+88,90,91"])
    #expect(session.session.connection == .live)
  }

  @Test("sparse positions are no reason to jump, and neither is a reader that wants everything")
  func doesNotJump() throws {
    var configuration = Session.Configuration()
    configuration.feed.timeline = 4
    var session = Driven.live(configuration)
    try session.reconnect()
    _ = session.frame(F.welcome(.history, seq: 90, you: F.me))
    let range = Coverage<CommentPlane>(after: 2, upto: 90)
    #expect(
      !session(.commentPage(range, .success(F.page(2, 60, [30, 60])))).contains(.jumping))
    configuration.jumpsWhenBehind = false
    session = Driven.live(configuration)
    try session.reconnect()
    _ = session.frame(F.welcome(.history, seq: 90, you: F.me))
    #expect(
      !session(.commentPage(range, .success(F.page(2, 6, [3, 4, 5, 6])))).contains(.jumping))
  }

  @Test(
    "a reset clears the feed, joins anew on the same connection and sends no second hello",
    arguments: [ResetReason.epoch, .future, .trimmed])
  func resets(reason: ResetReason) throws {
    var session = Driven.live(mod: 3)
    session(.post(key: "k", PostRequest(content: "mine")))
    try session.reconnect()
    let epoch = reason == .epoch ? F.otherEpoch : F.epoch
    let welcome = session.frame(
      F.welcome(.reset, seq: 5, mod: 4, reason: reason, you: F.me, epoch: epoch))
    #expect(welcome.feed.first == .cleared(.reset(reason)))
    #expect(welcome.contains(.fetchJoin(.newest(200))))
    // Pending posts stay, and are sent again.
    #expect(welcome.sent == [.post(key: "k", PostRequest(content: "mine"))])
    let page = F.page(0, 5, [4, 5], mod: 4, epoch: epoch)
    let joined = session(.joined(.success(page)))
    #expect(joined.feed.short == ["+4,5"])
    #expect(joined.sent == [])
    #expect(session.session.connection == .live)
  }

  @Test("a join page of yet another epoch starts over")
  func epochChangesTwice() throws {
    var session = Driven.live()
    try session.reconnect()
    _ = session.frame(F.welcome(.reset, seq: 5, reason: .epoch, you: F.me, epoch: F.otherEpoch))
    let joined = session(.joined(.success(F.page(0, 5, [4], epoch: F.epoch))))
    #expect(joined.contains(.close(.goingAway)))
    #expect(try session.next().last == .fetchJoin(.newest(200)))
  }

  @Test(
    "a close code decides what comes next",
    arguments: [
      (UInt16(1001), "resume"), (1006, "resume"), (1012, "resume"), (4000, "resume"),
      (4001, "resume"), (4002, "resume"), (4003, "resume"), (4100, "join"), (4150, "join"),
      (4400, "stop"), (4401, "stop"), (4403, "stop"), (4408, "stop"), (4429, "stop"),
    ])
  func closeCodes(code: UInt16, advice: String) throws {
    var session = Driven.live()
    let code = CloseCode(rawValue: code)
    let states = session(.closed(code, "why")).states
    switch advice {
    case "stop":
      #expect(states == [.stopped(.closed(code, "why"))])
      #expect(session.session.nextDeadline == nil)
    case "join":
      #expect(try session.next().last == .fetchJoin(.newest(200)))
    default:
      #expect(try session.next().last == .connect)
      #expect(session.session.feed.numbers == [1, 2])
    }
  }

  @Test("silence is noticed after one and a half intervals and ended after two")
  func silence() throws {
    var session = Driven.live()
    #expect(try session.next().states == [.stalled])
    #expect(session.now == F.time(22_500))
    #expect(session(.alive).states == [.live])
    #expect(try session.next().states == [.stalled])
    let lost = try session.next()
    #expect(session.now == F.time(52_500))
    #expect(lost.first == .close(.goingAway))
    guard case .waiting(_, 1, because: .silent) = lost.states.first else {
      Issue.record("not waiting: \(lost.states)")
      return
    }
  }

  @Test("any frame is a sign of life, also one that cannot be read")
  func life() {
    var session = Driven.live()
    for input in [
      SessionInput.frame(.unknown(type: "shine")), .badFrame(Problem(.invalid, "x")), .alive,
      .frame(F.heartbeat(seq: 2)),
    ] {
      session.pass(.seconds(20))
      session(input)
      #expect(session(.tick).states == [])
    }
    #expect(session.session.connection == .live)
  }

  @Test("a heartbeat is answered with what was seen")
  func seen() {
    var session = Driven.live(mod: 3)
    #expect(
      session.frame(F.heartbeat(seq: 2, mod: 3)).sent == [
        .seen(lastSeenSeq: 2, lastModSeq: 3)
      ])
  }

  @Test("a connection that is not made or greeted in time is given up")
  func patience() throws {
    var session = Driven()
    session(.start)
    session(.joined(.success(F.page(0, 0, [Int]()))))
    #expect(try session.next().first == .cancel)
    _ = try session.next()
    session(.opened)
    #expect(try session.next().first == .close(.goingAway))
  }

  @Test("a drain stays until its moment, then moves at once")
  func drains() throws {
    var session = Driven.live()
    let until = F.time(700)
    #expect(session.frame(.reconnect(afterMilliseconds: 700)).states == [.draining(until: until)])
    #expect(session.frame(F.batch(2, 3, [3])).feed.short == ["+3"])
    let left = try session.next()
    #expect(session.now == until)
    #expect(left == [.close(.goingAway), .connectionChanged(.connecting), .connect])
    #expect(session(.opened).sent.count == 1)
  }

  @Test("a server that goes before the drain's moment is not run after")
  func drainedEarly() throws {
    var session = Driven.live()
    _ = session.frame(.reconnect(afterMilliseconds: 20_000))
    session(.closed(.drain, ""))
    #expect(session.session.nextDeadline == F.time(20_000))
  }

  @Test("a hello may be answered by a drain")
  func admission() throws {
    var session = Driven.live()
    try session.reconnect()
    let before = session.now
    let actions = session.frame(.reconnect(afterMilliseconds: 900))
    #expect(actions.first == .close(.goingAway))
    #expect(session.session.nextDeadline == before + .milliseconds(900))
  }

  @Test("what comes before welcome is not taken")
  func beforeWelcome() throws {
    var session = Driven.live()
    try session.reconnect()
    #expect(session.frame(F.batch(2, 3, [3])).isEmpty)
  }

  @Test("catch-up goes over the connection first, and by pages when the server says so")
  func catchUp() throws {
    var session = Driven.live()
    _ = session.frame(F.batch(4, 5, [5]))
    let range = Coverage<CommentPlane>(after: 2, upto: 4)
    #expect(try session.next().sent == [.catchUp(.init(range: .comments(range)))])
    #expect(
      session.frame(.historyRequired(.comments(range))).contains(.fetchComments(range)))
    #expect(
      session(.commentPage(range, .success(F.page(2, 4, [3])))).feed.short == ["+3,5"])
  }

  @Test("a page that says that the position is void starts over")
  func voidPage() throws {
    var session = Driven.live()
    try session.reconnect()
    _ = session.frame(F.welcome(.history, seq: 9, you: F.me))
    let range = Coverage<CommentPlane>(after: 2, upto: 9)
    let reset = RequestFailure.refused(Problem(.reset, "x", reason: .trimmed))
    let actions = session(.commentPage(range, .failure(reset)))
    #expect(actions.contains(.close(.goingAway)))
    #expect(try session.next().last == .fetchJoin(.newest(200)))
  }

  @Test("stopping abandons everything, and starting again resumes")
  func stopAndStart() {
    var session = Driven.live()
    #expect(session(.stop) == [.cancel, .connectionChanged(.stopped(.requested))])
    #expect(session.session.nextDeadline == nil)
    #expect(session(.start).last == .connect)
  }

  @Test(
    "a moderator that becomes a viewer loses what only moderators see; the other way it joins anew")
  func roleChanges() throws {
    var session = Driven.live(you: F.moderator)
    _ = session.frame(F.moderation(0, 1, [F.event(1, .delete, [1])]))
    #expect(session.session.feed.numbers == [1, 2])
    try session.reconnect()
    let demoted = session.frame(F.welcome(seq: 2, mod: 1, you: F.me))
    #expect(demoted.feed.short == ["-1"])
    try session.reconnect()
    let promoted = session.frame(F.welcome(seq: 2, mod: 1, you: F.moderator))
    #expect(promoted.feed.first == .cleared(.rejoined))
    #expect(promoted.contains(.fetchJoin(.newest(200))))
  }

  @Test("older comments are loaded once at a time, and again when the page is out of date")
  func older() {
    var session = Driven()
    session(.start)
    session(.joined(.success(F.page(10, 12, [11, 12], mod: 5))))
    #expect(session(.loadOlder) == [.fetchOlder(last: 200, upto: 10)])
    #expect(session(.loadOlder) == [])
    #expect(
      session(.olderPage(.success(F.page(5, 10, [7], mod: 4)))) == [
        .fetchOlder(last: 200, upto: 10)
      ])
    let loaded = session(.olderPage(.success(F.page(0, 10, [7], mod: 5))))
    #expect(loaded.feed.short == ["+7"])
    #expect(loaded.last == .olderLoaded(.loaded(comments: 1)))
    #expect(session(.loadOlder) == [.olderLoaded(.beginning)])
  }
}
