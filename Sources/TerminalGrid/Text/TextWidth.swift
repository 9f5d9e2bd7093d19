/// The one width policy: how many columns text takes.
///
/// Terminals disagree about clusters, hardly ever about single scalars. So every cell shows one
/// spacing scalar and marks on it, nothing that a terminal could fuse or split:
///
/// | text | shown as | columns |
/// |---|---|---|
/// | ASCII, Latin, Greek, Cyrillic, Arabic, Hebrew, … | itself | 1 |
/// | East Asian wide and fullwidth, kana, Hangul syllables | itself | 2 |
/// | East Asian ambiguous (box drawing, `①`, `☆`) | itself | 1 |
/// | Hangul jamo | the syllable that they compose | 2 |
/// | emoji with picture presentation (`👍`, `⌚`) | itself | 2 |
/// | text with VS16 (`❤️`), picture with VS15 (`⌚︎`) | without the selector | as without |
/// | emoji with a skin tone | without the tone | 2 |
/// | ZWJ sequence (`👩‍💻`) | its emoji side by side, as UTS #51 §2.3 says for systems that lack them; without sex and hair signs | 2 each |
/// | two regional indicators (`🇩🇪`) | the flag | 2 |
/// | one regional indicator | its letter | 1 |
/// | emoji tag sequence (flag of Scotland) | without the tags | 2 |
/// | nonspacing and enclosing marks | on their base, at most four | 0 |
/// | spacing marks (Devanagari vowel signs) | with their base | base + 1 |
/// | a mark without base | on `◌` | 1 |
/// | right-to-left text | in logical order, left to right, each scalar in its own cell | 1 |
///
/// The reasons, measured: ncurses, glibc and tmux count VS16 hearts as 1, many terminals as 2;
/// tmux 3.3 takes a skin tone for two columns of its own, others for none; a ZWJ family is 2 or 6
/// columns. The scalars sent for these forms are counted alike everywhere. What is left of doubt
/// (emoji newer than the terminal, marks, ambiguous symbols) is contained by the backend: it
/// positions the cursor after every glyph that is not ``isCertain(_:)``.
public enum TextWidth {
  /// Columns of a spacing scalar: 1 or 2.
  public static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x1100: 1
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: 2
    default: WideScalars.contains(scalar.value) ? 2 : 1
    }
  }

  /// Whether every terminal moves its cursor by the same number of columns for `glyph`.
  ///
  /// True for scripts that have had one width since terminals know Unicode, and for the drawing
  /// characters that interfaces use; false for anything with marks, for emoji and symbols.
  public static func isCertain(_ glyph: Glyph) -> Bool {
    guard glyph.markCount == 0 else { return false }
    switch glyph.base.value {
    case 0x20...0x2FF: return true
    case 0x370...0x482, 0x48A...0x52F, 0x5D0...0x5EA, 0x620...0x64A, 0x1E00...0x1FFF: return true
    case 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20BF: return true
    // Arrows, box drawing, blocks, shapes, braille.
    case 0x2190...0x21FF, 0x2500...0x25FC, 0x2800...0x28FF: return true
    case 0x3000...0x3020, 0x3041...0x3096, 0x30A1...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF:
      return true
    case 0xAC00...0xD7A3, 0xFF01...0xFF60, 0xFFFD: return true
    default: return false
    }
  }
}
