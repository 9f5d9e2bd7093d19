import TerminalGrid

/// The three lines that somebody who starts the program for the first time reads. They go away by
/// themselves, and at once by Esc or `?`.
struct FirstSteps {
  /// How long they stay when nobody sends them away, in seconds.
  static let seconds = 120

  let lines: [String]

  init(_ model: Model) {
    let keymap = model.keymap
    func key(_ action: Action, in context: InputContext = .live) -> String {
      keymap.keyName(of: action, in: context) ?? ":"
    }
    let write =
      model.settings.isReadOnly || !model.settings.hasToken
      ? "You are reading along" : "\(key(.compose)) writes a comment, Enter sends it"
    let live = keymap.keyName(of: .live, in: .frozen) ?? ":"
    lines = [
      "\(write); \(key(.selectOlder)) looks back, and nothing moves until \(live).",
      "\(key(.help)) lists all that can be done here: type to search, Enter does it.",
      "\(key(.quit)) leaves. Esc sends these lines away.",
    ]
  }
}

/// Draws the first steps above the divider.
struct FirstStepsView {
  private let theme: Theme
  private let lines: [String]

  init?(_ model: Model) {
    guard model.firstStepsUntil != nil else { return nil }
    theme = model.theme
    lines = FirstSteps(model).lines
  }

  func draw(into grid: inout Grid, area: Area) {
    for (row, line) in zip(area.rowRange, lines) {
      grid.write(
        [Segment(" » ", theme[.accent]), Segment(line, theme[.notice])], row: row,
        column: area.column, columns: area.columns)
    }
  }
}
