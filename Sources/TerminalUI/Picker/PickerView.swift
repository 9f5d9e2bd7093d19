import TerminalGrid

/// A list over the whole screen: its title, the line that narrows it, the entries that match.
struct PickerView {
  private let theme: Theme
  private let size: TerminalSize
  private let title: String
  let picker: Picker
  let entries: [PickerEntry]
  private let matches: [PickerEntry]
  private let lines: [Line]
  /// The first of `lines` that is shown.
  private let first: Int
  private let hints: HintsView

  init(_ model: Model, title: String, picker: Picker, entries: [PickerEntry]) {
    theme = model.theme
    size = model.size
    self.title = title
    self.picker = picker
    self.entries = entries
    matches = picker.matches(entries)
    lines = Self.lines(matches)
    let selected = min(picker.selected, matches.count - 1)
    let place = lines.firstIndex { if case .entry(selected) = $0 { true } else { false } } ?? 0
    // The selected entry stays clear of the edges while there is more beyond them.
    let rows = Self.listRows(model.size)
    first = max(0, min(place - rows / 2, lines.count - rows))
    hints = HintsView(model)
  }

  private enum Line {
    case heading(String)
    case entry(Int)
  }

  private static func lines(_ matches: [PickerEntry]) -> [Line] {
    var lines: [Line] = []
    var group = ""
    for (index, entry) in matches.enumerated() {
      if entry.group != group { lines.append(.heading(entry.group)) }
      group = entry.group
      lines.append(.entry(index))
    }
    return lines
  }

  /// The place among the matches of what a row of the screen shows.
  func index(atRow row: Int) -> Int? {
    let line = first + row - 2
    guard row >= 2, row < 2 + Self.listRows(size), lines.indices.contains(line),
      case .entry(let index) = lines[line]
    else { return nil }
    return index
  }

  /// Rows between the line that narrows and the hints.
  static func listRows(_ size: TerminalSize) -> Int { max(1, size.rows - 3) }

  func draw(into grid: inout Grid) {
    let head = Area(row: 0, column: 0, rows: 1, columns: size.columns)
    grid.clear(head, style: theme[.status])
    let count =
      matches.count == entries.count ? "\(entries.count)" : "\(matches.count) of \(entries.count)"
    grid.write(
      [
        Segment(" \(title)", theme[.status].adding(.bold)),
        Segment("  \(count)", theme[.statusSecondary]),
      ], row: 0, column: 0, columns: size.columns)
    drawQuery(into: &grid)
    drawList(into: &grid)
    hints.draw(
      into: &grid, area: Area(row: size.rows - 1, column: 0, rows: 1, columns: size.columns))
  }

  private func drawQuery(into grid: inout Grid) {
    grid.write("/ ", row: 1, column: 0, style: theme[.prompt])
    let text = EditedText(
      before: picker.query.before, after: picker.query.after, columns: size.columns - 3)
    let shown = text.firstRow(showing: 1)
    grid.write(text.lines[shown], row: 1, column: 2, style: theme[.text])
    if picker.query.isEmpty {
      grid.write(
        SafeText("type to search").truncated(columns: size.columns - 3), row: 1, column: 2,
        style: theme[.placeholder])
    }
    grid.cursor = GridPosition(row: 1, column: 2 + text.cursor.column)
  }

  private func drawList(into grid: inout Grid) {
    let rows = Self.listRows(size)
    guard !matches.isEmpty else {
      grid.write(
        SafeText(" nothing matches").truncated(columns: size.columns), row: 2, column: 0,
        style: theme[.secondary])
      return
    }
    let selected = min(picker.selected, matches.count - 1)
    let keyColumns = min(matches.map { SafeText($0.key).columns }.max() ?? 0, size.columns / 4)
    for (row, line) in zip(2..<2 + rows, lines[first...]) {
      switch line {
      case .heading(let text):
        grid.write(
          SafeText(text).truncated(columns: size.columns - 1), row: row, column: 1,
          style: theme[.accent].adding(.bold))
      case .entry(let index):
        draw(
          matches[index], isSelected: index == selected, keyColumns: keyColumns, row: row,
          into: &grid)
      }
    }
  }

  private func draw(
    _ entry: PickerEntry, isSelected: Bool, keyColumns: Int, row: Int, into grid: inout Grid
  ) {
    func style(_ face: Face) -> Style {
      isSelected ? theme.selected(theme[face]) : theme[face]
    }
    if isSelected {
      grid.fill(rows: row..<row + 1, columns: 0..<size.columns, style: style(.text))
      grid.write("▌", row: row, column: 0, style: style(.marker))
    }
    let key = SafeText(entry.key).truncated(columns: keyColumns)
    grid.write(key, row: row, column: 2, style: style(entry.refusal == nil ? .key : .secondary))
    let start = keyColumns == 0 ? 2 : keyColumns + 4
    let room = max(0, size.columns - start - 1)
    // Why something cannot be done matters as much as what it is.
    let note = SafeText(entry.refusal ?? entry.note)
    let noteColumns = note.isEmpty ? 0 : min(note.columns + 2, max(room / 2, 2))
    let title = SafeText(entry.title).truncated(columns: room - noteColumns)
    let rest = max(0, room - title.columns - 2)
    grid.write(
      [
        Segment(title, style(entry.refusal == nil ? .text : .secondary)),
        Segment(
          note.isEmpty ? SafeText("") : SafeText("  ") + note.truncated(columns: rest),
          style(.secondary)),
      ], row: row, column: start, columns: room)
  }
}
