import TerminalGrid

/// A rectangle of the screen; it may be empty.
public struct Area: Sendable, Hashable {
  public var row: Int
  public var column: Int
  public var rows: Int
  public var columns: Int

  public init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = max(0, rows)
    self.columns = max(0, columns)
  }

  public var isEmpty: Bool { rows == 0 || columns == 0 }
  public var rowRange: Range<Int> { row..<row + rows }
  public var columnRange: Range<Int> { column..<column + columns }

  /// Cuts `count` rows off the top; the rest stays in this area.
  mutating func takeTop(_ count: Int) -> Area {
    let taken = Area(row: row, column: column, rows: min(count, rows), columns: columns)
    row += taken.rows
    rows -= taken.rows
    return taken
  }

  /// Cuts `count` rows off the bottom.
  mutating func takeBottom(_ count: Int) -> Area {
    let cut = max(0, min(count, rows))
    rows -= cut
    return Area(row: row + rows, column: column, rows: cut, columns: columns)
  }

  /// Cuts `count` columns off the right.
  mutating func takeRight(_ count: Int) -> Area {
    let cut = max(0, min(count, columns))
    columns -= cut
    return Area(row: row, column: column + columns, rows: rows, columns: cut)
  }

  func contains(_ position: GridPosition) -> Bool {
    contains(row: position.row, column: position.column)
  }

  public func contains(row: Int, column: Int) -> Bool {
    rowRange.contains(row) && columnRange.contains(column)
  }
}
