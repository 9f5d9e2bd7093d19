/// A refusal, as `application/problem+json` of RFC 9457 carries it.
public struct Problem: Error, Sendable, Hashable, Codable {
  public var code: ProblemCode
  /// What went wrong and what to do about it, for people. Hostile until sanitised.
  public var detail: String
  /// With `invalid`: the member of the request that is wrong.
  public var field: String?
  /// With `rejected`: the safety rule that refused.
  public var policy: String?
  /// With `reset`: why the position is void.
  public var reason: ResetReason?
  /// With `conflict` and `unknown_comment` in a moderation request: the comments that it failed on.
  public var commentIDs: [CommentID]?
  /// How long to wait before the same request may succeed; `Retry-After` rounds it up to seconds.
  public var retryAfterMilliseconds: Int?

  public init(
    _ code: ProblemCode, _ detail: String, field: String? = nil, policy: String? = nil,
    reason: ResetReason? = nil, commentIDs: [CommentID]? = nil, retryAfterMilliseconds: Int? = nil
  ) {
    self.code = code
    self.detail = detail
    self.field = field
    self.policy = policy
    self.reason = reason
    self.commentIDs = commentIDs
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }

  private enum CodingKeys: String, CodingKey {
    case type, title, status, code, detail, field, policy, reason
    case commentIDs = "comment_ids"
    case retryAfterMilliseconds = "retry_after_ms"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    code = try container.decode(ProblemCode.self, forKey: .code)
    detail = try container.decodeIfPresent(String.self, forKey: .detail) ?? code.rawValue
    field = try container.decodeIfPresent(String.self, forKey: .field)
    policy = try container.decodeIfPresent(String.self, forKey: .policy)
    reason = try container.decodeIfPresent(ResetReason.self, forKey: .reason)
    commentIDs = try container.decodeIfPresent([CommentID].self, forKey: .commentIDs)
    retryAfterMilliseconds = try container.decodeIfPresent(
      Int.self, forKey: .retryAfterMilliseconds)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("about:blank", forKey: .type)
    try container.encode(code.rawValue, forKey: .title)
    try container.encode(code.status, forKey: .status)
    try container.encode(code, forKey: .code)
    try container.encode(detail, forKey: .detail)
    try container.encodeIfPresent(field, forKey: .field)
    try container.encodeIfPresent(policy, forKey: .policy)
    try container.encodeIfPresent(reason, forKey: .reason)
    try container.encodeIfPresent(commentIDs, forKey: .commentIDs)
    try container.encodeIfPresent(retryAfterMilliseconds, forKey: .retryAfterMilliseconds)
  }
}
