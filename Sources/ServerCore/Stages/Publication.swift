public import LiveComments

/// The fourth stage: what one commit added to one stream, on both planes.
///
/// The publications of a stream come in log order and join without gaps: the `after` of each range
/// is the `upto` of the one before. They are the only source of fan-out.
public struct Publication: Sendable {
  public var streamID: StreamID
  /// What `comments` accounts for; empty when the commit only moderated.
  public var coverage: Coverage<CommentPlane>
  /// Ascending by `seq`, as moderators see them, in their state at the end of the commit.
  public var comments: [StoredComment]
  /// What `events` accounts for; empty when the commit only added comments.
  public var moderationCoverage: Coverage<ModerationPlane>
  /// Ascending by `mod_seq`, as moderators see them.
  public var events: [PublishedEvent]
  /// The stream's controls after the commit, when `events` changed them.
  public var controls: StreamControls?

  public init(
    streamID: StreamID, coverage: Coverage<CommentPlane>, comments: [StoredComment],
    moderationCoverage: Coverage<ModerationPlane>, events: [PublishedEvent] = [],
    controls: StreamControls? = nil
  ) {
    self.streamID = streamID
    self.coverage = coverage
    self.comments = comments
    self.moderationCoverage = moderationCoverage
    self.events = events
    self.controls = controls
  }

  /// The moderation that `comments` reflect.
  public var latestModSeq: ModSeq { moderationCoverage.upto }
}

/// An event that is durable, and when the log took in the request for it.
public struct PublishedEvent: Sendable, Hashable {
  /// As moderators see it: redact it before it leaves (`Audience`).
  public var event: ModerationEvent
  public var receivedAt: Instant

  public init(event: ModerationEvent, receivedAt: Instant) {
    self.event = event
    self.receivedAt = receivedAt
  }
}
