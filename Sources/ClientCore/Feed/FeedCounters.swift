/// What a feed has counted since it was made. All of it can be shown.
public struct FeedCounters: Sendable, Hashable {
  /// Comments that were taken into the timeline.
  public var received = 0
  /// Batches and pages that covered nothing new, and copies of comments that the feed had.
  public var repeats = 0
  /// Times that a batch or a heartbeat showed that something before it was missing.
  public var gaps = 0
  /// Requests for a missing range, retries included.
  public var catchUps = 0
  /// Comments that took a place behind newer ones: approved, restored, or acknowledged late.
  public var late = 0
  /// Comments that arrived after their own retraction, and were not shown.
  public var tombstonedOnArrival = 0
  /// Batches and pages dropped because they may hold what was retracted before the feed began to
  /// know, or what it no longer remembers as retracted.
  public var stale = 0
  /// Batches dropped because the reorder buffer was full; they are asked for again.
  public var overflowed = 0
  /// Visible comments that the server's sampling left out.
  public var sampledOut = 0
  /// Entries that broke the contract (outside their batch's coverage) and were ignored.
  public var ignored = 0

  public init() {}
}
