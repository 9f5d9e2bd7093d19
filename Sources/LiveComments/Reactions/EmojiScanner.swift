/// Reads one emoji by the grammar of UTS #51 §1.4.9, and writes it fully qualified.
struct EmojiScanner {
  private var rest: Substring.UnicodeScalarView
  private var canonical = ""

  private static let joiner: Unicode.Scalar = "\u{200D}"
  private static let emojiPresentation: Unicode.Scalar = "\u{FE0F}"
  private static let keycap: Unicode.Scalar = "\u{20E3}"
  private static let blackFlag: Unicode.Scalar = "\u{1F3F4}"
  private static let regionalIndicators: ClosedRange<Unicode.Scalar> = "\u{1F1E6}"..."\u{1F1FF}"
  private static let modifiers: ClosedRange<Unicode.Scalar> = "\u{1F3FB}"..."\u{1F3FF}"
  private static let tags: ClosedRange<Unicode.Scalar> = "\u{E0020}"..."\u{E007E}"
  private static let endOfTags: Unicode.Scalar = "\u{E007F}"

  init(_ text: String) {
    rest = Substring(text).unicodeScalars
  }

  /// The whole text as one emoji; nil when it is anything else.
  mutating func emoji() -> String? {
    guard isFlag() || isKeycap() || isSequence(), rest.isEmpty else { return nil }
    return canonical
  }

  /// Two regional indicators.
  private mutating func isFlag() -> Bool {
    guard let first = rest.first, Self.regionalIndicators.contains(first),
      let second = rest.dropFirst().first, Self.regionalIndicators.contains(second)
    else { return false }
    keep(2)
    return true
  }

  /// A digit, `#` or `*` in its key.
  private mutating func isKeycap() -> Bool {
    guard let base = rest.first, "0"..."9" ~= base || base == "#" || base == "*" else {
      return false
    }
    let after = rest.dropFirst()
    guard
      after.starts(with: [Self.keycap])
        || after.starts(with: [Self.emojiPresentation, Self.keycap])
    else { return false }
    rest = after.drop { $0 == Self.emojiPresentation }
    skip(Self.keycap)
    canonical.unicodeScalars.append(contentsOf: [base, Self.emojiPresentation, Self.keycap])
    return true
  }

  /// Elements with joiners between them.
  private mutating func isSequence() -> Bool {
    guard isElement() else { return false }
    while skip(Self.joiner) {
      canonical.unicodeScalars.append(Self.joiner)
      guard isElement() else { return false }
    }
    return true
  }

  /// A character with its skin tone, its presentation or, on a flag, its tags.
  private mutating func isElement() -> Bool {
    guard let base = rest.first, base.value > 0x7F, base.properties.isEmoji,
      !Self.regionalIndicators.contains(base)
    else { return false }
    keep(1)
    skip(Self.emojiPresentation)
    if let modifier = rest.first, Self.modifiers.contains(modifier) {
      guard base.properties.isEmojiModifierBase else { return false }
      keep(1)
      return true
    }
    if !base.properties.isEmojiPresentation {
      canonical.unicodeScalars.append(Self.emojiPresentation)
    }
    guard base == Self.blackFlag, let tag = rest.first, Self.tags.contains(tag) else { return true }
    while let tag = rest.first, Self.tags.contains(tag) { keep(1) }
    guard rest.first == Self.endOfTags else { return false }
    keep(1)
    return true
  }

  private mutating func keep(_ count: Int) {
    canonical.unicodeScalars.append(contentsOf: rest.prefix(count))
    rest.removeFirst(count)
  }

  @discardableResult
  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }
}
