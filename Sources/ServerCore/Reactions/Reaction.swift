public import LiveComments

/// A reaction that passed validation: so many of one emoji, to a comment or to the stream.
public struct Reaction: Sendable, Hashable {
  public var emoji: Emoji
  /// Within `Limits.reactionCount`.
  public var count: Int
  /// Nil is the stream.
  public var commentID: CommentID?

  /// Throws `invalid` with the field at fault.
  public init(_ request: ClientFrame.React) throws(Problem) {
    guard let emoji = Emoji(request.emoji) else {
      throw Problem(
        .invalid, "emoji is one emoji of at most \(Emoji.maximumBytes) bytes", field: "emoji")
    }
    try self.init(emoji: emoji, count: request.count ?? 1, commentID: request.commentID)
  }

  /// Throws `invalid` when `count` is out of bounds.
  public init(emoji: Emoji, count: Int, commentID: CommentID?) throws(Problem) {
    guard Limits.reactionCount.contains(count) else {
      throw Problem(
        .invalid,
        "count is \(Limits.reactionCount.lowerBound) to \(Limits.reactionCount.upperBound)",
        field: "count")
    }
    self.emoji = emoji
    self.count = count
    self.commentID = commentID
  }
}

/// How much one account may react, in all streams together; services are exempt.
public struct ReactionLimits: Sendable, Hashable {
  /// Reactions, each of a request's `count` for itself.
  public var perUser: RateLimit
  /// The most accounts whose reactions of the last seconds are remembered.
  public var trackedUsers: Int

  public init(
    perUser: RateLimit = RateLimit(perSecond: 20, burst: 100), trackedUsers: Int = 200_000
  ) {
    self.perUser = perUser
    self.trackedUsers = trackedUsers
  }
}
