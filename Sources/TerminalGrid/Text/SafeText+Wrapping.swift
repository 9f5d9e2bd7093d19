extension SafeText {
  /// The text in lines of at most `columns`: broken at spaces (which disappear there), after a
  /// hyphen inside a word, and beside wide glyphs except where punctuation belongs to them; a word
  /// longer than a line is broken where the line ends.
  ///
  /// - Parameters:
  ///   - columns: what a line may take; below 1 it counts as 1. A wide glyph in a line of one
  ///     column stays there and is clipped by the grid.
  ///   - first: what the first line may take, when it differs (a hanging indent).
  /// - Returns: at least one line; empty text is one empty line.
  public func wrapped(columns: Int, first: Int? = nil) -> [SafeText] {
    let room = max(columns, 1)
    let firstRoom = max(first ?? columns, 1)
    guard self.columns > firstRoom else { return [self] }
    var lines: [SafeText] = []
    var rest = glyphs
    repeat {
      let end = LineBreaking.end(of: rest, columns: lines.isEmpty ? firstRoom : room)
      lines.append(SafeText(glyphs: rest[..<end.text]))
      rest = rest[end.next...]
    } while !rest.isEmpty
    return lines
  }
}

/// Where a line may end. A small part of UAX #14: what chat needs.
private enum LineBreaking {
  /// Where the text of the first line ends and where the next line begins.
  static func end(of glyphs: ArraySlice<Glyph>, columns: Int) -> (text: Int, next: Int) {
    var used = 0
    var opportunity: Int?
    for index in glyphs.indices {
      if index > glyphs.startIndex, isOpportunity(glyphs[index - 1], glyphs[index]) {
        opportunity = index
      }
      used += glyphs[index].width
      guard used > columns else { continue }
      if glyphs[index] == .blank { return line(glyphs, brokenAt: index) }
      return line(glyphs, brokenAt: opportunity ?? max(index, glyphs.startIndex + 1))
    }
    return (glyphs.endIndex, glyphs.endIndex)
  }

  /// Blanks on either side of the break belong to no line; a line of nothing else keeps them.
  private static func line(
    _ glyphs: ArraySlice<Glyph>, brokenAt index: Int
  ) -> (text: Int, next: Int) {
    let next = glyphs[index...].firstIndex { $0 != .blank } ?? glyphs.endIndex
    let last = glyphs[..<index].lastIndex { $0 != .blank }
    return (last.map { $0 + 1 } ?? index, next)
  }

  private static func isOpportunity(_ left: Glyph, _ right: Glyph) -> Bool {
    if right == .blank { return false }
    if left == .blank { return true }
    if left.width == 2 || right.width == 2 {
      return !opening.contains(left.base) && !closing.contains(right.base)
        && left.base != "\u{A0}" && right.base != "\u{A0}"
    }
    return left.base == "-" && right.base.properties.isAlphabetic
  }

  /// What must not stand at a line's end.
  private static let opening = Set("([{\"'“‘«（［｛「『【〔〈《〖".unicodeScalars)
  /// What must not stand at a line's beginning.
  private static let closing = Set(
    ")]}\"'”’»!?,.:;%…、。，．：；？！）］｝」』】〕〉》〗・ー々ゝぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ".unicodeScalars)
}
