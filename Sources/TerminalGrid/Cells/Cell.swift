/// One place of a grid: a glyph and its style. 24 bytes, no heap.
public struct Cell: Sendable, Hashable {
  public var glyph: Glyph
  public var style: Style

  /// A blank in the terminal's own colours.
  public static let blank = Cell(glyph: .blank, style: .standard)

  init(glyph: Glyph, style: Style) {
    self.glyph = glyph
    self.style = style
  }

  /// Whether this is the right half of the wide glyph to its left.
  public var isContinuation: Bool { glyph.width == 0 }

  /// Base and marks; none for a continuation.
  public var scalars: [Unicode.Scalar] { glyph.scalars }
}
