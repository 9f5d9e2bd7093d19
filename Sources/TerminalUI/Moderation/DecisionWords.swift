import LiveComments

/// Events as sentences: who did what to whom, and why.
enum DecisionWords {
  /// Everything but time and actor: `deleted bob's comment: spam`.
  static func deed(_ event: ModerationEvent, subject: String) -> String {
    var text: String
    switch event.action {
    case .mute: text = "muted \(subject) \(ActionWords.term(event.durationSeconds))"
    case .slowMode:
      let seconds = event.seconds ?? 0
      text = seconds > 0 ? "set slow mode to \(seconds) s" : "ended slow mode"
    case .lock: text = "locked the stream"
    case .unlock: text = "unlocked the stream"
    case .setLevel: text = "set the level to \(event.level?.rawValue ?? "auto")"
    case .setRules: text = "changed the rules"
    case .purgeUser: text = "purged all comments of \(subject)"
    default: text = "\(ActionWords.past(event.action)) \(subject)"
    }
    if event.scope == "*" { text += " in every stream" }
    // A rule that decided is named as the actor already.
    let policy = isRule(event) ? nil : event.policy
    if let why = why(event.reason, policy) { text += ": \(why)" }
    return text
  }

  /// Who decided, when that is not a person who is named.
  static func actor(_ event: ModerationEvent) -> String {
    if isRule(event), let policy = event.policy { return "rule \(policy)" }
    return switch event.actorKind {
    case .policy, .automated: "the server"
    case .human, nil: "a moderator"
    }
  }

  private static func isRule(_ event: ModerationEvent) -> Bool {
    event.policy != nil && (event.actorKind == .policy || event.actorKind == .automated)
  }

  static func why(_ reason: String?, _ policy: String?) -> String? {
    switch (reason, policy) {
    case (let reason?, let policy?): "\(reason) (\(policy))"
    case (let reason?, nil): reason
    case (nil, let policy?): policy
    case (nil, nil): nil
    }
  }
}
