public import LiveComments

/// A line of the `:` prompt that was understood.
public enum Command: Sendable, Hashable {
  case quit
  case help
  case theme(String)
  case mouse(Bool)
  case set(Setting)
  case reconnect
  case tabs(TabRequest)
  case show(SidePane.Tab)
  /// The card of a user; of the selected comment's author when nobody is named.
  case card(user: String?)
  /// A reaction; to the selected comment, or to the stream, when none is named.
  case react(String, to: CommentID?)
  case moderate(ModerationCommand)
  /// Hides what matches a query; nil lists what is hidden.
  case filter(String?)
  /// By number or text, or all; nil when there is one.
  case unfilter(String?)
}

/// Why a line of the `:` prompt was not understood: a sentence for the user.
public struct CommandProblem: Error, Sendable, Hashable {
  public let message: String
}

extension Command {
  /// Reads a line such as `theme dark` or `mute "a name" 10m spam`; a leading colon and surrounding
  /// spaces do not matter. Nil when the line is empty.
  ///
  /// Throws a sentence that names the nearest command when there is one.
  public static func parse(_ line: String) throws(CommandProblem) -> Command? {
    var words = try CommandWords(line)
    guard let name = words.next()?.lowercased() else { return nil }
    guard let verb = CommandVerb(named: name) else {
      let nearest = NearestName.of(name, among: CommandVerb.allNames)
      let hint = nearest.map { "did you mean :\($0)?" } ?? "? lists the commands"
      throw CommandProblem(message: "there is no command :\(name); \(hint)")
    }
    if verb.parameters.isEmpty, let surplus = words.next() {
      throw CommandProblem(message: ":\(verb.rawValue) takes nothing after it, not \(surplus)")
    }
    switch verb {
    case .quit: return .quit
    case .help: return .help
    case .connection: return .show(.connection)
    case .held: return .show(.held)
    case .log: return .show(.log)
    case .stream: return .show(.stream)
    case .reconnect: return .reconnect
    case .filter: return .filter(words.line)
    case .unfilter: return .unfilter(words.line)
    case .close: return .tabs(.close)
    case .tab:
      guard let name = words.rest else {
        throw CommandProblem(message: ":tab takes a stream's number or name, such as :tab 2")
      }
      if let number = Int(name), (1...StreamTabs.capacity).contains(number) {
        return .tabs(.show(number - 1))
      }
      return .tabs(.showNamed(name))
    case .user: return .card(user: words.rest)
    case .theme:
      guard let theme = words.next(), words.next() == nil else {
        throw CommandProblem(message: ":theme takes one name, such as :theme light")
      }
      return .theme(theme)
    case .mouse:
      guard let word = words.next(), ["on", "off"].contains(word), words.next() == nil else {
        throw CommandProblem(message: ":mouse takes on or off")
      }
      return .mouse(word == "on")
    case .set: return .set(try Setting.parse(&words))
    case .react:
      guard let emoji = words.next(), Emoji(emoji) != nil else {
        throw CommandProblem(message: ":react takes an emoji, such as :react 🔥")
      }
      guard let name = words.next() else { return .react(emoji, to: nil) }
      guard let id = CommentID(rawValue: name), words.next() == nil else {
        throw CommandProblem(message: ":react takes a comment_id after the emoji, or nothing")
      }
      return .react(emoji, to: id)
    case .rules:
      return try ModerationCommand.parseRule(&words).map { .moderate($0) } ?? .show(.stream)
    default:
      return .moderate(try ModerationCommand.parse(verb, &words))
    }
  }
}

extension CommandVerb {
  static let allNames = allCases.flatMap { [$0.rawValue] + $0.aliases }

  init?(named name: String) {
    guard
      let verb = Self.allCases.first(where: { $0.rawValue == name || $0.aliases.contains(name) })
    else { return nil }
    self = verb
  }
}
