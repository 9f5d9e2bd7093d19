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
    if let why = why(event.reason, event.policy) { text += ": \(why)" }
    return text
  }

  /// Who decided, when that is not a person who is named.
  static func actor(_ event: ModerationEvent) -> String {
    switch event.actorKind {
    case .policy: "rule \(event.policy ?? "unnamed")"
    case .automated: "server"
    case .human, nil: "a moderator"
    }
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
