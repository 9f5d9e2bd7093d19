public import LiveComments

/// One thing that a simulated audience does.
public struct AudienceEvent: Sendable, Hashable {
  /// When, since the audience arrived.
  public let at: Duration
  public let deed: Deed

  public enum Deed: Sendable, Hashable {
    /// Posts a comment.
    case post(AudiencePost)
    /// Reacts to the stream or to a comment.
    case react(AudienceReaction)
    /// So many people are watching now.
    case viewers(Int)
  }
}

/// What a simulated person writes.
public struct AudiencePost: Sendable, Hashable {
  /// Counts posts from 0.
  public let number: Int
  public let author: Author
  public let content: String
  /// The number of an earlier post that this one answers.
  public let replyTo: Int?
}

/// How simulated people react.
public struct AudienceReaction: Sendable, Hashable {
  public let emoji: String
  /// Within `Limits.reactionCount`.
  public let count: Int
  /// The number of the post that they react to; nil is the stream.
  public let post: Int?
}
