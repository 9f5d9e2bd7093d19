/// One message of a stream, as the log holds it and the wire carries it.
public struct Comment: Sendable, Hashable, Codable {
  public var streamID: StreamID
  /// Its position in the stream, assigned where the log accepted it.
  public var seq: Seq
  public var commentID: CommentID
  public var userID: UserID
  /// The author's name when the comment was posted.
  public var userName: String
  public var role: Role
  /// 1–500 Unicode scalars in NFC, without control characters (`Limits.content`). Hostile until
  /// sanitised for a terminal cell.
  public var content: String
  public var createdAt: Timestamp
  public var state: CommentState
  /// The comment that this one answers.
  public var replyTo: CommentID?
  /// What decided `state`; moderators only.
  public var moderation: Moderation?

  public init(
    streamID: StreamID, seq: Seq, commentID: CommentID, userID: UserID, userName: String,
    role: Role, content: String, createdAt: Timestamp, state: CommentState,
    replyTo: CommentID? = nil, moderation: Moderation? = nil
  ) {
    self.streamID = streamID
    self.seq = seq
    self.commentID = commentID
    self.userID = userID
    self.userName = userName
    self.role = role
    self.content = content
    self.createdAt = createdAt
    self.state = state
    self.replyTo = replyTo
    self.moderation = moderation
  }

  private enum CodingKeys: String, CodingKey {
    case streamID = "stream_id"
    case seq
    case commentID = "comment_id"
    case userID = "user_id"
    case userName = "user_name"
    case role, content
    case createdAt = "created_at"
    case state
    case replyTo = "reply_to"
    case moderation
  }
}

extension Comment {
  /// Who last decided a comment's state, and why.
  public struct Moderation: Sendable, Hashable, Codable {
    /// Nil when a rule decided, and not an account.
    public var actor: UserID?
    public var action: ModerationAction
    public var reason: String?
    /// The safety rule that decided, when a rule did.
    public var policy: String?
    public var at: Timestamp

    public init(
      actor: UserID?, action: ModerationAction, reason: String?, policy: String? = nil,
      at: Timestamp
    ) {
      self.actor = actor
      self.action = action
      self.reason = reason
      self.policy = policy
      self.at = at
    }

    /// `actor` and `reason` are always members, null when there is none; `policy` is left out then.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(actor, forKey: .actor)
      try container.encode(action, forKey: .action)
      try container.encode(reason, forKey: .reason)
      try container.encodeIfPresent(policy, forKey: .policy)
      try container.encode(at, forKey: .at)
    }

    private enum CodingKeys: String, CodingKey {
      case actor, action, reason, policy, at
    }
  }
}
