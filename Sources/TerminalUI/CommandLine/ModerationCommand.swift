public import ClientCore
public import LiveComments

/// A moderation command of the `:` line (design §5.4). Users are as typed: a name or an id.
public enum ModerationCommand: Sendable, Hashable {
  /// On the selected or marked comments.
  case comments(ModerationAction, reason: String?)
  case mute(user: String, MuteScope, seconds: Int?, reason: String?)
  case unmute(user: String, MuteScope, reason: String?)
  /// The comments of the last seconds, or all.
  case purge(user: String, seconds: Int?, reason: String?)
  case shadowBan(user: String, reason: String?)
  case liftShadowBan(user: String, reason: String?)
  case slowMode(seconds: Int)
  case lock(reason: String?)
  case unlock(reason: String?)
  case level(LevelChoice)
  case rule(String, RuleDocument.Response)
  case undo
}

extension ModerationCommand {
  /// Reads what stands behind the verb.
  static func parse(
    _ verb: CommandVerb, _ words: inout CommandWords
  ) throws(CommandProblem) -> ModerationCommand {
    switch verb {
    case .delete: return .comments(.delete, reason: words.rest)
    case .restore: return .comments(.restore, reason: words.rest)
    case .hold: return .comments(.hold, reason: words.rest)
    case .approve: return .comments(.approve, reason: words.rest)
    case .reject: return .comments(.reject, reason: words.rest)
    case .pin: return .comments(.pin, reason: nil)
    case .unpin: return .comments(.unpin, reason: nil)
    case .lock: return .lock(reason: words.rest)
    case .unlock: return .unlock(reason: words.rest)
    case .slow: return .slowMode(seconds: try slowMode(&words))
    case .level: return .level(try level(&words))
    case .mute:
      let user = try user(verb, &words)
      let scope = scope(&words)
      return .mute(user: user, scope, seconds: try term(verb, &words), reason: words.rest)
    case .purge:
      let user = try user(verb, &words)
      return .purge(user: user, seconds: try term(verb, &words), reason: words.rest)
    case .unmute:
      let user = try user(verb, &words)
      return .unmute(user: user, scope(&words), reason: words.rest)
    case .shadow: return .shadowBan(user: try user(verb, &words), reason: words.rest)
    case .unshadow: return .liftShadowBan(user: try user(verb, &words), reason: words.rest)
    default: return .undo
    }
  }

  /// Nil when no rule is named.
  static func parseRule(_ words: inout CommandWords) throws(CommandProblem) -> ModerationCommand? {
    guard let name = words.next() else { return nil }
    let rule = name.lowercased().replacing("-", with: "_")
    guard RuleDocument.names.contains(rule) else {
      let nearest = NearestName.of(rule, among: RuleDocument.names)
      throw CommandProblem(
        message: "there is no rule \(name); "
          + (nearest.map { "did you mean \($0)?" }
            ?? "there are \(RuleDocument.names.joined(separator: ", "))"))
    }
    guard let response = words.next({ RuleDocument.Response(rawValue: $0.lowercased()) }),
      words.rest == nil
    else {
      throw CommandProblem(message: ":rules \(rule) takes off, flag, hold or reject")
    }
    return .rule(rule, response)
  }

  private static func user(
    _ verb: CommandVerb, _ words: inout CommandWords
  ) throws(CommandProblem) -> String {
    guard let user = words.next() else {
      throw CommandProblem(
        message: ":\(verb.rawValue) needs a user: :\(verb.rawValue) \(verb.parameters)")
    }
    return user
  }

  private static func scope(_ words: inout CommandWords) -> MuteScope {
    words.next { $0 == MuteScope.everywhere.rawValue ? MuteScope.everywhere : nil } ?? .stream
  }

  /// A number without a unit would be guessed wrong by half of those who type it.
  private static func term(
    _ verb: CommandVerb, _ words: inout CommandWords
  ) throws(CommandProblem) -> Int? {
    if let seconds = words.next(CommandDuration.seconds) { return seconds }
    guard let word = words.next({ $0.first?.isNumber == true ? $0 : nil }) else { return nil }
    // Taken for the reason, a slip would last for ever.
    let example = Int(word).map { "\($0)s, \($0)m, \($0)h" } ?? "30s, 10m, 1h30m, 7d"
    throw CommandProblem(
      message: ":\(verb.rawValue) … \(word): that is no length of time; say \(example)")
  }

  private static func slowMode(_ words: inout CommandWords) throws(CommandProblem) -> Int {
    let seconds = words.next { $0 == "off" ? 0 : Int($0) ?? CommandDuration.seconds($0) }
    guard let seconds, (0...86_400).contains(seconds), words.rest == nil else {
      throw CommandProblem(message: ":slow takes seconds, such as :slow 10, or off")
    }
    return seconds
  }

  private static func level(_ words: inout CommandWords) throws(CommandProblem) -> LevelChoice {
    guard let level = words.next({ LevelChoice(rawValue: $0.lowercased()) }), words.rest == nil
    else {
      throw CommandProblem(message: ":level takes auto, normal, busy, hot or critical")
    }
    return level
  }
}

/// Where a mute holds, as it is typed.
public enum MuteScope: String, Sendable, Hashable {
  /// In this stream.
  case stream = ""
  /// In every stream: a register of its own, which only an `unmute` of the same scope lifts.
  case everywhere = "*"

  /// As a request says it.
  var wire: String? { self == .everywhere ? rawValue : nil }
}

/// Durations as one types them: `30s`, `10m`, `10min`, `2h`, `7d`, `1w`, `1h30m`.
public enum CommandDuration {
  private static let units: [String: Int] = [
    "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3_600, "hr": 3_600, "d": 86_400, "w": 604_800,
  ]
  /// Ten years.
  private static let longest = 315_360_000

  /// Nil when it is not a duration, or longer than ten years.
  public static func seconds(_ text: String) -> Int? {
    var rest = text.lowercased()[...]
    var total = 0
    var smallest = Int.max
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { !$0.isNumber }
      rest = rest.dropFirst(name.count)
      // Each unit once, the largest first.
      guard let count = Int(digits), count > 0, let unit = units[String(name)], unit < smallest,
        count <= longest / unit
      else { return nil }
      smallest = unit
      total += count * unit
    }
    return total > 0 && total <= longest ? total : nil
  }
}
