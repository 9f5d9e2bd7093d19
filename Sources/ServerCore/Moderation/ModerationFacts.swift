public import LiveComments

/// A comment that a request names, as the log holds it.
public struct TargetComment: Sendable, Hashable {
  /// As moderators see it.
  public var comment: Comment
  /// The last state that was not `DELETED`: what `restore` brings back.
  public var restoredState: CommentState

  public init(comment: Comment, restoredState: CommentState) {
    self.comment = comment
    self.restoredState = restoredState
  }
}

/// What the log knows that bears on one moderation request, read in the transaction that decides it.
public struct ModerationFacts: Sendable {
  public var controls: StreamControls
  public var latestSeq: Seq
  /// The comments that the request names and the stream has, in the request's order.
  public var targets: [TargetComment]
  /// Those of the targets' authors who are shadow-banned.
  public var shadowBannedAuthors: Set<UserID>
  /// The role under which the user whom the request names last posted; nil when they never did.
  public var userRole: Role?
  /// The first comment of that user within the seconds that the request names; nil when there is
  /// none.
  public var firstRecentSeq: Seq?
  /// The event that the request names by `moderation_id`.
  public var namedEvent: ModerationEvent?
  /// What a purge that is taken back brings back, ascending.
  public var purged: [TargetComment]

  public init(
    controls: StreamControls = StreamControls(), latestSeq: Seq = .zero,
    targets: [TargetComment] = [], shadowBannedAuthors: Set<UserID> = [], userRole: Role? = nil,
    firstRecentSeq: Seq? = nil, namedEvent: ModerationEvent? = nil, purged: [TargetComment] = []
  ) {
    self.controls = controls
    self.latestSeq = latestSeq
    self.targets = targets
    self.shadowBannedAuthors = shadowBannedAuthors
    self.userRole = userRole
    self.firstRecentSeq = firstRecentSeq
    self.namedEvent = namedEvent
    self.purged = purged
  }
}
