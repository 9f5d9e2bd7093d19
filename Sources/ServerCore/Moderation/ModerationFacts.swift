public import LiveComments

/// What must be looked up before a command can be decided.
public struct ModerationLookup: Sendable, Hashable {
  /// Comments of the stream, with their last states.
  public var commentIDs: [CommentID] = []
  /// A user whose role in the stream matters.
  public var roleOf: UserID?
  /// A purge of the stream, and what it alone deleted.
  public var purge: ModerationID?
  /// The first comment of a user since a time.
  public var firstComment: FirstComment?

  public struct FirstComment: Sendable, Hashable {
    public var userID: UserID
    public var since: Timestamp
  }

  /// The lookup of a command that is decided at `now`. The stream's pins are always looked up.
  public init(_ command: ModerationCommand, at now: Timestamp) {
    commentIDs = command.commentIDs
    roleOf = command.userID
    switch command.measure {
    case .restorePurge(let id): purge = id
    case .purge(let userID, let seconds?):
      firstComment = FirstComment(
        userID: userID,
        since: Timestamp(milliseconds: now.milliseconds - Int64(seconds) * 1_000))
    default: break
    }
  }
}

/// A comment that a command is about, as the log holds it.
public struct ModerationTarget: Sendable, Hashable {
  /// In its present state, with what decided it.
  public var comment: Comment
  /// Its last state that was not DELETED.
  public var lastShown: CommentState
  /// Whether comments of its author are shadow-banned now.
  public var isAuthorShadowBanned: Bool

  public init(comment: Comment, lastShown: CommentState, isAuthorShadowBanned: Bool = false) {
    self.comment = comment
    self.lastShown = lastShown
    self.isAuthorShadowBanned = isAuthorShadowBanned
  }
}

/// What the log knows that bears on one command, read in the transaction that will decide it.
public struct ModerationFacts: Sendable, Hashable {
  public var latestSeq: Seq
  /// Those of the comments looked up that the stream has.
  public var targets: [CommentID: ModerationTarget]
  /// The stream's pinned comments, the longest pinned first.
  public var pins: [Comment]
  /// The role that `roleOf` last had in the stream; nil when the stream does not know the user.
  public var role: Role?
  /// The purge looked up; nil when the stream has no purge of that id.
  public var purge: RestorablePurge?
  /// Where the comment looked up as the first lies; nil when there is none.
  public var firstComment: Seq?

  public struct RestorablePurge: Sendable, Hashable {
    public var userID: UserID
    /// The event that purged.
    public var modSeq: ModSeq
    public var fromSeq: Seq
    public var uptoSeq: Seq
    /// Whether it was taken back before, or is about to be.
    public var isRestored: Bool
    /// The first of the comments that are DELETED by this purge and by nothing else, ascending, with
    /// the states that they go back to: not what was DELETED before it, nor what a later event
    /// decided. As many as one event names, at most.
    public var targets: [ModerationEvent.Target]
    /// Where more of them may lie; nil when these are all.
    public var nextSeq: Seq?

    public init(
      userID: UserID, modSeq: ModSeq, fromSeq: Seq, uptoSeq: Seq, isRestored: Bool = false,
      targets: [ModerationEvent.Target] = [], nextSeq: Seq? = nil
    ) {
      self.userID = userID
      self.modSeq = modSeq
      self.fromSeq = fromSeq
      self.uptoSeq = uptoSeq
      self.isRestored = isRestored
      self.targets = targets
      self.nextSeq = nextSeq
    }
  }

  public init(
    latestSeq: Seq, targets: [CommentID: ModerationTarget] = [:], pins: [Comment] = [],
    role: Role? = nil, purge: RestorablePurge? = nil, firstComment: Seq? = nil
  ) {
    self.latestSeq = latestSeq
    self.targets = targets
    self.pins = pins
    self.role = role
    self.purge = purge
    self.firstComment = firstComment
  }
}
