/// Hostile text in, glyphs out.
enum Sanitiser {
  static func glyphs(of text: String, limit: Int) -> [Glyph] {
    var result: [Glyph] = []
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result.append(.blank)
      case .format, .unassigned, .privateUse, .surrogate: continue
      case .nonspacingMark, .enclosingMark:
        if let last = result.indices.last { result[last].add(scalar) }
      default:
        result.append(Glyph(base: scalar, width: TextWidth.columns(of: scalar)))
      }
    }
    return result
  }
}
