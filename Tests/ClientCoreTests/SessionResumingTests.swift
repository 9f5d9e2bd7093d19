import ClientCore
import LiveComments
import Testing

/// Resuming, catching up, jumping and joining anew (design §5.3, §6).
@Suite struct SessionResumingTests {
  private typealias F = Fixture

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

  @Test("a page that comes after the connection was lost makes nobody jump")
  func jumpsOnlyWhenConnected() throws {
    var configuration = Session.Configuration()
    configuration.feed.timeline = 4
    var session = Driven.live(configuration)
    try session.reconnect()
    _ = session.frame(F.welcome(.history, seq: 90, you: F.me))
    session(.closed(nil, ""))
    let range = Coverage<CommentPlane>(after: 2, upto: 90)
    #expect(session(.commentPage(range, .success(F.page(2, 6, [3, 4, 5, 6])))).isEmpty)
    #expect(try session.next().last == .connect)
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
}
