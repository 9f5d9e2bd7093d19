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
