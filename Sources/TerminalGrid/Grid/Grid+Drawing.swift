extension Grid {
  /// Writes one line of text from `column` on, at most `limit` columns and never past the edge.
  ///
  /// A wide glyph of which only half would fit is left out; its column becomes blank.
  /// - Returns: the columns written.
  @discardableResult
  public mutating func write(
    _ text: SafeText, row: Int, column: Int, columns limit: Int = .max, style: Style = .standard
  ) -> Int {
    guard row >= 0, row < rows, limit > 0, column < columns else { return 0 }
    let end = limit > columns - column ? columns : column + limit
    guard end > 0 else { return 0 }
    let start = row * columns
    var at = column
    var cut = false
    openSeam(row: row, column: max(column, 0))
    for glyph in text.glyphs {
      let next = at + glyph.width
      if next > end {
        cut = at < end
        break
      }
      if at >= 0 {
        cells[start + at] = Cell(glyph: glyph, style: style)
        if glyph.width == 2 {
          cells[start + at + 1] = Cell(glyph: .continuation, style: style)
        }
      } else if next > 0 {
        // The right half of a wide glyph that begins left of the grid.
        cells[start] = Cell(glyph: .blank, style: style)
      }
      at = next
    }
    if cut {
      cells[start + at] = Cell(glyph: .blank, style: style)
      at += 1
    }
    closeSeam(row: row, column: at)
    return at - column
  }

  /// Fills a rectangle with blanks, or with the first one-column glyph of `text`.
  public mutating func fill(
    rows rowRange: Range<Int>, columns columnRange: Range<Int>, with text: SafeText = " ",
    style: Style = .standard
  ) {
    let glyph = text.glyphs.first { $0.width == 1 } ?? .blank
    let across = columnRange.clamped(to: 0..<columns)
    guard !across.isEmpty else { return }
    for row in rowRange.clamped(to: 0..<rows) {
      openSeam(row: row, column: across.lowerBound)
      for column in across {
        cells[row * columns + column] = Cell(glyph: glyph, style: style)
      }
      closeSeam(row: row, column: across.upperBound)
    }
  }

  /// Fills the whole grid with blanks and hides the cursor.
  public mutating func clear(style: Style = .standard) {
    for index in cells.indices { cells[index] = Cell(glyph: .blank, style: style) }
    cursor = nil
  }

  /// Draws `text`'s first one-column glyph from left to right.
  public mutating func horizontalLine(
    row: Int, columns columnRange: Range<Int>, with text: SafeText = "─", style: Style = .standard
  ) {
    guard row >= 0, row < rows else { return }
    fill(rows: row..<row + 1, columns: columnRange, with: text, style: style)
  }

  /// Draws `text`'s first one-column glyph from top to bottom.
  public mutating func verticalLine(
    column: Int, rows rowRange: Range<Int>, with text: SafeText = "│", style: Style = .standard
  ) {
    guard column >= 0, column < columns else { return }
    fill(rows: rowRange, columns: column..<column + 1, with: text, style: style)
  }

  /// Changes the style of what is already there: a selection, a highlight.
  public mutating func restyle(
    rows rowRange: Range<Int>, columns columnRange: Range<Int>, _ change: (Style) -> Style
  ) {
    let across = columnRange.clamped(to: 0..<columns)
    for row in rowRange.clamped(to: 0..<rows) {
      for column in across {
        let index = row * columns + column
        cells[index].style = change(cells[index].style)
      }
    }
  }

  /// Blanks the left half of a wide glyph whose right half, at `column`, is to be overwritten.
  private mutating func openSeam(row: Int, column: Int) {
    let index = row * columns + column
    guard column > 0, cells[index].isContinuation else { return }
    cells[index - 1].glyph = .blank
    // Should nothing be written here, the orphaned half must not remain either.
    cells[index].glyph = .blank
  }

  /// Blanks the right half of a wide glyph whose left half was overwritten.
  private mutating func closeSeam(row: Int, column: Int) {
    guard column >= 0, column < columns else { return }
    let index = row * columns + column
    if cells[index].isContinuation, column == 0 || cells[index - 1].glyph.width != 2 {
      cells[index].glyph = .blank
    }
  }
}
