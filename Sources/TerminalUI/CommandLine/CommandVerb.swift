/// A command of the `:` line.
public enum CommandVerb: String, Sendable, Hashable, CaseIterable {
  case quit
  case help
  case theme
  case mouse
  case connection
  case reconnect

  /// Shorter names for the same command.
  public var aliases: [String] {
    switch self {
    case .quit: ["q", "exit"]
    case .help: ["h"]
    case .theme, .mouse, .connection, .reconnect: []
    }
  }

  /// What stands after the name.
  public var parameters: String {
    switch self {
    case .theme: "NAME"
    case .mouse: "on|off"
    case .quit, .help, .connection, .reconnect: ""
    }
  }

  /// What it does, as the help lists it.
  public var summary: String {
    switch self {
    case .quit: "leave"
    case .help: "list keys and commands"
    case .theme: "change the theme"
    case .mouse: "whether the mouse works in here"
    case .connection: "show what the connection counted"
    case .reconnect: "connect after all was given up"
    }
  }
}
