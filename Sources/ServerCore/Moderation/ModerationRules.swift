public import LiveComments

/// Decides moderation requests (design §5.4): pure; what is true at the moment is passed in.
public enum ModerationRules {
  /// The comments that may be pinned at once.
  public static let mostPins = 3
  /// The longest mute or purge that names its seconds: ten years.
  static let longestDuration = 315_360_000
  /// The longest slow mode: a day.
  static let longestSlowMode = 86_400

  /// The events that a request makes. All or nothing: throws the refusal, which names the comments
  /// that it fails on.
  public static func rule(
    on order: ModerationOrder, given facts: ModerationFacts, at time: Timestamp
  ) throws(Problem) -> ModerationRuling {
    try checkAuthority(of: order, given: facts)
    switch order.request.action.subject {
    case .comments:
      if order.request.action == .restore, order.request.moderationID != nil {
        return try restorePurge(order, facts)
      }
      return try ruleOnComments(order, facts)
    case .user: return try ruleOnUser(order, facts, at: time)
    case .stream: return try ruleOnStream(order)
    case .automated, nil:
      throw Problem(
        .invalid, "\(order.request.action) is not an action that can be asked for",
        field: "action")
    }
  }

  // MARK: Parts of every ruling

  static func draft(for order: ModerationOrder) -> ModerationRuling.Draft {
    ModerationRuling.Draft(
      order.request.action, actor: order.actor.userID, actorKind: .human,
      reason: order.request.reason, policy: order.request.policy)
  }

  static func check(
    _ value: Int, in range: ClosedRange<Int>, field: String
  ) throws(Problem) {
    guard range.contains(value) else {
      throw Problem(
        .invalid, "\(field) must be \(range.lowerBound) to \(range.upperBound)", field: field)
    }
  }

  static func forbidden(_ detail: String) -> Problem { Problem(.forbidden, detail) }

  static func unknownComments(_ ids: [CommentID]) -> Problem {
    Problem(.unknownComment, "the stream has no such comment", commentIDs: ids)
  }
}
