/// A line of the `:` prompt that was understood.
public enum Command: Sendable, Hashable {
  case quit
  case help
  case theme(String)
  case mouse(Bool)
  case connection
  case reconnect
}

/// Why a line of the `:` prompt was not understood: a sentence for the user.
public struct CommandProblem: Error, Sendable, Hashable {
  public let message: String
}

extension Command {
  /// Reads a line such as `theme dark`; a leading colon and surrounding spaces do not matter.
  /// Nil when the line is empty.
  ///
  /// Throws a sentence that names the nearest command when there is one.
  public static func parse(_ line: String) throws(CommandProblem) -> Command? {
    let words = line.drop { $0 == ":" || $0.isWhitespace }.split(whereSeparator: \.isWhitespace)
    guard let name = words.first.map({ $0.lowercased() }) else { return nil }
    let arguments = words.dropFirst().map(String.init)
    guard let verb = verb(named: name) else {
      let nearest = NearestName.of(name, among: allNames)
      let hint = nearest.map { "did you mean :\($0)?" } ?? "? lists the commands"
      throw CommandProblem(message: "there is no command :\(name); \(hint)")
    }
    if verb.parameters.isEmpty, let surplus = arguments.first {
      throw CommandProblem(message: ":\(verb.rawValue) takes nothing after it, not \(surplus)")
    }
    switch verb {
    case .quit: return .quit
    case .help: return .help
    case .connection: return .connection
    case .reconnect: return .reconnect
    case .theme:
      guard arguments.count == 1 else {
        throw CommandProblem(message: ":theme takes one name, such as :theme light")
      }
      return .theme(arguments[0])
    case .mouse:
      guard arguments.count == 1, ["on", "off"].contains(arguments[0]) else {
        throw CommandProblem(message: ":mouse takes on or off")
      }
      return .mouse(arguments[0] == "on")
    }
  }

  private static let allNames = CommandVerb.allCases.flatMap { [$0.rawValue] + $0.aliases }

  private static func verb(named name: String) -> CommandVerb? {
    CommandVerb.allCases.first { $0.rawValue == name || $0.aliases.contains(name) }
  }
}
