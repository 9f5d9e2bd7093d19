/// Text as a comment may hold it: one line without control characters.
enum SingleLine {
  /// The scalars of `text` with each line break or tab as one space and the other control
  /// characters left out.
  static func scalars(of text: String) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r":
        break  // the second half of one line break
      case "\n", "\r", "\t", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}":
        result.append(" ")
      default:
        if scalar.properties.generalCategory != .control { result.append(scalar) }
      }
      previous = scalar
    }
    return result
  }

  /// How many lines `text` holds; trailing line breaks do not count.
  static func lineCount(of text: String) -> Int {
    let breaks = text.split(whereSeparator: \.isNewline)
    return max(1, breaks.count)
  }
}
