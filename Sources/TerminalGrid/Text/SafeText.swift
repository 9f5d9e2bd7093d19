/// Text that is fit for a terminal cell: the only kind that a ``Grid`` takes.
///
/// Made by the one sanitiser, whatever the text's origin; literals of the program take the same
/// way. A sequence of glyphs with known widths, without line breaks.
public struct SafeText: Sendable {
  public private(set) var glyphs: ArraySlice<Glyph>
  /// The columns that the text takes.
  public private(set) var columns: Int

  /// Scalars that are looked at by default; a comment has at most 500.
  public static let defaultLimit = 4_096

  /// Sanitises hostile text.
  /// - Parameter limit: the most scalars to look at; what follows is dropped.
  public init(_ hostile: String, limit: Int = defaultLimit) {
    self.init(glyphs: ArraySlice(Sanitiser.glyphs(of: hostile, limit: limit)))
  }

  init(glyphs: ArraySlice<Glyph>) {
    self.glyphs = glyphs
    columns = glyphs.reduce(0) { $0 + $1.width }
  }

  public var isEmpty: Bool { glyphs.isEmpty }

  public static func + (left: SafeText, right: SafeText) -> SafeText {
    var result = left
    result += right
    return result
  }

  public static func += (left: inout SafeText, right: SafeText) {
    left.glyphs.append(contentsOf: right.glyphs)
    left.columns += right.columns
  }

  /// The longest beginning that takes at most `columns`.
  public func prefix(columns limit: Int) -> SafeText {
    guard columns > limit else { return self }
    var used = 0
    let end = glyphs.firstIndex { glyph in
      used += glyph.width
      return used > limit
    }
    return SafeText(glyphs: glyphs[..<(end ?? glyphs.endIndex)])
  }

  /// The longest end that takes at most `columns`.
  public func suffix(columns limit: Int) -> SafeText {
    guard columns > limit else { return self }
    var used = 0
    let last = glyphs.lastIndex { glyph in
      used += glyph.width
      return used > limit
    }
    return SafeText(glyphs: glyphs[(last.map { $0 + 1 } ?? glyphs.startIndex)...])
  }

  /// The text itself when it fits into `columns`, else its beginning and `mark`.
  public func truncated(columns limit: Int, mark: SafeText = "…") -> SafeText {
    guard columns > limit else { return self }
    guard mark.columns <= limit else { return prefix(columns: limit) }
    return prefix(columns: limit - mark.columns) + mark
  }
}

extension SafeText: Hashable {
  public static func == (left: SafeText, right: SafeText) -> Bool { left.glyphs == right.glyphs }
  public func hash(into hasher: inout Hasher) { hasher.combine(glyphs) }
}

extension SafeText: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(value) }
}

extension SafeText: CustomStringConvertible {
  /// The same text as a string: safe to print to a terminal line by line.
  public var description: String {
    var scalars = String.UnicodeScalarView()
    for glyph in glyphs { glyph.forEachScalar { scalars.append($0) } }
    return String(scalars)
  }
}
