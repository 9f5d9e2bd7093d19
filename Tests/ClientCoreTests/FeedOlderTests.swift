import ClientCore
import LiveComments
import Testing

/// Paging backwards: older comments before the oldest.
@Suite struct FeedOlderTests {
  private typealias F = Fixture

  @Test("a page is put before the oldest comment")
  func prepends() {
    var feed = F.feed(10, 12, [11, 12])
    let (outcome, actions) = feed.prepend(F.page(5, 10, [6, 8]))
    #expect(outcome == .prepended(comments: 2))
    #expect(actions.short == ["+6,8"])
    #expect(feed.numbers == [6, 8, 11, 12])
    #expect(feed.floor == 5)
    #expect(feed.prepend(F.page(0, 5, [Int]())).0 == .prepended(comments: 0))
    #expect(feed.floor == 0)
  }

  @Test(
    "a page that is not next to the timeline is stale",
    arguments: [(2, 9), (10, 12), (11, 12)])
  func notAdjacent(after: Int, upto: Int) {
    var feed = F.feed(10, 12, [11, 12])
    #expect(feed.prepend(F.page(after, upto, [Int]())).0 == .stale)
  }

  @Test("of a page that does not fit the newest are taken")
  func partly() {
    var limits = FeedLimits()
    limits.timeline = 4
    var feed = F.feed(10, 12, [11, 12], limits: limits)
    #expect(feed.prepend(F.page(0, 10, [5, 6, 7])).1.short == ["+6,7"])
    #expect(feed.floor == 5)
    #expect(feed.prepend(F.page(0, 5, [5])).0 == .full)
    #expect(feed.receive(F.batch(12, 13, [13]), at: F.time(0)).short == ["^6", "+13"])
  }

  @Test("what the feed knows to be retracted is left out")
  func tombstones() {
    var feed = F.feed(10, 12, [11, 12])
    _ = feed.receive(F.moderation(0, 1, [F.event(1, .delete, [8])]), at: F.time(0))
    #expect(feed.prepend(F.page(5, 10, [6, 8])).1.short == ["+6"])
  }

  @Test("a page must reflect what was restored below the timeline")
  func restoredBelow() {
    var feed = F.feed(10, 12, [11, 12])
    let restore = F.event(4, .restore, [8], .visible, comments: [8])
    _ = feed.receive(F.moderation(0, 4, [restore]), at: F.time(0))
    #expect(feed.prepend(F.page(5, 10, [6], mod: 3)).0 == .stale)
    #expect(feed.prepend(F.page(5, 10, [6, 8], mod: 4)).0 == .prepended(comments: 2))
  }
}
