/// The bounds of a feed (design §6). Tests make them small.
public struct FeedLimits: Sendable, Hashable {
  /// Comments in the timeline; when it is full the oldest leave.
  public var timeline = 5_000
  /// Ids in the dedupe window; when it is full the oldest leave.
  public var dedupeWindow = 1_000
  /// Batches of one plane that wait for a gap to close; when full, the newest end is dropped and
  /// asked for again.
  public var reorderBatches = 256
  /// Comments in the batches that wait; likewise.
  public var reorderComments = 2_000
  /// Comments that came with an `ack` or an event and wait for coverage to reach them; when full,
  /// the event's position does not advance, so that it is asked for again.
  public var earlyComments = 2_000
  /// Comments and purges that the ledger remembers; when full, it forgets its oldest half and
  /// raises its horizon.
  public var ledgerEntries = 20_000
  /// What comes together in the ledger before it discards what lies below the timeline.
  public var ledgerSlack = 256

  public init() {}
}
