internal import TerminalGrid

/// Turns lines, and the row below them that is typed on, into the bytes that make a terminal show
/// them: lines are only ever added, and that row alone is drawn again.
///
/// It needs no more of a terminal than that it returns to the beginning of a row, moves its cursor
/// right and up, and erases what is below: all that have `cup` of ECMA-48 do. The row never reaches
/// the last column, so that no terminal breaks it.
struct LineWriter {
  private let profile: TerminalProfile
  private var columns: Int
  private(set) var bytes: [UInt8] = []
  /// What the row shows, and the column of the cursor there; nil when the cursor is at the beginning
  /// of a blank one.
  private var shown: Row?
  /// Rows that the row's beginning is above the cursor, since the terminal broke it.
  private var rowsAbove = 0
  /// Whether the terminal may have damaged the row.
  private var isDamaged = false

  struct Row: Hashable {
    var text: SafeText
    var cursor: Int
  }

  init(profile: TerminalProfile, columns: Int) {
    self.profile = profile
    self.columns = columns
  }

  /// The terminal was taken anew: its cursor is at the beginning of a blank row.
  mutating func forget() {
    shown = nil
    rowsAbove = 0
    isDamaged = false
  }

  /// The terminal has this width now, and may have broken the row.
  mutating func resize(columns: Int) {
    self.columns = columns
    rowsAbove = profile.reflows ? breaks : 0
    isDamaged = shown != nil
  }

  /// How often a terminal of this width breaks what the row shows before its cursor. Where the
  /// cursor stands after a full row, terminals differ: the lesser number leaves some of what was
  /// typed standing, the greater would erase a comment.
  private var breaks: Int {
    guard let shown else { return 0 }
    var count = 0
    var used = 0
    for glyph in shown.text.prefix(columns: shown.cursor).glyphs {
      used += glyph.width
      guard used > columns else { continue }
      count += 1
      used = glyph.width
    }
    return count
  }

  /// Computes ``bytes``, which add these lines above the row, and make the row show this; nil is a
  /// blank row. Empty when there is nothing to change.
  mutating func render(_ lines: [SafeText], above row: Row?) {
    bytes.removeAll(keepingCapacity: true)
    guard !lines.isEmpty || row != shown || isDamaged else { return }
    if profile.synchronizes { bytes.append("\u{1B}[?2026h") }
    erase()
    for line in lines {
      for glyph in line.glyphs { append(glyph) }
      bytes.append("\r\n")
    }
    if let row { draw(row) }
    if profile.synchronizes { bytes.append("\u{1B}[?2026l") }
  }

  /// Computes ``bytes`` for a terminal that others have: lines as a program in the background
  /// prints them.
  mutating func renderAway(_ lines: [SafeText]) {
    forget()
    bytes.removeAll(keepingCapacity: true)
    for line in lines {
      for glyph in line.glyphs { append(glyph) }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  private mutating func erase() {
    guard shown != nil else { return }
    bytes.append("\r")
    if rowsAbove > 0 {
      bytes.append("\u{1B}[")
      bytes.append(decimal: rowsAbove)
      bytes.append(UInt8(ascii: "A"))
    }
    bytes.append("\u{1B}[J")
    forget()
  }

  private mutating func draw(_ row: Row) {
    var column = 0
    for glyph in row.text.prefix(columns: max(0, columns - 1)).glyphs {
      append(glyph)
      column += glyph.width
      // Whatever the terminal makes of the glyph, what follows stands where it belongs.
      if !TextWidth.isCertain(glyph) { move(to: column) }
    }
    if row.cursor != column { move(to: min(row.cursor, columns - 1)) }
    shown = row
  }

  private mutating func move(to column: Int) {
    bytes.append("\r")
    guard column > 0 else { return }
    bytes.append("\u{1B}[")
    bytes.append(decimal: column)
    bytes.append(UInt8(ascii: "C"))
  }

  private mutating func append(_ glyph: Glyph) {
    if profile.isUTF8 {
      glyph.forEachScalar { bytes.append(utf8: $0) }
    } else {
      ASCIIFallback.append(glyph, to: &bytes)
    }
  }
}
