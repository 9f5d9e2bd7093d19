import LiveComments

/// Actions as people say them.
enum ActionWords {
  /// `Delete`, `Hold`: what is about to be done to comments.
  static func imperative(_ action: ModerationAction) -> String {
    switch action {
    case .delete: "Delete"
    case .restore: "Restore"
    case .hold: "Hold"
    case .approve: "Approve"
    case .reject: "Reject"
    default: action.rawValue
    }
  }

  /// `deleted`, `muted`: what was done.
  static func past(_ action: ModerationAction) -> String {
    switch action {
    case .delete: "deleted"
    case .restore: "restored"
    case .hold: "held"
    case .approve: "approved"
    case .reject: "rejected"
    case .purgeUser: "purged"
    case .mute: "muted"
    case .unmute: "unmuted"
    case .shadowBan: "shadow-banned"
    case .liftShadowBan: "lifted the shadow ban of"
    case .slowMode: "set slow mode"
    case .lock: "locked"
    case .unlock: "unlocked"
    case .pin: "pinned"
    case .unpin: "unpinned"
    case .setLevel: "set the level"
    case .setRules: "changed the rules"
    case .flag: "flagged"
    case .unknown(let name): name
    }
  }

  /// What one may or may not do, after "only moderators …".
  static func right(_ action: ModerationAction) -> String {
    switch action {
    case .delete: "delete others' comments"
    case .restore: "restore comments"
    case .hold: "hold comments"
    case .approve, .reject: "review held comments"
    case .pin, .unpin: "pin comments"
    case .purgeUser: "purge users"
    case .mute, .unmute: "mute users"
    case .shadowBan, .liftShadowBan: "shadow-ban users"
    case .slowMode: "set slow mode"
    case .lock, .unlock: "lock the stream"
    case .setLevel: "set the level"
    case .setRules: "change the rules"
    case .flag, .unknown: "do that"
    }
  }

  /// `for 10 m`, `for ever`.
  static func term(_ seconds: Int?) -> String {
    seconds.map { "for " + duration($0) } ?? "for ever"
  }

  /// `45 s`, `10 m`, `1 h 30 m`, `7 d`: the two largest units.
  static func duration(_ seconds: Int) -> String {
    var rest = max(0, seconds)
    var parts: [String] = []
    for (unit, length) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] {
      if rest >= length {
        parts.append("\(rest / length) \(unit)")
        rest %= length
      }
    }
    return parts.isEmpty ? "0 s" : parts.prefix(2).joined(separator: " ")
  }

  /// A name as far as a sentence has room for it.
  static func short(_ name: String) -> String {
    name.count <= 24 ? name : name.prefix(23) + "…"
  }

  /// `bob's comment`, `3 comments by bob`, `5 comments by 2 users`.
  static func comments(_ comments: [Comment]) -> String {
    guard let first = comments.first else { return "nothing" }
    let name = short(first.userName)
    if comments.count == 1 { return "\(name)'s comment" }
    let users = Set(comments.map(\.userID)).count
    return "\(Figure.grouped(comments.count)) comments by \(users == 1 ? name : "\(users) users")"
  }

  /// `“my first wo…”`, `3 comments by bob`.
  static func excerpt(_ comments: [Comment]) -> String {
    guard comments.count == 1, let comment = comments.first else { return self.comments(comments) }
    return "“\(short(comment.content))”"
  }

  /// `bob`, `bob and 2 more`.
  static func users(_ users: [UserTarget]) -> String {
    guard let first = users.first else { return "nobody" }
    let name = short(first.name)
    return users.count == 1 ? name : "\(name) and \(users.count - 1) more"
  }
}

/// A user whom an action is about.
struct UserTarget: Sendable, Hashable {
  let userID: UserID
  let name: String
  /// As of the comment that the user was found by; nil when it is not known.
  let role: Role?

  init(userID: UserID, name: String, role: Role?) {
    self.userID = userID
    self.name = name
    self.role = role
  }

  init(_ comment: Comment) {
    self.init(userID: comment.userID, name: comment.userName, role: comment.role)
  }
}
