/// One decision on the control plane, and its audit record.
public struct ModerationEvent: Sendable, Hashable, Codable {
  public var modSeq: ModSeq
  public var moderationID: ModerationID
  public var action: ModerationAction
  public var at: Timestamp
  /// The comments that it names, each with the state that results.
  public var targets: [Target]?
  /// The user that it is about: a mute's, a shadow ban's or a purge's.
  public var userID: UserID?
  /// The first `seq` that a purge covers.
  public var fromSeq: Seq?
  /// The last `seq` that a purge covers.
  public var uptoSeq: Seq?
  /// `*` when a mute holds in every stream.
  public var scope: String?
  /// Seconds that a mute lasts; for ever when absent.
  public var durationSeconds: Int?
  public var until: Timestamp?
  /// The interval of slow mode, in seconds; 0 turns it off.
  public var seconds: Int?
  public var level: LevelChoice?
  /// On `approve`, `restore` and `pin`: what the reader may see of the targets now.
  public var comments: [Comment]?
  public var actor: UserID?
  public var actorKind: ActorKind?
  public var reason: String?
  public var policy: String?

  public init(
    modSeq: ModSeq, moderationID: ModerationID, action: ModerationAction, at: Timestamp,
    targets: [Target]? = nil, userID: UserID? = nil, fromSeq: Seq? = nil, uptoSeq: Seq? = nil,
    scope: String? = nil, durationSeconds: Int? = nil, until: Timestamp? = nil,
    seconds: Int? = nil, level: LevelChoice? = nil, comments: [Comment]? = nil,
    actor: UserID? = nil, actorKind: ActorKind? = nil, reason: String? = nil,
    policy: String? = nil
  ) {
    self.modSeq = modSeq
    self.moderationID = moderationID
    self.action = action
    self.at = at
    self.targets = targets
    self.userID = userID
    self.fromSeq = fromSeq
    self.uptoSeq = uptoSeq
    self.scope = scope
    self.durationSeconds = durationSeconds
    self.until = until
    self.seconds = seconds
    self.level = level
    self.comments = comments
    self.actor = actor
    self.actorKind = actorKind
    self.reason = reason
    self.policy = policy
  }

  private enum CodingKeys: String, CodingKey {
    case modSeq = "mod_seq"
    case moderationID = "moderation_id"
    case action, at, targets
    case userID = "user_id"
    case fromSeq = "from_seq"
    case uptoSeq = "upto_seq"
    case scope
    case durationSeconds = "duration_s"
    case until, seconds, level, comments, actor
    case actorKind = "actor_kind"
    case reason, policy
  }
}

extension ModerationEvent {
  /// A comment that an event names, and the state that the event gives it.
  public struct Target: Sendable, Hashable, Codable {
    public var commentID: CommentID
    public var seq: Seq
    public var state: CommentState

    public init(commentID: CommentID, seq: Seq, state: CommentState) {
      self.commentID = commentID
      self.seq = seq
      self.state = state
    }

    private enum CodingKeys: String, CodingKey {
      case commentID = "comment_id"
      case seq, state
    }
  }

  /// What kind of actor decided.
  public enum ActorKind: String, Sendable, Hashable, Codable {
    case human, automated, policy
  }
}
