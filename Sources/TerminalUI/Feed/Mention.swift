import TerminalGrid

/// Finds a user's name inside text, whatever its case, where no letter or digit adjoins it.
struct Mention: Hashable {
  private let name: [Unicode.Scalar]

  /// Nil for names that are too short to mean anything.
  init?(of userName: String) {
    name = SafeText(userName).glyphs.map { Self.folded($0.base) }
    guard name.count >= 2 else { return nil }
  }

  /// The columns that each mention takes in `line`.
  func columns(in line: SafeText) -> [Range<Int>] {
    let glyphs = line.glyphs
    guard glyphs.count >= name.count else { return [] }
    var found: [Range<Int>] = []
    var column = 0
    var index = glyphs.startIndex
    while index < glyphs.endIndex {
      if let end = match(at: index, in: glyphs) {
        let width = glyphs[index..<end].reduce(0) { $0 + $1.width }
        found.append(column..<column + width)
        column += width
        index = end
      } else {
        column += glyphs[index].width
        index += 1
      }
    }
    return found
  }

  private func match(at start: Int, in glyphs: ArraySlice<Glyph>) -> Int? {
    guard glyphs.endIndex - start >= name.count, Self.folded(glyphs[start].base) == name[0] else {
      return nil
    }
    let end = start + name.count
    for offset in 1..<name.count where Self.folded(glyphs[start + offset].base) != name[offset] {
      return nil
    }
    if start > glyphs.startIndex, Self.isWord(glyphs[start - 1].base) { return nil }
    if end < glyphs.endIndex, Self.isWord(glyphs[end].base) { return nil }
    return end
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? ("a"..."z").contains(folded(scalar)) || ("0"..."9").contains(scalar)
      : scalar.properties.isAlphabetic
  }

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII {
      return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
    }
    return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }
}
