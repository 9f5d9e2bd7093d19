internal import TerminalGrid

/// Turns grids into the bytes that change what the terminal shows from one to the next.
///
/// It never trusts the terminal's idea of a glyph's width: after a glyph that is not
/// ``TextWidth/isCertain(_:)`` the cursor is placed explicitly, the columns under a wide one are
/// blanked before it is drawn, and the cell after it is drawn again. Whatever the terminal makes of
/// the glyph, nothing else moves.
struct FrameWriter {
  private let profile: TerminalProfile
  private var pen: Pen
  private(set) var bytes: [UInt8] = []
  /// What the terminal shows, and its size; `nil` when unknown.
  private var shown: [Cell] = []
  private var size: TerminalSize?
  /// Fingerprints of the rows of ``shown``.
  private var fingerprints: [UInt64] = []
  /// Where the terminal's cursor is, when that is certain.
  private var position: GridPosition?
  /// Where the cursor is visible.
  private var cursor: GridPosition?
  private var isCursorVisible = true

  init(profile: TerminalProfile) {
    self.profile = profile
    pen = Pen(depth: profile.colorDepth, supported: profile.attributes)
  }

  /// Forgets what the terminal shows; the next frame clears it and draws everything.
  mutating func forget() { size = nil }

  /// Computes ``bytes``, which make the terminal show `grid`; empty when it does already.
  mutating func render(_ grid: Grid) {
    bytes.removeAll(keepingCapacity: true)
    beginFrame()
    let prologue = bytes.count
    if size != grid.size { clearScreen(grid.size) }
    let cells = grid.cells
    let columns = grid.columns
    var changed = changedRows(cells, grid.size)
    var wanted = fingerprints
    for row in changed { wanted[row] = CellRows.fingerprint(cells, row: row, columns: columns) }
    if profile.scrollsRegions, changed.count >= Scroll.worthwhile, scroll(to: wanted, of: cells) {
      changed = changedRows(cells, grid.size)
    }
    for row in changed {
      drawRow(row, of: cells, size: grid.size)
      let range = row * columns..<(row + 1) * columns
      shown.replaceSubrange(range, with: cells[range])
    }
    fingerprints = wanted
    endFrame(cursor: visibleCursor(of: grid), isChanged: bytes.count > prologue)
  }

  private func changedRows(_ cells: [Cell], _ size: TerminalSize) -> [Int] {
    (0..<size.rows).filter { row in
      !CellRows.areEqual(cells, row: row, shown, row: row, columns: size.columns)
    }
  }

  private func visibleCursor(of grid: Grid) -> GridPosition? {
    guard let cursor = grid.cursor, 0..<grid.rows ~= cursor.row, 0..<grid.columns ~= cursor.column
    else { return nil }
    return cursor
  }

  private mutating func beginFrame() {
    if profile.synchronizes { bytes.append("\u{1B}[?2026h") }
    if isCursorVisible { bytes.append("\u{1B}[?25l") }
  }

  private mutating func endFrame(cursor wanted: GridPosition?, isChanged: Bool) {
    guard isChanged || wanted != cursor || isCursorVisible != (wanted != nil) else {
      return bytes.removeAll(keepingCapacity: true)
    }
    if let wanted {
      move(to: wanted)
      bytes.append("\u{1B}[?25h")
    }
    cursor = wanted
    isCursorVisible = wanted != nil
    if profile.synchronizes { bytes.append("\u{1B}[?2026l") }
  }

  private mutating func clearScreen(_ size: TerminalSize) {
    pen.forget()
    pen.reset(into: &bytes)
    bytes.append("\u{1B}[H\u{1B}[J")
    position = GridPosition(row: 0, column: 0)
    shown = Array(repeating: .blank, count: size.columns * size.rows)
    let blank = CellRows.fingerprint(shown, row: 0, columns: size.columns)
    fingerprints = Array(repeating: blank, count: size.rows)
    self.size = size
  }

  /// Moves lines that are only elsewhere. Returns whether it did.
  private mutating func scroll(to wanted: [UInt64], of cells: [Cell]) -> Bool {
    guard let columns = size?.columns, let scroll = Scroll.between(fingerprints, and: wanted),
      scroll.moved.allSatisfy({ row in
        CellRows.areEqual(cells, row: row, shown, row: row + scroll.lines, columns: columns)
      })
    else { return false }
    // Lines that come in are blank in the current style.
    pen.reset(into: &bytes)
    bytes.append("\u{1B}[")
    bytes.append(decimal: scroll.region.lowerBound + 1)
    bytes.append(UInt8(ascii: ";"))
    bytes.append(decimal: scroll.region.upperBound)
    bytes.append("r\u{1B}[")
    bytes.append(decimal: abs(scroll.lines))
    bytes.append(UInt8(ascii: scroll.lines > 0 ? "S" : "T"))
    bytes.append("\u{1B}[r")
    position = nil
    shown.shift(
      scroll.region.lowerBound * columns..<scroll.region.upperBound * columns,
      by: scroll.lines * columns, filling: .blank)
    let blank = CellRows.fingerprint(
      Array(repeating: .blank, count: columns), row: 0, columns: columns)
    fingerprints.shift(scroll.region, by: scroll.lines, filling: blank)
    return true
  }
}

extension Array {
  /// Moves the elements of `range` towards the front (or the back, when `distance` is negative);
  /// those moved out are gone, and `element` comes in at the other end.
  fileprivate mutating func shift(_ range: Range<Int>, by distance: Int, filling element: Element) {
    if distance > 0 {
      for index in range.lowerBound..<range.upperBound - distance {
        self[index] = self[index + distance]
      }
      for index in range.upperBound - distance..<range.upperBound { self[index] = element }
    } else {
      for index in (range.lowerBound - distance..<range.upperBound).reversed() {
        self[index] = self[index + distance]
      }
      for index in range.lowerBound..<range.lowerBound - distance { self[index] = element }
    }
  }
}

extension FrameWriter {
  /// Unchanged cells between two changed ones that are drawn again rather than skipped: fewer bytes
  /// than moving the cursor.
  private static let bridge = 4
  /// Blanks at the end of a line from which erasing it is shorter.
  private static let erasure = 4

  private mutating func drawRow(_ row: Int, of cells: [Cell], size: TerminalSize) {
    let start = row * size.columns
    let line = start..<start + size.columns
    let tail = erasableTail(cells, line)
    var limit = (tail ?? line.upperBound) - start
    if profile.scrollsAtLastCell, row == size.rows - 1 { limit = min(limit, size.columns - 1) }
    var column = 0
    // A glyph of uncertain width may have spilled into this column.
    var spilled: Int?
    while column < limit {
      guard cells[start + column] != shown[start + column] || column == spilled else {
        column += 1
        continue
      }
      if cells[start + column].isContinuation, column > 0 { column -= 1 }
      while column < limit {
        let cell = cells[start + column]
        draw(cell, at: GridPosition(row: row, column: column), columns: size.columns)
        column += max(cell.glyph.width, 1)
        if !TextWidth.isCertain(cell.glyph) {
          spilled = column
        } else if !continues(cells, start + column, within: start..<start + limit) {
          break
        }
      }
    }
    if let tail { erase(cells, from: spilled == limit ? tail : nil, tail..<line.upperBound, row) }
  }

  /// Whether a changed cell follows within a few cells that are cheap to draw again.
  private func continues(_ cells: [Cell], _ index: Int, within line: Range<Int>) -> Bool {
    for next in index..<min(index + Self.bridge, line.upperBound) {
      if cells[next] != shown[next] { return true }
      guard cells[next].style == cells[index - 1].style, cells[next].glyph.width == 1,
        TextWidth.isCertain(cells[next].glyph)
      else { return false }
    }
    return false
  }

  /// Where the blanks begin that erasing to the end of the line makes, when that pays.
  private func erasableTail(_ cells: [Cell], _ line: Range<Int>) -> Int? {
    let last = cells[line.upperBound - 1]
    guard last.glyph == Cell.blank.glyph,
      last.style.attributes.isDisjoint(with: [.underline, .strikethrough, .reverse]),
      last.style.background == .standard || profile.erasesWithBackground
    else { return nil }
    var first = line.upperBound - 1
    while first > line.lowerBound, cells[first - 1] == last { first -= 1 }
    let changed = (first..<line.upperBound).count { cells[$0] != shown[$0] }
    return changed > Self.erasure ? first : nil
  }

  /// Erases from the first changed cell of `tail` to the end of the line.
  private mutating func erase(_ cells: [Cell], from forced: Int?, _ tail: Range<Int>, _ row: Int) {
    guard let first = forced ?? tail.first(where: { cells[$0] != shown[$0] }),
      let columns = size?.columns
    else { return }
    pen.change(to: cells[first].style, into: &bytes)
    move(to: GridPosition(row: row, column: first - row * columns))
    bytes.append("\u{1B}[K")
  }

  private mutating func draw(_ cell: Cell, at place: GridPosition, columns: Int) {
    let glyph = cell.glyph
    move(to: place)
    pen.change(to: cell.style, into: &bytes)
    let isCertain = TextWidth.isCertain(glyph)
    if !isCertain, glyph.width == 2 {
      bytes.append("  ")
      position = nil
      move(to: place)
    }
    if profile.isUTF8 {
      glyph.forEachScalar { bytes.append(utf8: $0) }
    } else {
      ASCIIFallback.append(glyph, to: &bytes)
    }
    let next = place.column + glyph.width
    // At the margin terminals differ in where the cursor is.
    position = isCertain && next < columns ? GridPosition(row: place.row, column: next) : nil
  }

  private mutating func move(to place: GridPosition) {
    guard position != place else { return }
    bytes.append("\u{1B}[")
    if profile.addressesColumns, position?.row == place.row {
      bytes.append(decimal: place.column + 1)
      bytes.append(UInt8(ascii: "G"))
    } else {
      bytes.append(decimal: place.row + 1)
      bytes.append(UInt8(ascii: ";"))
      bytes.append(decimal: place.column + 1)
      bytes.append(UInt8(ascii: "H"))
    }
    position = place
  }
}
