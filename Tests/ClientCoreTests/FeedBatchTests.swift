import ClientCore
import LiveComments
import Testing

/// What a feed does with batches of comments: repeats, gaps, catch-up (design §6).
@Suite struct FeedBatchTests {
  private typealias F = Fixture

  @Test("a batch that follows is taken")
  func follows() {
    var feed = F.feed(0, 2, [1, 2])
    #expect(feed.receive(F.batch(2, 5, [3, 5]), at: F.time(0)).short == ["+3,5"])
    #expect(feed.lastSeenSeq == 5)
    #expect(feed.counters.received == 4)
    #expect(feed.nextDeadline == nil)
  }

  @Test("positions need not be dense, and an empty batch moves them")
  func empty() {
    var feed = F.feed(0, 2, [2])
    #expect(feed.receive(F.batch(2, 90, []), at: F.time(0)) == [])
    #expect(feed.lastSeenSeq == 90)
  }

  @Test("a repeat is dropped and counted", arguments: [(0, 2), (1, 2), (2, 2), (0, 1)])
  func repeats(after: Int, upto: Int) {
    var feed = F.feed(0, 2, [1, 2])
    #expect(feed.receive(F.batch(after, upto, [1, 2]), at: F.time(0)) == [])
    #expect(feed.counters.repeats == 1)
    #expect(feed.numbers == [1, 2])
  }

  @Test("of a batch that overlaps, what is newer is taken")
  func overlaps() {
    var feed = F.feed(0, 3, [1, 2, 3])
    #expect(feed.receive(F.batch(1, 5, [2, 3, 4, 5]), at: F.time(0)).short == ["+4,5"])
    #expect(feed.numbers == [1, 2, 3, 4, 5])
  }

  @Test("a gap waits 100 ms for what is missing, then asks for it, once")
  func asks() {
    var feed = F.feed(0, 2, [2])
    #expect(feed.receive(F.batch(4, 6, [6]), at: F.time(10)) == [])
    #expect(feed.counters.gaps == 1)
    #expect(feed.nextDeadline == F.time(110))
    #expect(feed.tick(at: F.time(109)) == [])
    #expect(feed.tick(at: F.time(110)).short == ["?c(2, 4]"])
    #expect(feed.tick(at: F.time(111)) == [])
    #expect(feed.receive(F.batch(6, 7, [7]), at: F.time(120)) == [])
    #expect(feed.receive(F.batch(2, 4, [3]), at: F.time(130)).short == ["+3,6,7"])
    #expect(feed.lastSeenSeq == 7)
    #expect(feed.counters.catchUps == 1)
    #expect(feed.bufferedBatches == 0)
    #expect(feed.nextDeadline == nil)
  }

  @Test("a gap that closes within 100 ms asks for nothing")
  func closes() {
    var feed = F.feed(0, 2, [2])
    _ = feed.receive(F.batch(4, 6, [6]), at: F.time(0))
    #expect(feed.receive(F.batch(2, 4, [4]), at: F.time(99)).short == ["+4,6"])
    #expect(feed.tick(at: F.time(500)) == [])
    #expect(feed.counters.catchUps == 0)
  }

  @Test("an unanswered request is repeated with backoff, for what is missing by then")
  func retries() throws {
    var feed = F.feed(0, 2, [2])
    _ = feed.receive(F.batch(4, 6, [6]), at: F.time(0))
    _ = feed.tick(at: F.time(100))
    var delays: [Duration] = []
    for _ in 0..<12 {
      let patience = try #require(feed.nextDeadline)
      _ = feed.tick(at: patience)
      var actions = [FeedAction]()
      var due = try #require(feed.nextDeadline)
      if due > patience { actions = feed.tick(at: due) } else { due = patience }
      delays.append(due - patience)
      if !actions.isEmpty { #expect(actions.short == ["?c(2, 4]"]) }
    }
    #expect(delays.allSatisfy { $0 <= .seconds(30) })
    #expect(feed.counters.catchUps > 6)
  }

  @Test("a heartbeat ahead of the feed is a gap, on either plane")
  func heartbeatAhead() {
    var feed = F.feed(0, 2, [2], mod: 3)
    #expect(feed.receive(F.heartbeat(seq: 2, mod: 3), at: F.time(0)) == [])
    #expect(feed.nextDeadline == nil)
    #expect(feed.receive(F.heartbeat(seq: 9, mod: 5), at: F.time(10)) == [])
    #expect(feed.tick(at: F.time(110)).short == ["?m(3, 5]", "?c(2, 9]"])
    #expect(feed.counters.gaps == 2)
  }

  @Test("a welcome ahead of the feed is a gap whose answer is on its way")
  func welcomeAhead() {
    var feed = F.feed(0, 2, [2])
    #expect(feed.receive(F.welcome(.inline, seq: 9), at: F.time(0)) == [])
    #expect(feed.tick(at: F.time(500)) == [])
    #expect(feed.receive(F.batch(2, 9, [5]), at: F.time(600)).short == ["+5"])
    #expect(feed.counters.catchUps == 0)
    #expect(feed.isCaughtUp)
  }

  @Test("after history is announced the comments are fetched by pages, one after the other")
  func history() {
    var feed = F.feed(0, 2, [2])
    #expect(feed.receive(F.welcome(.history, seq: 9), at: F.time(0)).short == ["?C(2, 9]"])
    #expect(feed.receive(F.batch(9, 10, [10]), at: F.time(1)) == [])
    #expect(feed.receive(F.page(2, 5, [3, 5]), at: F.time(2)).short == ["+3,5", "?C(5, 9]"])
    #expect(feed.receive(F.page(5, 9, [9]), at: F.time(3)).short == ["+9,10"])
    #expect(feed.lastSeenSeq == 10)
  }

  @Test("a range that is too large to send inline is fetched by pages")
  func historyRequired() {
    var feed = F.feed(0, 2, [2], mod: 3)
    _ = feed.receive(F.heartbeat(seq: 9, mod: 9), at: F.time(0))
    _ = feed.tick(at: F.time(100))
    let comments = PlaneRange.comments(.init(after: 2, upto: 9))
    #expect(
      feed.receive(.historyRequired(comments), at: F.time(110)).short == ["?C(2, 9]"])
    let events = PlaneRange.moderation(.init(after: 3, upto: 9))
    #expect(feed.receive(.historyRequired(events), at: F.time(110)).short == ["?M(3, 9]"])
    let page = F.events(3, 6, [F.event(5, .lock)])
    #expect(feed.receive(page, at: F.time(120)).short == ["?M(6, 9]"])
    #expect(feed.lastModSeq == 6)
  }

  @Test("a page that does not come is asked for again, later")
  func failedPage() throws {
    var feed = F.feed(0, 2, [2])
    _ = feed.receive(F.welcome(.history, seq: 9), at: F.time(0))
    feed.requestFailed(.comments, at: F.time(50))
    let due = try #require(feed.nextDeadline)
    #expect(due <= F.time(300))
    #expect(feed.tick(at: due).short == ["?C(2, 9]"])
  }

  @Test("a full reorder buffer drops its newest end and asks again later")
  func overflow() {
    var limits = FeedLimits()
    limits.reorderBatches = 2
    var feed = F.feed(0, 1, [1], limits: limits)
    for number in 2...4 {
      _ = feed.receive(F.batch(number, number + 1, [number + 1]), at: F.time(0))
    }
    #expect(feed.bufferedBatches == 2)
    #expect(feed.counters.overflowed == 1)
    #expect(feed.tick(at: F.time(100)).short == ["?c(1, 2]"])
    #expect(feed.receive(F.batch(1, 2, [2]), at: F.time(110)).short == ["+2,3,4", "?c(4, 5]"])
    #expect(feed.receive(F.batch(4, 5, [5]), at: F.time(120)).short == ["+5"])
    #expect(feed.numbers == [1, 2, 3, 4, 5])
  }

  @Test("the reorder buffer is bounded in comments too")
  func overflowInComments() {
    var limits = FeedLimits()
    limits.reorderComments = 3
    var feed = F.feed(0, 1, [1], limits: limits)
    _ = feed.receive(F.batch(6, 9, [7, 8, 9]), at: F.time(0))
    // What is nearer to the gap is worth more.
    _ = feed.receive(F.batch(3, 4, [4]), at: F.time(0))
    #expect(feed.bufferedBatches == 1)
    #expect(feed.receive(F.batch(1, 3, []), at: F.time(0)).short == ["+4"])
  }

  @Test("a comment whose id was seen among the last 1,000 is not shown again")
  func dedupeWindow() {
    var feed = F.feed(0, 1, [1])
    var twin = F.comment(1)
    twin.seq = 2
    let batch = ServerFrame.CommentBatch(
      after: 1, upto: 2, latestModSeq: .zero, comments: [twin])
    #expect(feed.receive(.comments(batch), at: F.time(0)) == [])
    #expect(feed.counters.repeats == 1)
    #expect(feed.lastSeenSeq == 2)
  }

  @Test("comments outside their batch's coverage are ignored, and disorder is put right")
  func hostileBatch() {
    var feed = F.feed(0, 2, [2])
    #expect(feed.receive(F.batch(2, 6, [5, 3, 9, 1]), at: F.time(0)).short == ["+3,5"])
    #expect(feed.receive(F.batch(6, 9, [9]), at: F.time(0)).short == ["+9"])
    #expect(feed.counters.ignored == 2)
  }

  @Test("the timeline holds 5,000, and the oldest leave")
  func evicts() {
    var limits = FeedLimits()
    limits.timeline = 3
    var feed = F.feed(0, 2, [1, 2], limits: limits)
    #expect(feed.receive(F.batch(2, 5, [3, 4, 5]), at: F.time(0)).short == ["^2", "+3,4,5"])
    #expect(feed.floor == 2)
    #expect(
      feed.receive(F.batch(5, 10, [6, 7, 8, 9, 10]), at: F.time(0)).short == ["^7", "+8,9,10"])
    #expect(FeedLimits().timeline == 5_000)
  }

  @Test("nothing is asked for without a connection")
  func disconnected() {
    var feed = F.feed(0, 2, [2])
    _ = feed.receive(F.batch(4, 6, [6]), at: F.time(0))
    feed.disconnect()
    #expect(feed.nextDeadline == nil)
    #expect(feed.tick(at: F.time(1_000)) == [])
    #expect(feed.resumePoint?.lastSeenSeq == 2)
  }

  @Test("a page of another epoch is ignored")
  func otherEpoch() {
    var feed = F.feed(0, 2, [2])
    #expect(feed.receive(F.page(2, 9, [9], epoch: F.otherEpoch), at: F.time(0)) == [])
    #expect(feed.lastSeenSeq == 2)
  }
}
