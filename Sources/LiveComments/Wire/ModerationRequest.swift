/// What a moderator asks for: the body of `POST …/moderation`, and a `moderate` frame less its key.
public struct ModerationRequest: Sendable, Hashable, Codable {
  public var action: ModerationAction
  /// At most `Limits.moderationTargets`.
  public var commentIDs: [CommentID]?
  public var userID: UserID?
  /// The purge that a `restore` takes back.
  public var moderationID: ModerationID?
  public var scope: String?
  public var durationSeconds: Int?
  public var seconds: Int?
  public var level: LevelChoice?
  public var reason: String?
  public var policy: String?

  public init(
    action: ModerationAction, commentIDs: [CommentID]? = nil, userID: UserID? = nil,
    moderationID: ModerationID? = nil, scope: String? = nil, durationSeconds: Int? = nil,
    seconds: Int? = nil, level: LevelChoice? = nil, reason: String? = nil, policy: String? = nil
  ) {
    self.action = action
    self.commentIDs = commentIDs
    self.userID = userID
    self.moderationID = moderationID
    self.scope = scope
    self.durationSeconds = durationSeconds
    self.seconds = seconds
    self.level = level
    self.reason = reason
    self.policy = policy
  }

  private enum CodingKeys: String, CodingKey {
    case action
    case commentIDs = "comment_ids"
    case userID = "user_id"
    case moderationID = "moderation_id"
    case scope
    case durationSeconds = "duration_s"
    case seconds, level, reason, policy
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    action = try container.decode(ModerationAction.self, forKey: .action)
    commentIDs = try container.decodeIfPresent([CommentID].self, forKey: .commentIDs)
    userID = try container.decodeIfPresent(UserID.self, forKey: .userID)
    moderationID = try container.decodeIfPresent(ModerationID.self, forKey: .moderationID)
    scope = try container.decodeIfPresent(String.self, forKey: .scope)
    durationSeconds = try container.decodeIntegerIfPresent(forKey: .durationSeconds)
    seconds = try container.decodeIntegerIfPresent(forKey: .seconds)
    level = try container.decodeIfPresent(LevelChoice.self, forKey: .level)
    reason = try container.decodeIfPresent(String.self, forKey: .reason)
    policy = try container.decodeIfPresent(String.self, forKey: .policy)
  }
}

extension KeyedDecodingContainer {
  /// An integer; the error names the member, which Foundation's does not for a number that is none.
  fileprivate func decodeIntegerIfPresent(forKey key: Key) throws -> Int? {
    do {
      return try decodeIfPresent(Int.self, forKey: key)
    } catch let error as DecodingError {
      throw error
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "must be a whole number")
    }
  }
}
