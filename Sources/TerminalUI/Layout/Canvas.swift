import TerminalGrid

/// A piece of a line: text with its style.
struct Segment {
  var text: SafeText
  var style: Style

  init(_ text: SafeText, _ style: Style) {
    self.text = text
    self.style = style
  }

  init(_ text: String, _ style: Style) {
    self.init(SafeText(text), style)
  }
}

extension Array where Element == Segment {
  var columns: Int { reduce(0) { $0 + $1.text.columns } }
}

extension Grid {
  /// Paints an area in one style.
  mutating func clear(_ area: Area, style: Style) {
    fill(rows: area.rowRange, columns: area.columnRange, style: style)
  }

  /// Writes segments one after the other, at most `limit` columns.
  /// - Returns: the columns written.
  @discardableResult
  mutating func write(
    _ segments: [Segment], row: Int, column: Int, columns limit: Int
  ) -> Int {
    var used = 0
    for segment in segments {
      let room = limit - used
      guard room > 0 else { break }
      used += write(
        segment.text.truncated(columns: room), row: row, column: column + used, columns: room,
        style: segment.style)
    }
    return used
  }
}
