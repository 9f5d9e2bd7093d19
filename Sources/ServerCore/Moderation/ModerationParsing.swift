public import LiveComments

/// Turns requests into commands: field by field, and nothing that the action has no use for.
public struct ModerationParser: Sendable {
  /// The bounds of a request beyond those of `Limits`.
  public enum Bounds {
    /// Seconds that a mute lasts or a purge reaches back: up to ten years; for longer, leave it out.
    public static let duration = 1...315_360_000
    /// Seconds of slow mode: up to a day.
    public static let slowMode = 0...86_400
    /// Unicode scalars of a reason.
    public static let reason = 500
    /// Unicode scalars of a policy's name.
    public static let policy = 64
  }

  /// Unicode normalisation form C.
  private let normalise: @Sendable (String) -> String

  /// - Parameter normalise: text to NFC; the core has no tables of its own.
  public init(normalise: @escaping @Sendable (String) -> String) {
    self.normalise = normalise
  }

  /// The command that `request` asks for. Throws `invalid` with the field at fault.
  ///
  /// `set_rules` has a request of its own, and `flag` is never asked for: both are unknown here.
  public func parse(_ request: ModerationRequest) throws(Problem) -> ModerationCommand {
    try Self.refuseUnused(in: request)
    return ModerationCommand(
      try measure(of: request),
      reason: try text(request.reason, "reason", atMost: Bounds.reason),
      policy: try text(request.policy, "policy", atMost: Bounds.policy))
  }

  private func measure(
    of request: ModerationRequest
  ) throws(Problem) -> ModerationCommand.Measure {
    switch request.action {
    case .restore where request.commentIDs == nil:
      guard let purge = request.moderationID else {
        throw Self.invalid(
          "comment_ids", "restore needs comment_ids, or the moderation_id of a purge")
      }
      return .restorePurge(purge)
    case .purgeUser:
      return .purge(
        try userID(request),
        seconds: try Self.number(request.seconds, "seconds", in: Bounds.duration))
    case .mute:
      return .mute(
        try userID(request),
        seconds: try Self.number(request.durationSeconds, "duration_s", in: Bounds.duration),
        everywhere: try Self.isEverywhere(request))
    case .unmute:
      return .unmute(try userID(request), everywhere: try Self.isEverywhere(request))
    case .shadowBan: return .shadowBan(try userID(request))
    case .liftShadowBan: return .liftShadowBan(try userID(request))
    case .slowMode:
      guard let seconds = try Self.number(request.seconds, "seconds", in: Bounds.slowMode) else {
        throw Self.invalid("seconds", "slow_mode needs seconds; 0 turns it off")
      }
      return .slowMode(seconds: seconds)
    case .lock: return .lock
    case .unlock: return .unlock
    case .pin: return .pin(try Self.singleComment(request))
    case .unpin: return .unpin(try Self.singleComment(request))
    case .setLevel:
      guard let level = request.level else {
        throw Self.invalid("level", "set_level needs a level: auto, normal, busy, hot or critical")
      }
      return .setLevel(level)
    case .setRules:
      throw Self.invalid("action", "rules are set by PUT /streams/{id}/rules")
    case .flag:
      throw Self.invalid("action", "comments are flagged by the stream's safety rules only")
    case .delete, .restore, .hold, .approve, .reject, .unknown:
      guard let action = CommentAction(request.action) else {
        throw Self.invalid("action", "there is no action \(request.action)")
      }
      if request.moderationID != nil {
        throw Self.invalid("moderation_id", "give comment_ids or moderation_id, not both")
      }
      return .setState(action, try Self.comments(request))
    }
  }

  /// A member that the action does not use means that the sender wants something else.
  private static func refuseUnused(in request: ModerationRequest) throws(Problem) {
    var used: Set<String> = []
    switch request.action {
    case .restore: used = ["comment_ids", "moderation_id"]
    case .delete, .hold, .approve, .reject, .pin, .unpin: used = ["comment_ids"]
    case .purgeUser: used = ["user_id", "seconds"]
    case .mute: used = ["user_id", "duration_s", "scope"]
    case .unmute: used = ["user_id", "scope"]
    case .shadowBan, .liftShadowBan: used = ["user_id"]
    case .slowMode: used = ["seconds"]
    case .setLevel: used = ["level"]
    case .lock, .unlock: break
    case .setRules, .flag, .unknown: return
    }
    let given: [(String, Bool)] = [
      ("comment_ids", request.commentIDs != nil), ("user_id", request.userID != nil),
      ("moderation_id", request.moderationID != nil), ("scope", request.scope != nil),
      ("duration_s", request.durationSeconds != nil), ("seconds", request.seconds != nil),
      ("level", request.level != nil),
    ]
    for (field, isGiven) in given where isGiven && !used.contains(field) {
      throw invalid(field, "\(request.action) has no \(field)")
    }
  }

  /// Every comment once, in the order given.
  private static func comments(_ request: ModerationRequest) throws(Problem) -> [CommentID] {
    guard let ids = request.commentIDs, !ids.isEmpty else {
      throw invalid("comment_ids", "\(request.action) needs comment_ids: at least one")
    }
    guard ids.count <= Limits.moderationTargets else {
      throw invalid(
        "comment_ids", "one request names at most \(Limits.moderationTargets) comments")
    }
    var seen: Set<CommentID> = []
    return ids.filter { seen.insert($0).inserted }
  }

  private static func singleComment(_ request: ModerationRequest) throws(Problem) -> CommentID {
    let ids = try comments(request)
    guard ids.count == 1 else {
      throw invalid("comment_ids", "\(request.action) takes one comment")
    }
    return ids[0]
  }

  private func userID(_ request: ModerationRequest) throws(Problem) -> UserID {
    guard let userID = request.userID else {
      throw Self.invalid("user_id", "\(request.action) needs a user_id")
    }
    let rule = TextRule(field: "user_id", name: "the user id", lengths: Limits.user)
    return UserID(rawValue: try rule.apply(to: userID.rawValue, normalise: normalise))
  }

  private static func isEverywhere(_ request: ModerationRequest) throws(Problem) -> Bool {
    switch request.scope {
    case nil: return false
    case "*": return true
    default: throw invalid("scope", "the scope is * or left out")
    }
  }

  private static func number(
    _ value: Int?, _ field: String, in range: ClosedRange<Int>
  ) throws(Problem) -> Int? {
    guard let value else { return nil }
    guard range.contains(value) else {
      throw invalid(field, "\(field) is \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// Empty text is none.
  private func text(
    _ text: String?, _ field: String, atMost limit: Int
  ) throws(Problem) -> String? {
    guard let text, !text.isEmpty else { return nil }
    return try TextRule(field: field, name: "the \(field)", lengths: 1...limit)
      .apply(to: text, normalise: normalise)
  }

  private static func invalid(_ field: String, _ detail: String) -> Problem {
    Problem(.invalid, detail, field: field)
  }
}
