import LiveComments

/// What is done to users, and to the stream as a whole.
extension ModerationRules {
  static func ruleOnUser(
    _ order: ModerationOrder, _ facts: ModerationFacts, at time: Timestamp
  ) throws(Problem) -> ModerationRuling {
    let request = order.request
    guard let userID = request.userID else {
      throw Problem(.invalid, "\(request.action) needs a user_id", field: "user_id")
    }
    var draft = draft(for: order)
    draft.userID = userID
    if let scope = request.scope {
      guard scope == "*", request.action == .mute || request.action == .unmute else {
        throw Problem(
          .invalid, "scope can only be * and only with mute and unmute", field: "scope")
      }
      draft.scope = scope
    }
    switch request.action {
    case .mute:
      if let duration = request.durationSeconds {
        try check(duration, in: 1...longestDuration, field: "duration_s")
        draft.durationSeconds = duration
        draft.until = Timestamp(milliseconds: time.milliseconds + Int64(duration) * 1_000)
      }
    case .purgeUser:
      draft.uptoSeq = facts.latestSeq
      draft.fromSeq = 1
      if let seconds = request.seconds {
        try check(seconds, in: 1...longestDuration, field: "seconds")
        draft.seconds = seconds
        // When there is none, the range is empty: it begins after its end.
        draft.fromSeq = facts.firstRecentSeq ?? facts.latestSeq.advanced(by: 1)
      }
    default: break
    }
    return withUnpins(of: draft, given: facts)
  }

  static func ruleOnStream(
    _ order: ModerationOrder
  ) throws(Problem) -> ModerationRuling {
    let request = order.request
    var draft = draft(for: order)
    switch request.action {
    case .slowMode:
      guard let seconds = request.seconds else {
        throw Problem(
          .invalid, "slow_mode needs seconds; 0 turns it off", field: "seconds")
      }
      try check(seconds, in: 0...longestSlowMode, field: "seconds")
      draft.seconds = seconds
    case .setLevel:
      guard let level = request.level else {
        throw Problem(
          .invalid, "set_level needs a level: auto, normal, busy, hot or critical", field: "level")
      }
      draft.level = level
    default: break
    }
    return ModerationRuling(drafts: [draft], answer: 0)
  }
}
