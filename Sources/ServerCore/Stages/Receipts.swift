public import LiveComments

/// A comment is durable.
public struct CommentReceipt: Sendable, Hashable {
  /// In its present state, as moderators see it: redact it before it leaves (`Audience.answer`).
  public var comment: Comment
  /// Whether the idempotency key had been used: the comment is the one that it made then.
  public var isRepeat: Bool

  public init(comment: Comment, isRepeat: Bool) {
    self.comment = comment
    self.isRepeat = isRepeat
  }
}

/// A moderation request as it arrived, and the account that sent it.
public struct ModerationOrder: Sendable, Hashable {
  public var streamID: StreamID
  public var actor: User
  public var key: IdempotencyKey
  public var request: ModerationRequest

  public init(streamID: StreamID, actor: User, key: IdempotencyKey, request: ModerationRequest) {
    self.streamID = streamID
    self.actor = actor
    self.key = key
    self.request = request
  }
}

/// A decision is durable.
public struct ModerationReceipt: Sendable, Hashable {
  /// As moderators see it: redact it before it leaves (`Audience`).
  public var event: ModerationEvent
  public var isRepeat: Bool

  public init(event: ModerationEvent, isRepeat: Bool) {
    self.event = event
    self.isRepeat = isRepeat
  }
}
