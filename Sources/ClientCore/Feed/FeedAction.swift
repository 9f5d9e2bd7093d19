public import LiveComments

/// What a feed asks of whoever drives it, and what it says has changed.
public enum FeedAction: Sendable, Hashable {
  /// Comments that are in the timeline now and were not before, in ascending `seq`. They may lie
  /// inside the timeline: a comment that was approved or restored returns to its own place.
  case inserted([Comment])
  /// Comments of the timeline whose state or copy changed in place: to a moderator, a deleted
  /// comment stays readable.
  case updated([Comment])
  /// Comments that left the timeline because they were retracted.
  case retracted([CommentID])
  /// The oldest comments, up to this position, left the timeline because it is full.
  case evicted(through: Seq)
  /// The timeline is empty now, for this reason; what follows belongs to a new join.
  case cleared(ClearReason)
  /// An event was applied for the first time.
  case moderated(ModerationEvent)
  /// What is pinned changed: see `Feed.pins`.
  case pinsChanged
  /// Ask for the range by this route. One request per plane is under way at a time.
  case catchUp(PlaneRange, by: CatchUpRoute)
}

/// Why a timeline was emptied.
public enum ClearReason: Sendable, Hashable {
  /// The server could not honour the feed's positions.
  case reset(ResetReason)
  /// The feed was behind by more than it can show, and joined afresh.
  case behind
  /// The feed joined again, by the server's advice.
  case rejoined
}

/// How a missing range is asked for.
public enum CatchUpRoute: Sendable, Hashable {
  /// With a `catch_up` frame; the answer comes as batches.
  case inline
  /// By HTTP pages.
  case history
}
