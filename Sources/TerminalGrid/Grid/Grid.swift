/// One frame: cells in rows, and where the cursor is. What the view draws into, what tests
/// compare, and what a backend shows.
///
/// Whatever lies outside the grid is clipped, so that a view never has to ask first.
/// A wide glyph always has both its halves: writing over one half blanks the other.
public struct Grid: Sendable, Equatable {
  public let size: TerminalSize
  /// Where the terminal's cursor stands; hidden when `nil` or outside the grid.
  public var cursor: GridPosition?
  /// Every cell, row after row.
  public internal(set) var cells: [Cell]

  /// A grid filled with blanks in `style`.
  public init(size: TerminalSize, style: Style = .standard) {
    self.size = size
    cells = Array(
      repeating: Cell(glyph: .blank, style: style), count: size.columns * size.rows)
  }

  public init(columns: Int, rows: Int, style: Style = .standard) {
    self.init(size: TerminalSize(columns: columns, rows: rows), style: style)
  }

  public var columns: Int { size.columns }
  public var rows: Int { size.rows }

  /// The cell at a place inside the grid.
  public subscript(row: Int, column: Int) -> Cell {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "outside the grid")
    return cells[row * columns + column]
  }

  /// The same grid with another size: cut off, or extended by blanks, at the right and below.
  public func resized(to size: TerminalSize) -> Grid {
    var grid = Grid(size: size)
    grid.cursor = cursor
    let across = min(columns, size.columns)
    for row in 0..<min(rows, size.rows) {
      let source = row * columns
      let target = row * size.columns
      grid.cells.replaceSubrange(
        target..<target + across, with: cells[source..<source + across])
      if grid.cells[target + across - 1].glyph.width == 2 {
        grid.cells[target + across - 1].glyph = .blank
      }
    }
    return grid
  }

  /// The grid as text: one line per row without trailing blanks. For tests and screenshots.
  public func dump() -> String {
    (0..<rows).map(line).joined(separator: "\n")
  }

  /// The text of one row without trailing blanks.
  public func line(_ row: Int) -> String {
    var scalars = String.UnicodeScalarView()
    var end = scalars.endIndex
    for column in 0..<columns {
      let cell = self[row, column]
      cell.glyph.forEachScalar { scalars.append($0) }
      if cell.glyph != .blank { end = scalars.endIndex }
    }
    return String(scalars[..<end])
  }
}
