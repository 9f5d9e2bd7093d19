import ClientCore
import LiveComments
import Testing

/// What the user asks for, until it is settled (design §6).
@Suite struct SessionOutboxTests {
  private typealias F = Fixture

  private func ack(_ key: String, _ number: Int, _ state: CommentState = .visible) -> ServerFrame {
    .ack(.comment(key: key, seq: F.seq(number), commentID: F.id(number), state: state))
  }

  private func error(
    _ key: String?, _ code: ProblemCode, after milliseconds: Int? = nil
  ) -> ServerFrame {
    .error(.init(Problem(code, "no", retryAfterMilliseconds: milliseconds), key: key))
  }

  @Test("a post is pending until its ack and its coverage have come, and is shown once")
  func settles() {
    var session = Driven.live()
    let request = PostRequest(content: "mine")
    #expect(session(.post(key: "k", request)).sent == [.post(key: "k", request)])
    #expect(session.session.outbox["k"]?.status == .sent)
    _ = session.frame(ack("k", 4))
    #expect(session.session.outbox["k"]?.status == .accepted(4, F.id(4)))
    #expect(session.session.feed.numbers == [1, 2])
    let covered = session.frame(F.batch(2, 5, [3, 4, 5]))
    #expect(covered.feed.short == ["+3,4,5"])
    #expect(session.session.outbox.entries.isEmpty)
  }

  @Test("where sampling left an own comment out, the ack stands in for it")
  func sampled() throws {
    var session = Driven.live()
    session(.post(key: "k", PostRequest(content: "mine")))
    _ = session.frame(ack("k", 4))
    let covered = session.frame(F.batch(2, 5, [3], sampledOut: 2))
    #expect(covered.feed.short == ["+3,4"])
    let own = try #require(session.session.feed.timeline[F.id(4)])
    #expect((own.content, own.userID, own.createdAt) == ("mine", "me", F.id(4).timestamp))
  }

  @Test("where nothing was sampled, an own comment that is absent is absent on purpose")
  func absentOnPurpose() {
    var session = Driven.live()
    session(.post(key: "k", PostRequest(content: "mine")))
    _ = session.frame(ack("k", 4))
    #expect(session.frame(F.batch(2, 5, [3])).feed.short == ["+3"])
    #expect(session.session.outbox.entries.isEmpty)
  }

  @Test("a delete that comes before the coverage wins over the ack")
  func deletedBeforeCoverage() {
    var session = Driven.live()
    session(.post(key: "k", PostRequest(content: "mine")))
    _ = session.frame(ack("k", 4))
    _ = session.frame(F.moderation(0, 1, [F.event(1, .delete, [4])]))
    #expect(session.frame(F.batch(2, 5, [3], sampledOut: 1)).feed.short == ["+3"])
  }

  @Test("a post that a busy server puts off holds back those behind it")
  func keepsOrder() throws {
    var session = Driven.live()
    let keys = ["a", "b", "c", "d"]
    for key in keys { session(.post(key: key, PostRequest(content: key))) }
    for key in keys { _ = session.frame(error(key, .rateLimited, after: 1_000)) }
    session(.moderate(key: "m", ModerationRequest(action: .lock)))
    var sent: [String] = []
    while sent.count < keys.count {
      var frames = try session.next().sent
      while !frames.isEmpty {
        guard case .post(let key, _) = frames.removeFirst() else { continue }
        sent.append(key)
        frames += session.frame(ack(key, 10 + sent.count)).sent
      }
    }
    #expect(sent == keys)
  }

  @Test("what a post that was put off held back goes as soon as that is taken, or refused for good")
  func heldBack() throws {
    for isTaken in [true, false] {
      var session = Driven.live()
      session(.post(key: "a", PostRequest(content: "a")))
      _ = session.frame(error("a", .rateLimited, after: 1_000))
      #expect(session(.post(key: "b", PostRequest(content: "b"))).sent.isEmpty)
      let first = try session.next().sent
      #expect(first == [.post(key: "a", PostRequest(content: "a"))])
      let answer = isTaken ? ack("a", 4) : error("a", .muted)
      #expect(session.frame(answer).sent == [.post(key: "b", PostRequest(content: "b"))])
    }
  }

  @Test("posts that were put off each wait as long as the server asked, in their order")
  func ownTimes() throws {
    var session = Driven.live()
    for key in ["a", "b"] { session(.post(key: key, PostRequest(content: key))) }
    _ = session.frame(error("a", .rateLimited, after: 1_000))
    _ = session.frame(error("b", .rateLimited, after: 5_000))
    let start = session.now
    #expect(try session.next().sent.count == 1)
    #expect(session.frame(ack("a", 4)).sent.isEmpty)
    #expect(try session.next().sent == [.post(key: "b", PostRequest(content: "b"))])
    #expect(session.now - start >= .seconds(5))
  }

  @Test("posts are sent again under their keys after a reconnection, in their order")
  func sentAgain() throws {
    var session = Driven.live()
    for key in ["a", "b"] { session(.post(key: key, PostRequest(content: key))) }
    session(.closed(nil, ""))
    session(.post(key: "c", PostRequest(content: "c")))
    #expect(
      session.session.outbox.entries.map(\.status)
        == Array(repeating: .queued(until: nil), count: 3))
    _ = try session.next()
    session(.opened)
    let sent = session.frame(F.welcome(seq: 2, you: F.me)).sent
    #expect(sent == ["a", "b", "c"].map { .post(key: $0, PostRequest(content: $0)) })
  }

  @Test("an ack that comes after the batch settles the post and shows nothing twice")
  func lateAck() throws {
    var session = Driven.live()
    session(.post(key: "k", PostRequest(content: "mine")))
    try session.reconnect()
    _ = session.frame(F.welcome(seq: 5, you: F.me))
    _ = session.frame(F.batch(2, 5, [3, 4, 5]))
    let acked = session.frame(ack("k", 4))
    #expect(acked.feed.isEmpty)
    #expect(session.session.outbox.entries.isEmpty)
    #expect(session.session.feed.numbers == [1, 2, 3, 4, 5])
  }

  @Test("a full outbox refuses at once and keeps what waits")
  func full() {
    var configuration = Session.Configuration()
    configuration.outboxLimit = 2
    var session = Driven(configuration)
    for key in ["a", "b"] { session(.post(key: key, PostRequest(content: key))) }
    guard
      case .refused("c", let problem) = session(.post(key: "c", PostRequest(content: "c"))).first
    else {
      Issue.record("not refused")
      return
    }
    #expect(problem.code == .busy)
    #expect(session.session.outbox.entries.map(\.key) == ["a", "b"])
  }

  @Test("a key that waits already is not taken twice")
  func sameKey() {
    var session = Driven.live()
    session(.post(key: "k", PostRequest(content: "one")))
    #expect(session(.post(key: "k", PostRequest(content: "two"))).isEmpty)
  }

  @Test(
    "a refusal for good fails visibly, and can be retried or discarded",
    arguments: [ProblemCode.muted, .locked, .rejected, .invalid, .forbidden, .keyReused])
  func fails(code: ProblemCode) {
    var session = Driven.live()
    session(.post(key: "k", PostRequest(content: "mine")))
    #expect(session.frame(error("k", code)) == [.outboxChanged(key: "k")])
    #expect(session.session.outbox["k"]?.status == .failed(Problem(code, "no")))
    #expect(session(.retry(key: "k")).sent.count == 1)
    _ = session.frame(error("k", code))
    session(.discard(key: "k"))
    #expect(session.session.outbox.entries.isEmpty)
  }

  @Test("a temporary refusal is tried again after its time, five times at most")
  func retries() throws {
    var session = Driven.live()
    session(.post(key: "k", PostRequest(content: "mine")))
    for _ in 0..<4 {
      let before = session.now
      _ = session.frame(error("k", .rateLimited, after: 1_000))
      #expect(try session.next().sent.count == 1)
      #expect(session.now - before >= .seconds(1))
    }
    _ = session.frame(error("k", .rateLimited, after: 1_000))
    guard case .failed(let problem) = session.session.outbox["k"]?.status else {
      Issue.record("still tries")
      return
    }
    #expect(problem.retryAfterMilliseconds == 1_000)
  }

  @Test("a wait longer than 10 s is left to the user")
  func longWait() {
    var session = Driven.live()
    session(.post(key: "k", PostRequest(content: "mine")))
    _ = session.frame(error("k", .slowMode, after: 30_000))
    guard case .failed = session.session.outbox["k"]?.status else {
      Issue.record("waits by itself")
      return
    }
  }

  @Test("a post that is held waits for its review")
  func held() {
    var session = Driven.live()
    for key in ["a", "b"] { session(.post(key: key, PostRequest(content: key))) }
    _ = session.frame(ack("a", 3, .held))
    _ = session.frame(ack("b", 4, .held))
    #expect(session.session.outbox["a"]?.status == .held(3, F.id(3)))
    _ = session.frame(F.batch(2, 5, [5]))
    let approve = F.event(1, .approve, [3], .visible, comments: [3])
    let approved = session.frame(F.moderation(0, 1, [approve]))
    #expect(approved.feed.short == ["+3"])
    #expect(session.session.outbox["a"] == nil)
    _ = session.frame(F.moderation(1, 2, [F.event(2, .reject, [4])]))
    guard case .failed = session.session.outbox["b"]?.status else {
      Issue.record("a rejected post looks accepted")
      return
    }
  }

  @Test("a moderation request is settled by its ack and sent again after a reconnection")
  func moderation() throws {
    var session = Driven.live(you: F.moderator)
    let request = ModerationRequest(action: .delete, commentIDs: [F.id(1)])
    #expect(session(.moderate(key: "m", request)).sent == [.moderate(key: "m", request)])
    try session.reconnect()
    let again = session.frame(F.welcome(seq: 2, you: F.moderator)).sent
    #expect(again == [.moderate(key: "m", request)])
    let moderationID = F.event(3, .delete).moderationID
    let ack = ServerFrame.Ack.event(key: "m", modSeq: 3, moderationID: moderationID)
    #expect(session.frame(.ack(ack)) == [.settled(key: "m", ack)])
  }

  @Test("an error without a key is passed on")
  func notices() {
    var session = Driven.live()
    #expect(
      session.frame(error(nil, .tokenExpired)) == [.notice(Problem(.tokenExpired, "no"))])
  }

  @Test("after a stop nothing is taken")
  func stopped() {
    var session = Driven.live()
    session(.stop)
    guard case .refused("k", _) = session(.post(key: "k", PostRequest(content: "x"))).first else {
      Issue.record("taken")
      return
    }
  }

  private func status(mod: Int, slow: Int, locked: Bool = false, viewers: Int = 9) -> ServerFrame {
    .status(
      .init(
        level: .busy, slowModeSeconds: slow, locked: locked, viewers: viewers,
        commentsPerSecond: 4, latestModSeq: F.modSeq(mod)))
  }

  @Test("a status older than the ledger changes no level, lock or slow mode")
  func oldStatus() {
    var session = Driven.live()
    var slow = F.event(4, .slowMode)
    slow.targets = nil
    slow.seconds = 7
    _ = session.frame(F.moderation(0, 4, [slow]))
    #expect(session.session.stream.slowModeSeconds == 7)
    _ = session.frame(status(mod: 3, slow: 0, locked: true))
    #expect(session.session.stream.slowModeSeconds == 7)
    #expect(!session.session.stream.locked)
    #expect(session.session.stream.level == .normal)
    #expect(session.session.stream.viewers == 9)
    _ = session.frame(status(mod: 4, slow: 5, locked: true))
    #expect(session.session.stream.slowModeSeconds == 5)
    #expect(session.session.stream.locked)
    #expect(session.session.stream.level == .busy)
  }

  @Test("events about the stream show before the next status")
  func streamEvents() {
    var session = Driven.live()
    var level = F.event(2, .setLevel)
    level.level = .fixed(.hot)
    let actions = session.frame(F.moderation(0, 2, [F.event(1, .lock), level]))
    #expect(actions.contains(.statusChanged(session.session.stream)))
    #expect(session.session.stream.locked)
    #expect(session.session.stream.level == .hot)
  }

  @Test("reactions are totals, kept for comments of the timeline")
  func reactions() {
    var session = Driven.live()
    let totals = ServerFrame.ReactionTotals(
      windowMilliseconds: 500, counts: ["🔥": 3],
      comments: [F.id(1).rawValue: ["👍": 2], F.id(9).rawValue: ["👍": 1], "junk": ["x": 1]])
    _ = session.frame(.reactions(totals))
    #expect(session.session.stream.reactions == ["🔥": 3])
    #expect(session.session.stream.commentReactions == [F.id(1): ["👍": 2]])
  }

  @Test("a reaction is sent when there is a connection, and dropped otherwise")
  func reacting() {
    var session = Driven.live()
    let reaction = ClientFrame.React(emoji: "🔥")
    #expect(session(.react(reaction)).sent == [.react(reaction)])
    let error = ServerFrame.ErrorFrame(
      code: .rateLimited, message: "too fast", temporary: true, retryAfterMilliseconds: 500)
    #expect(
      session.frame(.error(error)).contains(
        .notice(Problem(.rateLimited, "too fast", retryAfterMilliseconds: 500))))
    session(.closed(nil, ""))
    #expect(session(.react(reaction)).isEmpty)
  }
}
