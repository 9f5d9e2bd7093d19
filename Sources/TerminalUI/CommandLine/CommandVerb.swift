/// A command of the `:` line.
public enum CommandVerb: String, Sendable, Hashable, CaseIterable {
  case quit
  case help
  case theme
  case mouse
  case set
  case connection
  case reconnect
  case react
  case filter
  case unfilter
  case tab
  case close
  // Moderating
  case delete
  case restore
  case hold
  case approve
  case reject
  case pin
  case unpin
  case mute
  case unmute
  case purge
  case shadow
  case unshadow
  case slow
  case lock
  case unlock
  case level
  case rules
  case undo
  case held
  case log
  case user
  case stream

  /// Shorter names for the same command.
  public var aliases: [String] {
    switch self {
    case .quit: ["q", "exit"]
    case .help: ["h"]
    case .shadow: ["shadowban"]
    case .unshadow: ["lift"]
    case .slow: ["slowmode"]
    default: []
    }
  }

  /// What stands after the name; what is in brackets may be left out.
  public var parameters: String {
    switch self {
    case .theme: "NAME"
    case .tab: "NUMBER|NAME"
    case .mouse: "on|off"
    case .set: "NAME VALUE"
    case .react: "EMOJI [COMMENT_ID]"
    case .delete, .restore, .hold, .approve, .reject, .lock, .unlock: "[REASON]"
    case .mute: "USER [*] [10m] [REASON]"
    case .unmute: "USER [*] [REASON]"
    case .shadow, .unshadow: "USER [REASON]"
    case .purge: "USER [5m] [REASON]"
    case .slow: "SECONDS|off"
    case .level: "auto|normal|busy|hot|critical"
    case .rules: "[RULE off|flag|hold|reject]"
    case .user: "[USER]"
    case .filter: "[[!] QUERY]"
    case .unfilter: "[NUMBER|all]"
    case .quit, .help, .connection, .reconnect, .close, .pin, .unpin, .undo, .held, .log, .stream:
      ""
    }
  }

  /// What it does, as the help lists it.
  public var summary: String {
    switch self {
    case .quit: "leave all streams"
    case .help: "search what can be done here, and do it"
    case .theme: "change the theme"
    case .mouse: "whether the mouse works in here"
    case .set: "times absolute|relative|none, repeats on|off, emotes short|full"
    case .connection: "show what the connection counted"
    case .filter: "hide what matches; ! own comments too; list"
    case .unfilter: "show it again"
    case .reconnect: "connect after all was given up"
    case .react: "react to the selected comment, or to the stream"
    case .tab: "go to another open stream"
    case .close: "leave this stream; the last one ends the program"
    case .delete: "delete the selected or marked comments"
    case .restore: "bring back what was deleted"
    case .hold: "hold them for review"
    case .approve: "approve what is held"
    case .reject: "reject what is held"
    case .pin: "pin the selected comment"
    case .unpin: "unpin it"
    case .mute: "for ever, or so long: s, m, h, d, w; * in every stream"
    case .unmute: "let a user write again"
    case .purge: "delete a user's comments, all or the last; asks"
    case .shadow: "shadow-ban a user; asks"
    case .unshadow: "lift a shadow ban; asks"
    case .slow: "one comment per user every so many seconds"
    case .lock: "only moderators post; asks"
    case .unlock: "everybody posts again"
    case .level: "fix the mitigation level, or leave it to the load"
    case .rules: "show the safety rules, or change what one does"
    case .undo: "take back what you did last"
    case .held: "review the held comments"
    case .log: "show who did what"
    case .user: "show a user's card"
    case .stream: "show the stream's controls"
    }
  }

  /// Whether only moderators can do anything with it. A viewer deletes their own comments.
  public var isForModerators: Bool {
    switch self {
    case .quit, .help, .theme, .mouse, .set, .connection, .reconnect, .react, .tab, .close,
      .delete, .stream, .filter, .unfilter:
      false
    default: true
    }
  }
}

extension CommandVerb {
  /// The first word of a text that reads like a command typed in the wrong place: `:mute`, `/ban`,
  /// also mistyped. Nil for everything else, `:wave:` and `/s` included.
  static func opening(_ text: String) -> String? {
    guard let sign = text.first, sign == ":" || sign == "/" else { return nil }
    let word = text.prefix { !$0.isWhitespace }
    let name = word.dropFirst().lowercased()
    guard name.count > 2, name.allSatisfy(\.isLetter) else { return nil }
    let isNamed = allNames.contains(name) || NearestName.of(name, among: allNames) != nil
    return isNamed ? String(word) : nil
  }
}
