import Testing

@testable import TerminalGrid

@Suite("The sanitiser")
struct SanitiserTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let hostile: String
    let safe: String
    let columns: Int

    init(_ name: String, _ hostile: String, _ safe: String, _ columns: Int) {
      (self.name, self.hostile, self.safe, self.columns) = (name, hostile, safe, columns)
    }

    var testDescription: String { name }
  }

  static let controls: [Case] = [
    Case("nothing", "", "", 0),
    Case("plain text", "Hello, world!", "Hello, world!", 13),
    Case("a line break", "a\nb", "a b", 3),
    Case("CR LF, which is one Character", "a\r\nb", "a b", 3),
    Case("CR CR LF", "a\r\r\nb", "a  b", 4),
    Case("a tab", "a\tb", "a b", 3),
    Case(
      "line and paragraph separator, NEL, VT, FF", "a\u{2028}\u{2029}\u{85}\u{B}\u{C}b", "a     b",
      7),
    Case("backspace", "a\u{8}b", "a�b", 3),
    Case("bell and NUL", "\u{7}\u{0}", "��", 2),
    Case("DEL", "\u{7F}", "�", 1),
    Case("a colour", "\u{1B}[31mred\u{1B}[0m", "�[31mred�[0m", 12),
    Case("clear screen", "\u{1B}[2J\u{1B}[H", "�[2J�[H", 7),
    Case("a title", "\u{1B}]0;owned\u{7}", "�]0;owned�", 10),
    Case("a hyperlink", "\u{1B}]8;;http://x\u{1B}\\y", "�]8;;http://x�\\y", 16),
    Case("the clipboard", "\u{1B}]52;c;QUJD\u{7}", "�]52;c;QUJD�", 12),
    Case("a device string", "\u{1B}P1$r\u{1B}\\", "�P1$r�\\", 7),
    Case("an application string", "\u{1B}_Ga=q\u{1B}\\", "�_Ga=q�\\", 8),
    Case("a request for a report", "\u{1B}[6n\u{1B}[21t", "�[6n�[21t", 9),
    Case("an unterminated sequence", "\u{1B}[38;2", "�[38;2", 6),
    Case("a lone ESC at the end", "x\u{1B}", "x�", 2),
    Case("C1 CSI", "\u{9B}31mred", "�31mred", 7),
    Case("C1 OSC and ST", "\u{9D}0;x\u{9C}", "�0;x�", 5),
    Case(
      "C1 bytes that are not UTF-8", String(decoding: [0x61, 0x9B, 0x62], as: UTF8.self), "a�b", 3),
    Case("ESC before a mark", "\u{1B}\u{301}", "�\u{301}", 1),
  ]

  static let invisibles: [Case] = [
    Case("embeddings and overrides", "\u{202A}a\u{202B}b\u{202C}c\u{202D}d\u{202E}e", "abcde", 5),
    Case("isolates", "\u{2066}a\u{2067}b\u{2068}c\u{2069}d", "abcd", 4),
    Case("LRM, RLM, ALM", "a\u{200E}b\u{200F}c\u{61C}d", "abcd", 4),
    Case(
      "zero-width space, joiners, BOM", "a\u{200B}b\u{200C}c\u{200D}d\u{FEFF}e\u{2060}f", "abcdef",
      6),
    Case("soft hyphen and CGJ", "a\u{AD}b\u{34F}c", "abc", 3),
    Case("Hangul fillers", "\u{3164}\u{115F}\u{1160}\u{FFA0}x", "x", 1),
    Case("tags, which smuggle text", "a\u{E0048}\u{E0049}\u{E007F}b", "a�b", 3),
    Case("language tag", "\u{E0001}\u{E0065}", "�", 1),
    Case("private use", "\u{E0B0}\u{F0000}", "��", 2),
    Case("noncharacters", "\u{FFFE}\u{10FFFF}\u{1FFFF}", "���", 3),
    Case("unassigned", "\u{378}\u{E0FFF}", "�", 1),
    Case("visible format characters", "\u{600}\u{FFF9}", "��", 2),
    Case("odd spaces", "a\u{2003}b\u{205F}c\u{1680}d", "a b c d", 7),
    Case("no-break spaces", "a\u{A0}b\u{202F}c", "a\u{A0}b\u{A0}c", 5),
    Case("ideographic space", "a\u{3000}b", "a\u{3000}b", 4),
    Case("lone selectors", "\u{FE0F}\u{FE0E}\u{E0100}a", "a", 1),
  ]

  static let clusters: [Case] = [
    Case("Latin with marks", "e\u{301}o\u{308}", "e\u{301}o\u{308}", 2),
    Case("a mark without base", "\u{301}a", "\u{25CC}\u{301}a", 2),
    Case(
      "zalgo", "Z" + String(repeating: "\u{301}", count: 9) + "a",
      "Z\u{301}\u{301}\u{301}\u{301}a", 2),
    Case("Chinese, Japanese", "漢字かなカナ", "漢字かなカナ", 12),
    Case("fullwidth and halfwidth", "Ａｱ", "Ａｱ", 3),
    Case("Hangul syllables", "한국어", "한국어", 6),
    Case("jamo compose", "\u{1112}\u{1161}\u{11AB}", "한", 2),
    Case("jamo after a syllable", "\u{D558}\u{11AB}", "한", 2),
    Case("a jamo that composes with nothing", "\u{1161}", "�", 1),
    Case("old jamo ride on the first", "\u{1140}\u{1161}", "\u{1140}\u{1161}", 2),
    Case("Arabic", "مرحبا", "مرحبا", 5),
    Case("Hebrew with points", "שָׁלוֹם", "שָׁלוֹם", 4),
    Case("Thai", "ภาษาไทย", "ภาษาไทย", 7),
    Case("Devanagari", "हिन्दी", "हिन्दी", 5),
    Case("two spacing marks", "क\u{903}\u{903}", "क\u{903}\u{903}", 3),
    Case("ambiguous width is narrow", "①☆§…", "①☆§…", 4),
  ]

  static let emoji: [Case] = [
    Case("pictures", "😂👍⌚", "😂👍⌚", 6),
    Case("VS16 goes", "❤️x", "❤x", 2),
    Case("VS15 goes", "⌚︎x", "⌚x", 3),
    Case("a skin tone goes", "👍🏽👋🏿", "👍👋", 4),
    Case("a skin tone after VS16", "☝️🏽", "☝", 1),
    Case("a skin tone alone stays", "🏽", "🏽", 2),
    Case("a skin tone after a letter stays", "a🏽", "a🏽", 3),
    Case("a profession comes apart", "👩‍💻", "👩💻", 4),
    Case("a family comes apart", "👨‍👩‍👧‍👦", "👨👩👧👦", 8),
    Case("the sex sign goes", "🤷🏽‍♂️", "🤷", 2),
    Case("hair goes", "👨‍🦰", "👨", 2),
    Case("a sex sign alone stays", "♂ 🤷♂", "♂ 🤷♂", 5),
    Case("a joiner after a letter joins nothing", "a\u{200D}♀", "a♀", 2),
    Case("a burning heart", "❤️‍🔥", "❤🔥", 3),
    Case("flags", "🇩🇪🇫🇷", "🇩🇪🇫🇷", 4),
    Case("half a flag is its letter", "🇩🇪🇫", "🇩🇪F", 3),
    Case("half a flag before text", "🇫x🇷", "FxR", 3),
    Case("rainbow flag", "🏳️‍🌈", "🏳🌈", 3),
    Case("flag of Scotland", "🏴󠁧󠁢󠁳󠁣󠁴󠁿!", "🏴!", 3),
    Case("keycaps", "1️⃣#️⃣", "1\u{20E3}#\u{20E3}", 2),
    Case("new in Unicode 16", "\u{1FAE9}", "\u{1FAE9}", 2),
  ]

  @Test("text becomes safe and has its width", arguments: controls + invisibles + clusters + emoji)
  func table(_ example: Case) {
    let text = SafeText(example.hostile)
    #expect(Array(text.description.unicodeScalars) == Array(example.safe.unicodeScalars))
    #expect(text.columns == example.columns)
    #expect(text.glyphs.reduce(0) { $0 + $1.width } == example.columns)
  }

  @Test("what is safe stays as it is", arguments: controls + invisibles + clusters + emoji)
  func idempotent(_ example: Case) {
    let once = SafeText(example.hostile)
    // Emoji that came apart, or a spacing mark that had its own column, might find together.
    #expect(SafeText(once.description).description == once.description)
  }

  @Test("no scalar that could disturb a terminal gets through, alone or among others")
  func exhaustive() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [SafeText(String(scalar)), SafeText("a\(scalar)b")] {
        for glyph in text.glyphs {
          let isSafe = glyph.scalars.allSatisfy(Self.isHarmless) && 1...2 ~= glyph.width
          if !isSafe { Issue.record("U+\(String(value, radix: 16)) becomes \(glyph.scalars)") }
        }
      }
    }
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default:
      !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  @Test("a cluster of 20,000 marks costs one cell")
  func bounded() {
    let text = SafeText("a" + String(repeating: "\u{301}", count: 20_000))
    #expect(text.glyphs.count == 2)
    #expect(text.description == "a\u{301}\u{301}\u{301}\u{301}…")
  }

  @Test("text beyond the limit is cut, visibly", arguments: ["abcdef", "äbcdef"])
  func limit(_ text: String) {
    #expect(SafeText(text, limit: 3).columns == 4)
    #expect(SafeText(text, limit: 3).description.hasSuffix("bc…"))
    #expect(SafeText(text, limit: 6).description == text)
  }
}
