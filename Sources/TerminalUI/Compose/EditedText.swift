import TerminalGrid

/// A text under edit in rows of a fixed width, and where the cursor is among them. Rows break
/// anywhere, so that typing moves as little as possible.
struct EditedText {
  private(set) var lines: [SafeText] = []
  /// The row of `lines` and the column of the cursor.
  private(set) var cursor: GridPosition

  /// `columns` is at least 2, or a wide character could not be placed.
  init(before: String, after: String, columns: Int) {
    let columns = max(2, columns)
    let head = Self.rows(SafeText(before), columns: columns)
    // The cursor stands in a cell of its own, which at the end of a row is in the next one.
    var row = head.count - 1
    var column = head[row].columns
    if column >= columns {
      row += 1
      column = 0
    }
    cursor = GridPosition(row: row, column: column)
    lines = Self.rows(SafeText(before) + SafeText(after), columns: columns)
    // A wide character after the cursor may not fit beside what stands before it.
    while lines.count <= row { lines.append(SafeText("")) }
  }

  /// The first row to show so that the cursor is among `rows` rows.
  func firstRow(showing rows: Int) -> Int {
    let last = max(0, lines.count - rows)
    return min(last, max(0, cursor.row - rows + 1))
  }

  private static func rows(_ text: SafeText, columns: Int) -> [SafeText] {
    var rows: [SafeText] = []
    var rest = text
    while rest.columns > columns {
      let row = rest.prefix(columns: columns)
      rows.append(row)
      rest = rest.suffix(columns: rest.columns - row.columns)
    }
    rows.append(rest)
    return rows
  }
}
