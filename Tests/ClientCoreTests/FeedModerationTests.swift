import ClientCore
import LiveComments
import Testing

/// Moderation wins (design §3, invariant 6), and what it takes to know (design §6).
@Suite struct FeedModerationTests {
  private typealias F = Fixture

  @Test("a delete removes the comment for a viewer")
  func deletes() {
    var feed = F.feed(0, 3, [1, 2, 3])
    let frame = F.moderation(0, 1, [F.event(1, .delete, [2])])
    #expect(feed.receive(frame, at: F.time(0)).short == ["-2"])
    #expect(feed.numbers == [1, 3])
    #expect(feed.lastModSeq == 1)
  }

  @Test("a moderator keeps the deleted comment readable, with its state and why")
  func moderatorKeeps() {
    var feed = F.feed(0, 3, [1, 2, 3], moderates: true)
    var event = F.event(1, .delete, [2])
    event.actor = "ann"
    event.actorKind = .human
    event.reason = "spam"
    #expect(feed.receive(F.moderation(0, 1, [event]), at: F.time(0)).short == ["~2"])
    #expect(feed.timeline[1].state == .deleted)
    #expect(feed.timeline[1].content == "text")
    #expect(feed.timeline[1].moderation?.actor == "ann")
    #expect(feed.timeline[1].moderation?.reason == "spam")
  }

  @Test("a copy that arrives after its delete is not shown, however it comes")
  func deleteFirst() {
    var feed = F.feed(0, 1, [1])
    _ = feed.receive(F.moderation(0, 1, [F.event(1, .delete, [2, 3, 4])]), at: F.time(0))
    #expect(feed.receive(F.batch(1, 2, [2]), at: F.time(0)) == [])
    #expect(feed.receive(F.page(2, 3, [3]), at: F.time(0)) == [])
    _ = feed.receive(F.batch(4, 5, [5]), at: F.time(0))
    #expect(feed.receive(F.batch(3, 4, [4]), at: F.time(0)).short == ["+5"])
    #expect(feed.counters.tombstonedOnArrival == 3)
  }

  @Test("an event is applied at once, and only its position waits for what comes before")
  func appliedAtOnce() {
    var feed = F.feed(0, 3, [1, 2, 3])
    #expect(
      feed.receive(F.moderation(4, 5, [F.event(5, .delete, [2])]), at: F.time(0)).short == ["-2"])
    #expect(feed.lastModSeq == 0)
    #expect(feed.counters.gaps == 1)
    #expect(feed.tick(at: F.time(100)).short == ["?m(0, 4]"])
    // The older restore comes late and changes nothing.
    let late = F.moderation(0, 4, [F.event(3, .restore, [2], .visible, comments: [2])])
    #expect(feed.receive(late, at: F.time(150)).short == [])
    #expect(feed.lastModSeq == 5)
    #expect(feed.numbers == [1, 3])
  }

  @Test("an event is reported once, however often it comes")
  func reportedOnce() {
    var feed = F.feed(0, 1, [1])
    let frame = F.moderation(4, 5, [F.event(5, .lock)])
    #expect(feed.receive(frame, at: F.time(0)) == [.moderated(F.event(5, .lock))])
    #expect(feed.receive(frame, at: F.time(0)) == [])
    #expect(feed.receive(F.moderation(0, 5, [F.event(5, .lock)]), at: F.time(0)) == [])
    #expect(feed.lastModSeq == 5)
  }

  @Test("a purge takes what is shown and what comes later, of its author and range only")
  func purges() {
    var feed = Feed(seed: 1)
    let page = F.page(
      0, 4, [F.comment(1, by: "x"), F.comment(2), F.comment(3, by: "x"), F.comment(4, by: "x")])
    _ = feed.join(page, at: F.time(0))
    _ = feed.identify(as: F.me)
    _ = feed.receive(F.welcome(seq: 4), at: F.time(0))
    let frame = F.moderation(0, 1, [F.purge(1, "x", 2...5)])
    #expect(feed.receive(frame, at: F.time(0)).short == ["-3,4"])
    let late = ServerFrame.CommentBatch(
      after: 4, upto: 6, latestModSeq: .zero,
      comments: [F.comment(5, by: "x"), F.comment(6, by: "x")])
    #expect(feed.receive(.comments(late), at: F.time(0)).short == ["+6"])
  }

  @Test("restore and approve put a comment back at its own place, long after it was passed")
  func restores() {
    var feed = F.feed(0, 5, [1, 3, 5])
    let approve = F.event(1, .approve, [2], .visible, comments: [2])
    #expect(feed.receive(F.moderation(0, 1, [approve]), at: F.time(0)).short == ["+2"])
    _ = feed.receive(F.moderation(1, 2, [F.event(2, .delete, [3])]), at: F.time(0))
    let restore = F.event(3, .restore, [3], .visible, comments: [3])
    #expect(feed.receive(F.moderation(2, 3, [restore]), at: F.time(0)).short == ["+3"])
    #expect(feed.numbers == [1, 2, 3, 5])
    #expect(feed.counters.late == 2)
  }

  @Test("what lies below the timeline stays there when it is restored")
  func restoresBelow() {
    var feed = F.feed(10, 15, [12])
    let restore = F.event(1, .restore, [4], .visible, comments: [4])
    #expect(feed.receive(F.moderation(0, 1, [restore]), at: F.time(0)).short == [])
  }

  @Test("a comment that comes with an event before coverage reaches it waits for it")
  func earlyFromEvent() {
    var feed = F.feed(0, 1, [1])
    let approve = F.event(4, .approve, [3], .visible, comments: [3])
    #expect(feed.receive(F.moderation(0, 4, [approve]), at: F.time(0)).short == [])
    // The batch was cut before the approval, and leaves the comment out.
    #expect(feed.receive(F.batch(1, 5, [2, 5], mod: 3), at: F.time(0)).short == ["+2,3,5"])
  }

  @Test("an early comment that is retracted meanwhile is not shown")
  func earlyThenDeleted() {
    var feed = F.feed(0, 1, [1])
    let approve = F.event(4, .approve, [3], .visible, comments: [3])
    _ = feed.receive(F.moderation(0, 5, [approve, F.event(5, .delete, [3])]), at: F.time(0))
    #expect(feed.receive(F.batch(1, 5, [2], mod: 3), at: F.time(0)).short == ["+2"])
  }

  @Test("an early comment whose retraction was forgotten is not shown")
  func earlyBelowHorizon() {
    var limits = FeedLimits()
    limits.ledgerEntries = 4
    var feed = F.feed(0, 1, [1], limits: limits)
    let approve = F.event(1, .approve, [3], .visible, comments: [3])
    _ = feed.receive(F.moderation(0, 2, [approve, F.event(2, .delete, [3])]), at: F.time(0))
    let others = (3...9).map { F.event($0, .delete, [$0 + 2]) }
    _ = feed.receive(F.moderation(2, 9, others), at: F.time(0))
    #expect(feed.ledger.horizon >= 3)
    #expect(feed.receive(F.batch(1, 5, [2], mod: 9, sampledOut: 1), at: F.time(0)).short == ["+2"])
  }

  @Test("a batch that reflects an approval and leaves the comment out knows better")
  func earlyAndAbsent() {
    var feed = F.feed(0, 1, [1])
    let approve = F.event(4, .approve, [3], .visible, comments: [3])
    _ = feed.receive(F.moderation(0, 4, [approve]), at: F.time(0))
    #expect(feed.receive(F.batch(1, 5, [2, 5], mod: 6), at: F.time(0)).short == ["+2,5"])
  }

  @Test("when there is no room for early comments, the event is asked for again")
  func earlyFull() {
    var limits = FeedLimits()
    limits.earlyComments = 1
    var feed = F.feed(0, 1, [1], limits: limits)
    let events = [
      F.event(1, .approve, [3], .visible, comments: [3]),
      F.event(2, .approve, [4], .visible, comments: [4]),
    ]
    _ = feed.receive(F.moderation(0, 2, events), at: F.time(0))
    #expect(feed.lastModSeq == 0)
    _ = feed.receive(F.batch(1, 3, []), at: F.time(0))
    #expect(feed.tick(at: F.time(100)).short == ["?m(0, 2]"])
    _ = feed.receive(F.moderation(0, 2, events), at: F.time(0))
    #expect(feed.lastModSeq == 2)
    #expect(feed.receive(F.batch(3, 4, []), at: F.time(0)).short == ["+4"])
  }

  @Test("the reorder buffer of events is bounded")
  func boundedBuffer() {
    var limits = FeedLimits()
    limits.reorderBatches = 2
    var feed = F.feed(0, 1, [1], limits: limits)
    for number in 2...6 {
      _ = feed.receive(F.moderation(number, number + 1, []), at: F.time(0))
    }
    #expect(feed.bufferedBatches == 2)
    #expect(feed.counters.overflowed == 3)
    _ = feed.receive(F.moderation(0, 2, []), at: F.time(0))
    #expect(feed.lastModSeq == 4)
    #expect(!feed.isCaughtUp)
  }

  @Test("a batch or page that reflects less than the join page is dropped and asked for again")
  func base() {
    var feed = F.feed(0, 2, [2], mod: 7)
    #expect(feed.baseModSeq == 7)
    #expect(feed.receive(F.batch(2, 4, [4], mod: 6), at: F.time(0)) == [])
    #expect(feed.lastSeenSeq == 2)
    #expect(feed.counters.stale == 1)
    #expect(feed.tick(at: F.time(100)).short == ["?c(2, 4]"])
    #expect(feed.receive(F.batch(2, 4, [4], mod: 7), at: F.time(120)).short == ["+4"])
  }

  @Test("a stale page is asked for again with a delay")
  func stalePage() throws {
    var feed = F.feed(0, 2, [2], mod: 7)
    _ = feed.receive(F.welcome(.history, seq: 9, mod: 7), at: F.time(0))
    #expect(feed.receive(F.page(2, 9, [5], mod: 6), at: F.time(10)) == [])
    let due = try #require(feed.nextDeadline)
    #expect(feed.tick(at: due).short == ["?C(2, 9]"])
  }

  @Test("fresh begins at what welcome says")
  func fresh() {
    var feed = Feed(seed: 1)
    _ = feed.receive(F.welcome(.fresh, seq: 5, mod: 7), at: F.time(0))
    #expect((feed.lastSeenSeq, feed.lastModSeq, feed.baseModSeq) == (5, 7, 7))
    #expect(feed.receive(F.batch(5, 6, [6], mod: 7), at: F.time(0)).short == ["+6"])
  }

  @Test("tombstones are discarded at the horizon, which then binds older pages")
  func horizon() {
    var limits = FeedLimits()
    limits.timeline = 2
    limits.ledgerSlack = 1
    var feed = F.feed(0, 6, [5, 6], limits: limits)
    _ = feed.receive(F.batch(6, 8, [7, 8]), at: F.time(0))
    let deleted = F.event(1, .delete, [1, 2, 3, 4])
    _ = feed.receive(F.moderation(0, 1, [deleted]), at: F.time(0))
    #expect(feed.ledger.count == 0)
    #expect((feed.ledger.horizon, feed.horizonModSeq) == (6, 1))
    _ = feed.receive(F.moderation(1, 2, [F.event(2, .delete, [8])]), at: F.time(0))
    #expect(feed.older(F.page(0, 6, [4, 6], mod: 0), upTo: 6) == nil)
    #expect(feed.older(F.page(0, 6, [6], mod: 1), upTo: 6) == F.comments([6]))
    // A live batch does not reach down there, and is not bound.
    #expect(feed.receive(F.batch(8, 9, [9], mod: 0), at: F.time(0)).short == ["+9"])
  }

  @Test("after a reset with a new epoch nothing of the old one counts")
  func newEpoch() {
    var feed = F.feed(0, 2, [1, 2], mod: 7)
    _ = feed.receive(F.moderation(7, 8, [F.event(8, .delete, [1])]), at: F.time(0))
    #expect(feed.clear(.reset(.epoch), newEpoch: F.otherEpoch).short == ["cleared"])
    #expect(feed.resumePoint == nil)
    let welcome = F.welcome(.reset, seq: 2, mod: 3, reason: .epoch, epoch: F.otherEpoch)
    _ = feed.receive(welcome, at: F.time(0))
    let page = F.page(0, 2, [1, 2], mod: 3, epoch: F.otherEpoch)
    #expect(feed.join(page, at: F.time(0)).short == ["+1,2"])
    #expect((feed.baseModSeq, feed.lastModSeq) == (3, 3))
  }

  @Test("after a trimmed reset a tombstone wins over a join page that reflects less")
  func trimmed() {
    var feed = F.feed(0, 2, [1, 2], mod: 7)
    _ = feed.receive(F.moderation(7, 9, [F.event(9, .delete, [1])]), at: F.time(0))
    _ = feed.clear(.reset(.trimmed))
    feed.disconnect()
    #expect(!feed.canJoin(F.page(0, 2, [1, 2], mod: 6)))
    let page = F.page(0, 2, [1, 2], mod: 8)
    #expect(feed.canJoin(page))
    #expect(feed.join(page, at: F.time(0)).short == ["+2"])
    #expect(feed.lastModSeq == 9)
  }

  @Test("what came back before the feed was cleared must be on the page it begins at")
  func restoredBeforeClear() {
    var feed = F.feed(0, 2, [2], mod: 7)
    let restore = F.event(9, .restore, [1], .visible, comments: [1])
    #expect(feed.receive(F.moderation(7, 9, [restore]), at: F.time(0)).short.contains("+1"))
    _ = feed.clear(.behind)
    #expect(!feed.canJoin(F.page(0, 2, [2], mod: 8)))
    let page = F.page(0, 2, [1, 2], mod: 9)
    #expect(feed.canJoin(page))
    #expect(feed.join(page, at: F.time(0)).short == ["+1,2"])
  }

  @Test("live frames that come before the join page wait for it")
  func liveBeforeJoin() {
    var feed = F.feed(0, 2, [1, 2])
    _ = feed.clear(.behind)
    #expect(feed.receive(F.batch(20, 21, [21], mod: 3), at: F.time(0)) == [])
    _ = feed.receive(F.moderation(0, 3, [F.event(3, .delete, [18])]), at: F.time(0))
    let page = F.page(15, 20, [16, 18, 20], mod: 2)
    #expect(feed.join(page, at: F.time(0)).short == ["+16,20,21"])
    #expect((feed.lastSeenSeq, feed.lastModSeq) == (21, 3))
  }

  @Test("a held comment stays with its author, and with nobody else")
  func heldOwn() {
    for (reader, expected) in [("u", [1, 2, 3]), ("other", [1, 3])] {
      var feed = F.feed(0, 3, [1, 2, 3])
      _ = feed.identify(as: User(userID: UserID(rawValue: reader), userName: "", role: .viewer))
      _ = feed.receive(F.moderation(0, 1, [F.event(1, .hold, [2], .held)]), at: F.time(0))
      #expect(feed.numbers == expected)
      _ = feed.identify(as: nil)
      #expect(feed.numbers == [1, 3])
    }
  }

  @Test("a viewer keeps nothing that only moderators see")
  func demoted() {
    var feed = F.feed(0, 3, [1, 2, 3], moderates: true)
    _ = feed.receive(F.moderation(0, 1, [F.event(1, .hold, [2], .held)]), at: F.time(0))
    #expect(feed.identify(as: F.me).short == ["-2"])
  }

  @Test("pins come from welcome and from events, the newest first, and go with a retraction")
  func pins() {
    var feed = F.feed(0, 5, [1, 2, 3, 4, 5], mod: 2)
    let welcome = F.welcome(.inline, seq: 5, mod: 2, pins: F.comments([2, 1]))
    #expect(feed.receive(welcome, at: F.time(0)).short == ["pins"])
    let pin = F.event(3, .pin, [4], .visible, comments: [4])
    #expect(feed.receive(F.moderation(2, 3, [pin]), at: F.time(0)).short == ["pins"])
    #expect(feed.pins.map(\.seq) == [4, 2, 1])
    let delete = F.moderation(3, 4, [F.event(4, .delete, [2])])
    #expect(feed.receive(delete, at: F.time(0)).short == ["-2", "pins"])
    let unpin = F.moderation(4, 5, [F.event(5, .unpin, [1], .visible)])
    #expect(feed.receive(unpin, at: F.time(0)).short == ["pins"])
    #expect(feed.pins.map(\.seq) == [4])
  }

  @Test("a pin that was retracted does not come back when the ledger forgets why")
  func forgottenPin() {
    var limits = FeedLimits()
    limits.ledgerEntries = 4
    var feed = F.feed(0, 20, Array(1...20), limits: limits)
    _ = feed.receive(F.welcome(.inline, seq: 20, pins: F.comments([2])), at: F.time(0))
    _ = feed.receive(F.moderation(0, 1, [F.event(1, .delete, [2])]), at: F.time(0))
    for number in 2...9 {
      let event = F.event(number, .delete, [number + 5])
      _ = feed.receive(F.moderation(number - 1, number, [event]), at: F.time(0))
    }
    #expect(feed.ledger.horizon >= 2)
    #expect(feed.pins.isEmpty)
  }

  @Test("more than three pins are never shown")
  func threePins() {
    var feed = F.feed(0, 5, [1, 2, 3, 4, 5])
    for number in 1...5 {
      let pin = F.event(number, .pin, [number], .visible, comments: [number])
      _ = feed.receive(F.moderation(number - 1, number, [pin]), at: F.time(0))
    }
    #expect(feed.pins.map(\.seq) == [5, 4, 3])
  }
}
