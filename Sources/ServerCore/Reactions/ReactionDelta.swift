public import LiveComments

/// Reactions added since the last time that somebody looked: sums, however many there were.
///
/// Bounded in comments, and in emojis beside those that the totals have already; what goes beyond is
/// refused, and the next delta has room again.
public struct ReactionDelta: Sendable, Hashable {
  /// Emojis of one target, at most, those aside that its totals have.
  static let maximumKinds = 128
  static let maximumComments = 1_000

  /// A comment, and what was added to it.
  public struct CommentPart: Sendable, Hashable {
    /// As moderators see it, as far as whoever counted knew.
    public var comment: Comment
    public var counts: [Emoji: Int]
  }

  public private(set) var stream: [Emoji: Int] = [:]
  public private(set) var comments: [CommentID: CommentPart] = [:]
  /// Reactions, each for itself.
  public private(set) var total = 0

  public init() {}

  public var isEmpty: Bool { total == 0 }

  /// Adds a reaction to the stream. Throws `busy` when there is no room.
  ///
  /// - Parameter isKnown: whether the totals have the emoji; only asked when there is no room.
  mutating func add(_ reaction: Reaction, isKnown: () -> Bool) throws(Problem) {
    guard stream[reaction.emoji] != nil || stream.count < Self.maximumKinds || isKnown() else {
      throw Self.full
    }
    stream[reaction.emoji, default: 0] += reaction.count
    total += reaction.count
  }

  /// Adds a reaction to `comment`. Otherwise like `add(_:isKnown:)`.
  mutating func add(
    _ reaction: Reaction, to comment: Comment, isKnown: () -> Bool
  ) throws(Problem) {
    let id = comment.commentID
    if comments[id] == nil {
      guard comments.count < Self.maximumComments else { throw Self.full }
      comments[id] = CommentPart(comment: comment, counts: [:])
    }
    let kinds = comments[id]?.counts.count ?? 0
    guard kinds < Self.maximumKinds || comments[id]?.counts[reaction.emoji] != nil || isKnown()
    else { throw Self.full }
    comments[id]?.counts[reaction.emoji, default: 0] += reaction.count
    total += reaction.count
  }

  private static let full = Problem(
    .busy, "too many kinds of reactions at the moment: try again in a second",
    retryAfterMilliseconds: 1_000)
}
