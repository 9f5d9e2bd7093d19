/// What moderators are told about a user of a stream: the answer to `GET …/users/{user_id}`.
public struct UserCard: Sendable, Hashable, Codable {
  public var userID: UserID
  /// As of their latest comment.
  public var userName: String
  /// As of their latest comment.
  public var role: Role
  /// Whether a mute holds, of this stream or of all.
  public var isMuted: Bool
  /// Absent when the mute has no end.
  public var mutedUntil: Timestamp?
  public var isShadowBanned: Bool
  /// How many of their comments are in each state; states without any are left out.
  public var counts: [String: Int]
  /// The last 50, ascending.
  public var comments: [Comment]
  /// The last 50 events about the user or deciding their comments, ascending.
  public var actions: [ModerationEvent]

  public init(
    userID: UserID, userName: String, role: Role, isMuted: Bool, mutedUntil: Timestamp?,
    isShadowBanned: Bool, counts: [CommentState: Int], comments: [Comment],
    actions: [ModerationEvent]
  ) {
    self.userID = userID
    self.userName = userName
    self.role = role
    self.isMuted = isMuted
    self.mutedUntil = mutedUntil
    self.isShadowBanned = isShadowBanned
    self.counts = Dictionary(uniqueKeysWithValues: counts.map { ($0.rawValue, $1) })
    self.comments = comments
    self.actions = actions
  }

  private enum CodingKeys: String, CodingKey {
    case userID = "user_id"
    case userName = "user_name"
    case role
    case isMuted = "muted"
    case mutedUntil = "muted_until"
    case isShadowBanned = "shadow_banned"
    case counts, comments, actions
  }
}
