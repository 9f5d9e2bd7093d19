import TerminalGrid

/// Text in which emote shortcodes such as `:face-blue-smiling:` are shown short: as an emoji where
/// one is known, else as a sign and the name without its colons.
struct EmoteText {
  let text: SafeText
  /// The glyphs of `text` that are names of emotes.
  let names: [Range<Int>]

  /// A name is cut beyond so many columns.
  static let columnsOfName = 16
  /// Characters between the colons.
  private static let nameLength = 2...48

  init(_ content: String) {
    guard content.utf8.contains(UInt8(ascii: ":")) else {
      text = SafeText(content)
      names = []
      return
    }
    var text = SafeText("")
    var names: [Range<Int>] = []
    var rest = content.unicodeScalars[...]
    var start = rest.startIndex
    // Whether a name may begin here: not in `12:30:45`, nor in the middle of a word.
    var mayBegin = true
    while let colon = rest.firstIndex(of: ":") {
      if colon > rest.startIndex { mayBegin = !Self.isWord(rest[rest.index(before: colon)]) }
      let next = rest.index(after: colon)
      guard mayBegin, let end = Self.endOfName(in: rest, from: next) else {
        mayBegin = false
        rest = rest[next...]
        continue
      }
      text += SafeText(String(content.unicodeScalars[start..<colon]))
      let name = String(rest[next..<end])
      if let emoji = EmoteNames.emoji(name) {
        text += SafeText(emoji)
      } else {
        let short = SafeText("☺" + name).truncated(columns: Self.columnsOfName)
        names.append(text.glyphs.count..<text.glyphs.count + short.glyphs.count)
        text += short
      }
      rest = rest[rest.index(after: end)...]
      start = rest.startIndex
      mayBegin = true
    }
    text += SafeText(String(content.unicodeScalars[start...]))
    self.text = text
    self.names = names
  }

  /// Where the name that begins at `start` ends, before a colon; nil when none does.
  private static func endOfName(
    in scalars: Substring.UnicodeScalarView, from start: Substring.UnicodeScalarView.Index
  ) -> Substring.UnicodeScalarView.Index? {
    var index = start
    var length = 0
    var hasLetter = false
    while index < scalars.endIndex, length <= nameLength.upperBound {
      switch scalars[index] {
      case ":":
        let isKnown = length > 0 && EmoteNames.emoji(String(scalars[start..<index])) != nil
        return isKnown || hasLetter && nameLength.contains(length) ? index : nil
      case "a"..."z", "A"..."Z", "_": hasLetter = true
      case "0"..."9", "-", "+": break
      default: return nil
      }
      length += 1
      index = scalars.index(after: index)
    }
    return nil
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "/": true
    // Scripts without spaces put emotes next to words.
    default: false
    }
  }
}

extension SafeText {
  /// The columns that those of its glyphs take that lie in `range` of the whole text, of which this
  /// is a row. Glyphs are numbered from the beginning of the whole.
  func columns(ofGlyphs range: Range<Int>, wholeStart: Int) -> Range<Int> {
    let first = range.lowerBound + wholeStart
    let end = range.upperBound + wholeStart
    let inside = (first..<end).clamped(to: glyphs.startIndex..<glyphs.endIndex)
    guard !inside.isEmpty else { return 0..<0 }
    let before = glyphs[..<inside.lowerBound].reduce(0) { $0 + $1.width }
    return before..<before + glyphs[inside].reduce(0) { $0 + $1.width }
  }
}
