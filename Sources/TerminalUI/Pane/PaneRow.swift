import TerminalGrid

/// A row of the side pane.
struct PaneRow {
  var indent = 1
  var segments: [Segment] = []
  var isSelected = false
}

/// Makes rows of the side pane: `columns` is what they have.
struct PaneText {
  let theme: Theme
  let columns: Int

  static let blank = PaneRow()

  func row(_ text: String, _ face: Face, _ attributes: Attributes = []) -> PaneRow {
    PaneRow(segments: [Segment(text, theme[face].adding(attributes))])
  }

  /// A name and its value, the values aligned.
  func pair(_ label: String, _ value: String, _ face: Face = .text) -> [PaneRow] {
    let values = wrapped(value, face, indent: Self.valueColumn)
    guard var first = values.first else { return [] }
    let gap = String(repeating: " ", count: max(1, Self.valueColumn - 1 - SafeText(label).columns))
    first.indent = 1
    first.segments.insert(Segment(label + gap, theme[.secondary]), at: 0)
    return [first] + values.dropFirst()
  }

  /// Text over as many rows as it takes, at least one.
  func wrapped(
    _ text: String, _ face: Face, _ attributes: Attributes = [], indent: Int = 1
  ) -> [PaneRow] {
    SafeText(text).wrapped(columns: max(1, columns - indent)).map {
      PaneRow(indent: indent, segments: [Segment($0, theme[face].adding(attributes))])
    }
  }

  /// A time, and text beside it with a hanging indent.
  func dated(_ time: String, _ text: String, _ face: Face) -> [PaneRow] {
    let indent = 2 + SafeText(time).columns
    var rows = wrapped(text, face, indent: indent)
    rows[0].indent = 1
    rows[0].segments.insert(Segment(time + " ", theme[.time]), at: 0)
    return rows
  }

  private static let valueColumn = 19
}
