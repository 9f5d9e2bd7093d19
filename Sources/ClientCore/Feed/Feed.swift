public import LiveComments

/// The client's copy of a stream: takes whatever the network brings, in whatever order, and keeps
/// the timeline that the server's log defines (design §6).
///
/// Pure: time is passed in, requests come out as actions, and any run can be replayed.
public struct Feed: Sendable {
  /// The incarnation of the log that the positions belong to; nil before the first join.
  public private(set) var epoch: Epoch?
  /// Everything up to here has been accounted for; 0 before the first join.
  public private(set) var lastSeenSeq: Seq = .zero
  /// Every moderation event up to here has been applied or is reflected by the join page.
  public private(set) var lastModSeq: ModSeq = .zero
  public private(set) var timeline = Timeline()
  public private(set) var ledger = Ledger()
  public private(set) var counters = FeedCounters()
  public let limits: FeedLimits

  public init(limits: FeedLimits = FeedLimits(), seed: UInt64) {
    self.limits = limits
  }

  /// Takes a frame. Frames that say nothing about the feed are ignored.
  public mutating func receive(_ frame: ServerFrame, at now: Instant) -> [FeedAction] { [] }

  /// Takes a page that was fetched to catch up.
  public mutating func receive(_ page: CommentPage, at now: Instant) -> [FeedAction] { [] }

  /// Takes a page of events that was fetched to catch up.
  public mutating func receive(_ page: EventPage, at now: Instant) -> [FeedAction] { [] }

  /// Acts on deadlines that have passed.
  public mutating func tick(at now: Instant) -> [FeedAction] { [] }

  /// When `tick` has something to do.
  public var nextDeadline: Instant? { nil }

  /// What is pinned now, the newest pin first; at most three.
  public var pins: [Comment] { [] }
}
