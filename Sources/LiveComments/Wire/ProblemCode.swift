/// The stable code of a refusal: the same in problem documents and in `error` frames.
public enum ProblemCode: String, Sendable, Hashable, Codable, CaseIterable {
  case tokenMissing = "token_missing"
  case tokenInvalid = "token_invalid"
  case tokenExpired = "token_expired"
  case forbidden, muted, locked
  case unknownComment = "unknown_comment"
  case unknownUser = "unknown_user"
  case notFound = "not_found"
  case methodNotAllowed = "method_not_allowed"
  case keyReused = "key_reused"
  case conflict
  case reset
  case tooLarge = "too_large"
  case invalid, rejected
  case rateLimited = "rate_limited"
  case slowMode = "slow_mode"
  case busy
  case unavailable
  case internalError = "internal"

  /// The HTTP status that the code is sent with (design §5.2).
  public var status: Int {
    switch self {
    case .tokenMissing, .tokenInvalid, .tokenExpired: 401
    case .forbidden, .muted, .locked: 403
    case .unknownComment, .unknownUser, .notFound: 404
    case .methodNotAllowed: 405
    case .keyReused, .conflict: 409
    case .reset: 410
    case .tooLarge: 413
    case .invalid, .rejected: 422
    case .rateLimited, .slowMode, .busy: 429
    case .internalError: 500
    case .unavailable: 503
    }
  }

  /// Whether the same request may succeed later, unchanged.
  public var isTemporary: Bool {
    switch self {
    case .rateLimited, .slowMode, .busy, .unavailable, .internalError: true
    default: false
    }
  }
}
