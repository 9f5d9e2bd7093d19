/// Why the terminal cannot be used; says what to do instead.
public enum TerminalFailure: Error, Hashable {
  /// Standard input or output is not a terminal.
  case notATerminal(stream: String)
  /// `TERM` is not set.
  case noTerminalType
  /// There is no description of the terminal type that `TERM` names.
  case unknownTerminal(String)
  /// There are no descriptions of terminals at all.
  case noDescriptions
  /// The terminal type cannot place its cursor as ECMA-48 terminals do.
  case incapableTerminal(String)
  /// The process uses its terminal already.
  case inUse
  /// The system refused: an `errno` value.
  case system(Int32)
}

extension TerminalFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream) is not a terminal; in a pipe or a script use `gavel tail`"
    case .noTerminalType:
      "TERM is not set; set it to your terminal's type, such as xterm-256color"
    case .unknownTerminal(let name):
      """
      the terminal type `\(name)` is unknown here; set TERM to one that is, such as \
      xterm-256color, or use `gavel tail`
      """
    case .noDescriptions:
      "there is no terminfo database; install it (package ncurses-base) or use `gavel tail`"
    case .incapableTerminal(let name):
      "a terminal of type `\(name)` cannot show a screen; use `gavel tail`"
    case .inUse:
      "the terminal is in use by this process already"
    case .system(let number):
      "the terminal cannot be used (errno \(number))"
    }
  }
}
