import TerminalGrid

/// The help over the whole screen.
struct HelpView {
  private let theme: Theme
  private let size: TerminalSize
  private let lines: [HelpText.Line]
  private let scroll: Int
  private let lastScroll: Int
  private let hints: HintsView

  init(_ model: Model) {
    theme = model.theme
    size = model.size
    lines =
      HelpText(
        model.keymap, badges: model.theme.badges, moderates: model.moderates
      ).lines
    lastScroll = HelpText.lastScroll(model.keymap, size: model.size)
    scroll = min(model.helpScroll, lastScroll)
    hints = HintsView(model)
  }

  /// Rows between the title and the hints.
  static func bodyRows(_ size: TerminalSize) -> Int { max(1, size.rows - 2) }

  func draw(into grid: inout Grid) {
    let title = Area(row: 0, column: 0, rows: 1, columns: size.columns)
    grid.clear(title, style: theme[.status])
    let more =
      scroll < lastScroll ? "  ↓ more" : scroll > 0 ? "  ↑ more" : ""
    grid.write(
      SafeText(" Keys and commands" + more).truncated(columns: size.columns), row: 0, column: 0,
      style: theme[.status].adding(.bold))
    let count = HelpText.columnCount(size.columns)
    let perColumn = (lines.count + count - 1) / count
    let width = size.columns / count
    let rows = Self.bodyRows(size)
    let keyColumns = min(width * 2 / 5, 22)
    for column in 0..<count {
      let first = column * perColumn + scroll
      let end = min((column + 1) * perColumn, lines.count)
      for row in 0..<rows where first + row < end {
        draw(
          lines[first + row], row: row + 1, column: column * width + 1, width: width - 2,
          keyColumns: keyColumns, into: &grid)
      }
    }
    hints.draw(
      into: &grid, area: Area(row: size.rows - 1, column: 0, rows: 1, columns: size.columns))
  }

  private func draw(
    _ line: HelpText.Line, row: Int, column: Int, width: Int, keyColumns: Int,
    into grid: inout Grid
  ) {
    switch line {
    case .blank: break
    case .heading(let title):
      grid.write(
        SafeText(title).truncated(columns: width), row: row, column: column,
        style: theme[.accent].adding(.bold))
    case .entry(let keys, let summary):
      grid.write(
        SafeText(keys).truncated(columns: keyColumns - 2), row: row, column: column + 1,
        style: theme[.key])
      grid.write(
        SafeText(summary).truncated(columns: width - keyColumns), row: row,
        column: column + keyColumns, style: theme[.text])
    }
  }
}
