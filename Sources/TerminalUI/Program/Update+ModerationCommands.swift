import ClientCore
import LiveComments

extension Model {
  mutating func run(_ command: ModerationCommand) -> [Effect] {
    if case .comments(let action, let reason) = command { return run(action, reason: reason) }
    if let reason = whyNot(command.action) {
      say(reason, .warning)
      return []
    }
    switch command {
    case .comments: break
    case .mute(let name, .stream, let seconds, let reason):
      return allowed(.mute, name).map { mute([$0], seconds: seconds, reason: reason) } ?? []
    case .mute(let name, .everywhere, let seconds, let reason):
      if let user = allowed(.mute, name, everywhere: true) {
        propose(.muteEverywhere(user, seconds: seconds), reason: reason)
      }
    case .unmute(let name, .stream, let reason):
      return allowed(.unmute, name).map { unmute([$0], reason: reason) } ?? []
    case .unmute(let name, .everywhere, let reason):
      return allowed(.unmute, name, everywhere: true)
        .map { unmuteEverywhere($0, reason: reason) } ?? []
    case .purge(let name, let seconds, let reason):
      if let user = allowed(.purgeUser, name) {
        propose(.purge([user], seconds: seconds), reason: reason)
      }
    case .shadowBan(let name, let reason):
      if let user = allowed(.shadowBan, name) { propose(.shadowBan([user]), reason: reason) }
    case .liftShadowBan(let name, let reason):
      if let user = allowed(.liftShadowBan, name) {
        propose(.liftShadowBan([user]), reason: reason)
      }
    case .slowMode(let seconds): return setSlowMode(seconds, reason: nil)
    case .lock(let reason): propose(.lock, reason: reason)
    case .unlock(let reason): return setLock(false, reason: reason)
    case .level(let level): return setLevel(level, reason: nil)
    case .rule(let rule, let response):
      rules.change = RuleDesk.Change(rule: rule, response: response)
      // What is changed is what the server has now.
      rules.isStale = true
    case .undo: return undo()
    }
    return []
  }

  private mutating func run(_ action: ModerationAction, reason: String?) -> [Effect] {
    guard action == .pin || action == .unpin else { return decide(action, reason: reason) }
    if let reason = whyNot(action) {
      say(reason, .warning)
      return []
    }
    guard subjects.count == 1, let comment = subjects.first else {
      if subjects.isEmpty { sayNothingSelected() } else { say("pin one comment at a time") }
      return []
    }
    return pin(comment, action)
  }

  /// The user of that name, unless one may not do this to them; said when nil.
  private mutating func allowed(
    _ action: ModerationAction, _ name: String, everywhere: Bool = false
  ) -> UserTarget? {
    guard let user = user(named: name) else { return nil }
    if let reason = whyNot(action, users: [user], everywhere: everywhere) {
      say(reason, .warning)
      return nil
    }
    return user
  }

  /// The user whom a name or an id means: among those who wrote into the feed, or `id:…` as it is.
  /// Says so when there is none, or more than one.
  mutating func user(named text: String) -> UserTarget? {
    let name = text.hasPrefix("@") ? String(text.dropFirst()) : text
    var found: [UserID: UserTarget] = [:]
    let exact = name.hasPrefix("id:") ? String(name.dropFirst(3)) : nil
    let folded = name.lowercased()
    for comment in session.feed.timeline.reversed() {
      let isMeant =
        exact.map { $0 == comment.userID.rawValue }
        ?? (comment.userID.rawValue == name || comment.userName.lowercased() == folded)
      if isMeant, found[comment.userID] == nil { found[comment.userID] = UserTarget(comment) }
    }
    if found.count == 1 { return found.values.first }
    if let exact, !exact.isEmpty {
      return UserTarget(userID: UserID(rawValue: exact), name: exact, role: nil)
    }
    if found.isEmpty {
      let nearest = NearestName.of(folded, among: recentNames().map { $0.lowercased() })
      let hint = nearest.map { "did you mean \($0)?" } ?? "id:NAME takes a user_id as it is"
      say("nobody in the feed is called \(name); \(hint)", .warning)
    } else {
      let ids = found.keys.map { "id:\($0.rawValue)" }.sorted().prefix(4)
      say("\(found.count) users are called \(name): \(ids.joined(separator: ", "))", .warning)
    }
    return nil
  }

  /// The names of those who wrote into the feed, the newest first.
  func recentNames() -> [String] {
    var seen: Set<String> = []
    return session.feed.timeline.reversed().map(\.userName).filter { seen.insert($0).inserted }
  }
}

extension ModerationCommand {
  /// The action whose right it takes.
  fileprivate var action: ModerationAction {
    switch self {
    case .comments(let action, _): action
    case .mute: .mute
    case .unmute: .unmute
    case .purge: .purgeUser
    case .shadowBan: .shadowBan
    case .liftShadowBan: .liftShadowBan
    case .slowMode: .slowMode
    case .lock: .lock
    case .unlock: .unlock
    case .level: .setLevel
    case .rule: .setRules
    case .undo: .restore
    }
  }
}
