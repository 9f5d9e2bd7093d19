import TerminalGrid

/// The line that one writes on, or what stands there instead. It grows to three rows, then scrolls.
struct ComposeLine {
  static let rowsAtMost = 3
  /// Columns at the right for the characters that remain, or the seconds to wait.
  private static let counterColumns = 7
  /// Likewise for what a search has found.
  private static let searchCounterColumns = 13

  private let theme: Theme
  private let mode: Mode
  private let prompt: Segment
  private let text: EditedText
  private let placeholder: String?
  private let counter: Segment?
  private let counterColumns: Int

  init(_ model: Model, columns: Int) {
    theme = model.theme
    mode = model.mode
    let isEditing: Bool
    switch model.mode {
    case .composing, .question(.pasteLines), .question(.postCommand): isEditing = true
    case .reading, .commandLine, .searching, .help, .streams, .question(.proposal), .muting,
      .reacting:
      isEditing = false
    }
    let isLine = model.mode == .commandLine || model.mode == .searching
    let editor =
      switch model.mode {
      case .commandLine: model.commandLine
      case .searching: model.searchLine.editor
      default: model.compose.editor
      }
    if isLine {
      prompt = Segment(model.mode == .searching ? "/" : ":", theme[.prompt])
    } else if let reply = model.compose.reply {
      let name = SafeText(reply.userName, limit: 320).truncated(columns: 12)
      prompt = Segment(SafeText("↳ ") + name + SafeText(" › "), theme[.prompt])
    } else {
      prompt = Segment("› ", theme[isEditing ? .prompt : .placeholder])
    }
    placeholder =
      isEditing || isLine || !model.compose.editor.isEmpty
      ? nil : Self.placeholder(model)
    counterColumns =
      model.mode == .searching ? Self.searchCounterColumns : Self.counterColumns
    counter = Self.counter(model, isEditing: isEditing)
    text = EditedText(
      before: editor.before, after: editor.after,
      columns: max(1, columns - prompt.text.columns - counterColumns))
  }

  /// The rows that it would take.
  func rows(atMost limit: Int) -> Int {
    min(max(1, text.lines.count), limit)
  }

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    grid.write([prompt], row: area.row, column: area.column, columns: area.columns)
    let start = area.column + prompt.text.columns
    if let placeholder {
      grid.write(
        SafeText(placeholder).truncated(columns: area.columns - prompt.text.columns),
        row: area.row, column: start, style: theme[.placeholder])
    } else {
      let first = text.firstRow(showing: area.rows)
      let style = theme[mode == .reading ? .placeholder : .text]
      for (offset, line) in text.lines.dropFirst(first).prefix(area.rows).enumerated() {
        grid.write(line, row: area.row + offset, column: start, style: style)
      }
      if mode == .composing || mode == .commandLine || mode == .searching {
        grid.cursor = GridPosition(
          row: area.row + text.cursor.row - first, column: start + text.cursor.column)
      }
    }
    if let counter, placeholder == nil {
      let text = counter.text.truncated(columns: counterColumns - 1)
      grid.write(
        text, row: area.row, column: area.columnRange.upperBound - text.columns,
        style: counter.style)
    }
  }

  private static func placeholder(_ model: Model) -> String {
    if let reason = model.whyNotPost { return reason }
    let wait = model.slowModeSecondsLeft
    if wait > 0 { return "Slow mode: \(wait) s until you may write again" }
    let key = model.keymap.keyName(of: .compose, in: .live)
    return key.map { "Press \($0) to write" } ?? ""
  }

  /// What remains of the limit; while slow mode holds, the seconds to wait; that a lock keeps it.
  private static func counter(_ model: Model, isEditing: Bool) -> Segment? {
    if model.mode == .searching {
      return model.searchCount.map { Segment($0, model.theme[.counter]) }
    }
    guard isEditing else { return nil }
    if model.isLockedOut { return Segment("locked", model.theme[.counterLow]) }
    let wait = model.slowModeSecondsLeft
    if wait > 0 { return Segment("\(wait) s", model.theme[.counterLow]) }
    let remaining = model.compose.remaining(model.settings.normalise)
    let face: Face = remaining < 0 ? .counterOver : remaining <= 50 ? .counterLow : .counter
    return Segment("\(remaining)", model.theme[face])
  }
}
