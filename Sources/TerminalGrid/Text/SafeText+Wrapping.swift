extension SafeText {
  /// The text in lines of at most `columns`: broken at spaces (which disappear there) and between
  /// wide glyphs; a word longer than a line is broken where the line ends.
  ///
  /// - Parameters:
  ///   - columns: what a line may take; below 1 it counts as 1. A wide glyph in a line of one
  ///     column stays there and is clipped by the grid.
  ///   - first: what the first line may take, when it differs (a hanging indent).
  /// - Returns: at least one line; empty text is one empty line.
  public func wrapped(columns: Int, first: Int? = nil) -> [SafeText] {
    var lines: [SafeText] = []
    var rest = glyphs
    var room = max(first ?? columns, 1)
    repeat {
      let end = Self.lineEnd(in: rest, columns: room)
      lines.append(SafeText(glyphs: rest[..<end]))
      rest = rest[end...].drop { $0 == .blank }
      room = max(columns, 1)
    } while !rest.isEmpty
    return lines
  }

  private static func lineEnd(in glyphs: ArraySlice<Glyph>, columns: Int) -> Int {
    var used = 0
    var opportunity: Int?
    for index in glyphs.indices {
      if glyphs[index] == .blank { opportunity = index }
      used += glyphs[index].width
      if used > columns {
        return max(opportunity ?? index, glyphs.startIndex + 1)
      }
    }
    return glyphs.endIndex
  }
}
