/// What the keys act on at the moment.
public enum InputContext: String, Sendable, Hashable, CaseIterable {
  /// The feed follows the stream.
  case live
  /// The feed stands still.
  case frozen
  /// The side pane has the keys.
  case pane
  /// The held queue in the side pane has the keys.
  case held
  /// The user card in the side pane has the keys.
  case user
  case composing
  case commandLine
  /// A query is typed.
  case searching
  case help
  /// The list of open streams.
  case streams
  case question
  /// A digit chooses from a list in the last line.
  case choosing

  /// As the help and `gavel keys` head the list of its keys.
  public var title: String {
    switch self {
    case .live: "Reading"
    case .frozen: "Reading, frozen"
    case .pane: "In the side pane"
    case .held: "In the held queue"
    case .user: "On the user card"
    case .composing: "Writing"
    case .commandLine: "Command line"
    case .searching: "Searching"
    case .help: "Help"
    case .streams: "List of streams"
    case .question: "Answering a question"
    case .choosing: "Choosing by a digit"
    }
  }

  /// What a keymap in the configuration calls it: `command-line`.
  public var name: String {
    rawValue.reduce(into: "") { name, character in
      name += character.isUppercase ? "-" + character.lowercased() : String(character)
    }
  }

  /// Whether a key that types text is inserted where nothing else is bound to it.
  public var takesText: Bool {
    switch self {
    case .composing, .commandLine, .searching, .help, .streams: true
    case .live, .frozen, .pane, .held, .user, .question, .choosing: false
    }
  }
}
