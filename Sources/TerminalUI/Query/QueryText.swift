import TerminalGrid

/// A text as queries read it: scalars, with every run of white space as one space, and without what
/// cannot be seen, so that an invisible scalar inside a word hides nothing.
struct QueryText: Sendable {
  /// How much of the writing counts.
  enum Reading: Int, Sendable, CaseIterable {
    /// Without case and diacritics: for words and names.
    case folded
    /// Without case: for patterns that have no capital letter.
    case lowerCase
    /// As it is written.
    case exact
  }

  private(set) var scalars: [UInt32] = []
  /// For each scalar the glyph that it comes from; empty when the text was read without.
  private(set) var origins: [Int] = []

  /// Scalars that are read; a comment has at most 500 (`Limits.content`), but who knows who serves.
  private static let limit = 2_000

  init() {}

  init(_ text: String, _ reading: Reading) { read(text, reading) }

  /// Reads what is shown, remembering where it stands: `origins` count from the first glyph.
  init(_ text: SafeText, _ reading: Reading) {
    for (index, glyph) in text.glyphs.enumerated() {
      glyph.forEachScalar { append($0, reading) }
      while origins.count < scalars.count { origins.append(index) }
    }
  }

  /// Replaces what was read, and keeps the memory.
  mutating func read(_ text: String, _ reading: Reading) {
    scalars.removeAll(keepingCapacity: true)
    for scalar in text.unicodeScalars.prefix(Self.limit) { append(scalar, reading) }
  }

  private mutating func append(_ scalar: Unicode.Scalar, _ reading: Reading) {
    let value = scalar.value
    if value == 0x20 || value < 0x80 && scalar.properties.isWhitespace {
      appendSpace()
    } else if value < 0x80 {
      scalars.append(reading == .exact ? value : LetterFolding.lowerCased(scalar))
    } else if scalar.properties.isWhitespace {
      appendSpace()
    } else {
      switch reading {
      case .folded: LetterFolding.append(scalar, to: &scalars)
      case .lowerCase where !scalar.properties.isDefaultIgnorableCodePoint:
        scalars.append(LetterFolding.lowerCased(scalar))
      case .exact where !scalar.properties.isDefaultIgnorableCodePoint: scalars.append(value)
      case .lowerCase, .exact: break
      }
    }
  }

  private mutating func appendSpace() {
    if scalars.last != 0x20 { scalars.append(0x20) }
  }
}

extension QueryText {
  /// Where `needle` begins, at or after `start`; nil when it is not there. What it costs is added to
  /// `steps`.
  func firstIndex(of needle: [UInt32], from start: Int = 0, steps: inout Int) -> Int? {
    guard let first = needle.first, needle.count <= scalars.count else { return nil }
    let last = scalars.count - needle.count
    var index = start
    defer { steps += max(0, index - start) }
    while index <= last {
      if scalars[index] == first {
        var length = 1
        while length < needle.count, scalars[index + length] == needle[length] { length += 1 }
        if length == needle.count { return index }
        steps += length
      }
      index += 1
    }
    return nil
  }
}
