public import LiveComments
public import ServerCore

/// Where a stream stands, for whoever follows it from there: from one snapshot.
public struct StreamOpening: Sendable {
  /// Comments that it begins with.
  static let newestComments = Limits.pageComments
  /// How far back it begins with events, in positions.
  static let newestEvents: Int64 = 512

  public var summary: StreamSummary
  /// The newest comments, as moderators see them.
  public var page: CommentPage
  /// Those before the page's `latestModSeq`; nil when there are none.
  public var events: EventPage?
  public var reactions: StoredReactions

  public init(
    summary: StreamSummary, page: CommentPage, events: EventPage?, reactions: StoredReactions
  ) {
    self.summary = summary
    self.page = page
    self.events = events
    self.reactions = reactions
  }
}
