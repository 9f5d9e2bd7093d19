/// What the keys act on at the moment.
public enum InputContext: String, Sendable, Hashable, CaseIterable {
  /// The feed follows the stream.
  case live
  /// The feed stands still.
  case frozen
  /// The side pane has the keys.
  case pane
  case composing
  case commandLine
  case help
  case question

  /// As the help and `gavel keys` head the list of its keys.
  public var title: String {
    switch self {
    case .live: "Reading"
    case .frozen: "Reading, frozen"
    case .pane: "In the side pane"
    case .composing: "Writing"
    case .commandLine: "Command line"
    case .help: "Help"
    case .question: "Answering a question"
    }
  }
}
