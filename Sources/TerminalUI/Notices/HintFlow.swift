import TerminalGrid

/// Rows that are filled from left to right with pieces that are not broken.
struct HintFlow {
  var rows: [[Segment]]
  /// What each row begins with.
  let margin: Segment
  let columns: Int

  /// Puts a piece after what is there, `gap` columns from it, or on a row of its own.
  mutating func add(_ piece: [Segment], gap: Int) {
    guard let last = rows.indices.last,
      rows[last].columns + gap + piece.columns <= columns
    else {
      rows.append([margin] + piece)
      return
    }
    rows[last] += [Segment(String(repeating: " ", count: gap), margin.style)] + piece
  }
}
