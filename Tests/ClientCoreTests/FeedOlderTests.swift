import ClientCore
import LiveComments
import Testing

/// Looking further back than the timeline reaches: what a page of older comments may add.
@Suite struct FeedOlderTests {
  private typealias F = Fixture

  @Test("a page that ends at the floor is taken as it is, and the timeline stays as it was")
  func taken() {
    let feed = F.feed(10, 12, [11, 12])
    #expect(feed.older(F.page(5, 10, [6, 8]), upTo: 10) == F.comments([6, 8]))
    #expect(feed.older(F.page(0, 5, [Int]()), upTo: 5) == [])
    #expect(feed.numbers == [11, 12])
  }

  @Test("what the page holds outside the range is left out, and the order is put right")
  func outside() {
    let feed = F.feed(10, 12, [11, 12])
    #expect(feed.older(F.page(5, 12, [8, 6, 5, 11]), upTo: 10) == F.comments([6, 8]))
  }

  @Test(
    "a page that does not reach the floor, or not below it, is refused",
    arguments: [(2, 9), (10, 12), (11, 12)])
  func notAdjacent(after: Int, upto: Int) {
    let feed = F.feed(10, 12, [11, 12])
    #expect(feed.older(F.page(after, upto, [Int]()), upTo: 10) == nil)
  }

  @Test("a page of another epoch is refused")
  func otherEpoch() {
    let feed = F.feed(10, 12, [11, 12])
    #expect(feed.older(F.page(5, 10, [6], epoch: F.otherEpoch), upTo: 10) == nil)
  }

  @Test("what the feed knows to be retracted is left out, and a moderator sees its state")
  func tombstones() {
    for moderates in [false, true] {
      var feed = F.feed(10, 12, [11, 12], moderates: moderates)
      _ = feed.receive(F.moderation(0, 1, [F.event(1, .delete, [8])]), at: F.time(0))
      let older = feed.older(F.page(5, 10, [6, 8]), upTo: 10)
      #expect(older?.map(\.state) == (moderates ? [.visible, .deleted] : [.visible]))
    }
  }

  @Test("what came back since, by what the page reflects, is there before its event has come")
  func restoredOnPage() {
    var feed = F.feed(10, 12, [11, 12])
    _ = feed.receive(F.moderation(0, 3, [F.event(3, .delete, [8])]), at: F.time(0))
    #expect(feed.older(F.page(5, 10, [6, 8], mod: 2), upTo: 10) == F.comments([6]))
    #expect(feed.older(F.page(5, 10, [6, 8], mod: 4), upTo: 10) == F.comments([6, 8]))
  }

  @Test("a purge reaches comments that come with an older page")
  func purged() {
    var feed = F.feed(10, 12, [11, 12])
    _ = feed.receive(F.moderation(0, 1, [F.purge(1, "u", 1...8)]), at: F.time(0))
    #expect(feed.older(F.page(5, 10, [6, 8, 9]), upTo: 10) == F.comments([9]))
  }

  @Test("a page that reflects less moderation than the feed began with is refused")
  func stale() {
    let feed = F.feed(10, 12, [11, 12], mod: 5)
    #expect(feed.older(F.page(5, 10, [6], mod: 4), upTo: 10) == nil)
    #expect(feed.older(F.page(5, 10, [6], mod: 5), upTo: 10) == F.comments([6]))
  }

  @Test("a page must reflect what was restored below the timeline")
  func restoredBelow() {
    var feed = F.feed(10, 12, [11, 12])
    let restore = F.event(4, .restore, [8], .visible, comments: [8])
    _ = feed.receive(F.moderation(0, 4, [restore]), at: F.time(0))
    #expect(feed.older(F.page(5, 10, [6], mod: 3), upTo: 10) == nil)
    #expect(feed.older(F.page(5, 10, [6, 8], mod: 4), upTo: 10) == F.comments([6, 8]))
  }
}
