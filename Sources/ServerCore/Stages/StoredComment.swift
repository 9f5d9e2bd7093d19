public import LiveComments

/// The third stage: a comment that is durable and has its place.
public struct StoredComment: Sendable, Hashable {
  /// As moderators see it: redact it before it leaves (`Audience`).
  public var comment: Comment
  /// When the log took it in: the start of every latency.
  public var receivedAt: Instant

  public init(comment: Comment, receivedAt: Instant) {
    self.comment = comment
    self.receivedAt = receivedAt
  }
}
