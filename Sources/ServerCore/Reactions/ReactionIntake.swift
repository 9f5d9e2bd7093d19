public import LiveComments

/// Takes reactions in where they arrive, without a message to anybody: they are summed up until
/// `takeDelta` collects them.
public struct ReactionIntake: Sendable {
  /// Comments that were reacted to, remembered at most; with one more it begins anew.
  private static let remembered = 512

  private var delta = ReactionDelta()
  /// Comments as moderators see them, kept up to date by `apply`.
  private var targets: [CommentID: Comment] = [:]

  public init() {}

  public var isEmpty: Bool { delta.isEmpty }

  public enum Outcome: Sendable, Hashable {
    case taken
    case refused(Problem)
    /// The comment is not known here: the log has to be asked, and `learn` told.
    case unknown(CommentID)
  }

  /// - Parameters:
  ///   - isKnown: whether the totals of the reaction's target have its emoji.
  ///   - find: the comment of that name where it is at hand, as moderators see it.
  public mutating func take(
    _ reaction: Reaction, from audience: Audience, isKnown: (Reaction) -> Bool = { _ in false },
    find: (CommentID) -> Comment?
  ) -> Outcome {
    do {
      guard let commentID = reaction.commentID else {
        try delta.add(reaction) { isKnown(reaction) }
        return .taken
      }
      guard let comment = targets[commentID] ?? find(commentID) else { return .unknown(commentID) }
      learn(comment)
      guard audience.sees(comment) else { return .refused(Self.unknownComment) }
      try delta.add(reaction, to: comment) { isKnown(reaction) }
      return .taken
    } catch {
      return .refused(error)
    }
  }

  /// Remembers a comment as moderators see it.
  public mutating func learn(_ comment: Comment) {
    guard targets[comment.commentID] == nil else { return }
    if targets.count >= Self.remembered { targets = [:] }
    targets[comment.commentID] = comment
  }

  /// Follows what an event does to the comments remembered.
  public mutating func apply(_ event: ModerationEvent) {
    if event.action == .purgeUser {
      for (id, comment) in targets {
        if let result = event.result(for: comment) { targets[id] = result }
      }
    }
    for target in event.targets ?? [] {
      guard let comment = targets[target.commentID] else { continue }
      if let result = event.result(for: comment) { targets[target.commentID] = result }
    }
  }

  /// What has been added since the last time.
  public mutating func takeDelta() -> ReactionDelta {
    defer { delta = ReactionDelta() }
    return delta
  }

  /// What is said of a comment that is not there, or not there for the reader.
  public static let unknownComment = Problem(
    .unknownComment, "the comment that this reacts to is not there", field: "comment_id")
}

extension Audience {
  /// Whether this audience sees the comment.
  public func sees(_ comment: Comment) -> Bool {
    comment.state.appearance(to: relation(toAuthor: comment.userID)) != .absent
  }
}
