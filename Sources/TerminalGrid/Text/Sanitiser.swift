/// Hostile text in, glyphs out: the only way to a terminal cell.
///
/// It works by scalar, because a Swift `Character` can hide anything (`"\r\n"` is one, so are
/// 20,000 combining marks). What a scalar becomes:
///
/// - line breaks (`\r\n` as one), tabs and odd spaces: a space;
/// - any other control character, C0 or C1, ESC included: `�`. What follows an ESC is ordinary text
///   and stays readable, so nothing that was sent is hidden from a moderator, and a sequence that is
///   unterminated, or split over two comments, is no special case;
/// - bidirectional controls, joiners, selectors, fillers and whatever else is ignorable by default
///   (Default_Ignorable_Code_Point): nothing;
/// - a run of tags, which can smuggle invisible text: one `�`, but nothing after a flag;
/// - unassigned, private and noncharacters, and the remaining format characters: `�`;
/// - clusters: as ``TextWidth`` says.
struct Sanitiser {
  private(set) var glyphs: [Glyph] = []
  private var context = Context.plain

  /// What the scalar before was, where that matters for the next one.
  private enum Context: Equatable {
    case plain
    case carriageReturn
    /// A zero-width joiner directly after an emoji.
    case joiner
    /// A regional indicator that has no partner yet; its letter is the last glyph.
    case regionalIndicator(Unicode.Scalar)
    /// Inside a run of tags that is already accounted for.
    case tags
  }

  static let replacement = Glyph(base: "\u{FFFD}", width: 1)

  static func glyphs(of text: String, limit: Int) -> [Glyph] {
    if let plain = printableASCII(text, limit: limit) { return plain }
    var sanitiser = Sanitiser()
    sanitiser.glyphs.reserveCapacity(min(text.utf8.count, limit))
    var taken = 0
    for scalar in text.unicodeScalars {
      guard taken < limit else {
        sanitiser.glyphs.append(Glyph(base: "…", width: 1))
        break
      }
      taken += 1
      sanitiser.take(scalar)
    }
    return sanitiser.glyphs
  }

  /// The fast path: glyphs of text that is printable ASCII throughout, else `nil`.
  private static func printableASCII(_ text: String, limit: Int) -> [Glyph]? {
    text.utf8.withContiguousStorageIfAvailable { bytes -> [Glyph]? in
      guard bytes.count <= limit, bytes.allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) else { return nil }
      return bytes.map { Glyph(base: Unicode.Scalar($0), width: 1) }
    } ?? nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    let before = context
    context = .plain
    switch scalar.value {
    case 0x20...0x7E:
      append(scalar, width: 1)
    case 0x0D:
      glyphs.append(.blank)
      context = .carriageReturn
    case 0x0A where before == .carriageReturn:
      break
    case 0x09...0x0C, 0x85, 0x2028, 0x2029, 0x1680, 0x2000...0x200A, 0x205F:
      glyphs.append(.blank)
    case 0x00...0x1F, 0x7F...0x9F:
      glyphs.append(Self.replacement)
    case 0xA0...0xAC, 0xAE...0x2FF:
      append(scalar, width: 1)
    case 0x202F:
      append("\u{A0}", width: 1)
    case 0x1100...0x115E, 0x1161...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB:
      takeJamo(scalar)
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
      append(scalar, width: 2)
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF:
      context = before
    case 0x200D:
      let joins = glyphs.last.map { $0.base.value > 0x7F && $0.base.properties.isEmoji } ?? false
      context = joins ? .joiner : .plain
    case 0x2640, 0x2642, 0x1F9B0...0x1F9B3:
      // After a joiner: the sex or hair of the person before.
      if before != .joiner { append(scalar, width: TextWidth.columns(of: scalar)) }
    case 0x1F1E6...0x1F1FF:
      takeRegionalIndicator(scalar, after: before)
    case 0x1F3FB...0x1F3FF:
      let tones = glyphs.last?.base.properties.isEmojiModifierBase ?? false
      if !tones { append(scalar, width: 2) }
    case 0xE0001, 0xE0020...0xE007F:
      if before != .tags, glyphs.last?.base != "\u{1F3F4}" { glyphs.append(Self.replacement) }
      context = .tags
    default:
      takeByProperties(scalar)
    }
  }

  private mutating func takeByProperties(_ scalar: Unicode.Scalar) {
    let properties = scalar.properties
    guard !properties.isDefaultIgnorableCodePoint else { return }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark:
      takeMark(scalar)
    case .spacingMark:
      takeSpacingMark(scalar)
    case .control, .format, .unassigned, .privateUse, .surrogate, .lineSeparator,
      .paragraphSeparator:
      glyphs.append(Self.replacement)
    default:
      append(scalar, width: TextWidth.columns(of: scalar))
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, width: Int) {
    glyphs.append(Glyph(base: scalar, width: width))
  }

  private mutating func takeMark(_ mark: Unicode.Scalar) {
    if glyphs.isEmpty { append("\u{25CC}", width: 1) }
    glyphs[glyphs.count - 1].add(mark)
  }

  /// Adds a mark that takes a column of its own. The second one on a base stands alone, because a
  /// glyph is at most two columns wide.
  private mutating func takeSpacingMark(_ mark: Unicode.Scalar) {
    guard let last = glyphs.last, last.width == 1, last.markCount < Glyph.maximumMarks else {
      return append(mark, width: 1)
    }
    glyphs[glyphs.count - 1].add(mark)
    glyphs[glyphs.count - 1] = glyphs[glyphs.count - 1].widened(to: 2)
  }

  /// Joins two regional indicators to a flag; one alone is its letter.
  private mutating func takeRegionalIndicator(_ scalar: Unicode.Scalar, after before: Context) {
    if case .regionalIndicator(let first) = before {
      var flag = Glyph(base: first, width: 2)
      flag.add(scalar)
      glyphs[glyphs.count - 1] = flag
    } else {
      let letter = UInt8(truncatingIfNeeded: scalar.value - 0x1F1E6) + UInt8(ascii: "A")
      append(Unicode.Scalar(letter), width: 1)
      context = .regionalIndicator(scalar)
    }
  }

  /// Composes modern jamo (Unicode 3.12); old ones ride on the leading consonant.
  private mutating func takeJamo(_ jamo: Unicode.Scalar) {
    if TextWidth.columns(of: jamo) == 2 { return append(jamo, width: 2) }
    guard let last = glyphs.last, Self.isHangul(last.base) else {
      return glyphs.append(Self.replacement)
    }
    if last.markCount == 0, let syllable = Self.compose(last.base, jamo) {
      glyphs[glyphs.count - 1] = Glyph(base: syllable, width: 2)
    } else {
      glyphs[glyphs.count - 1].add(jamo)
    }
  }

  private static func isHangul(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115E, 0xA960...0xA97C, 0xAC00...0xD7A3: true
    default: false
    }
  }

  private static func compose(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar?
  {
    let (syllables, vowels, finals): (UInt32, UInt32, UInt32) = (0xAC00, 21, 28)
    switch (first.value, second.value) {
    case (0x1100...0x1112, 0x1161...0x1175):
      let index = (first.value - 0x1100) * vowels + second.value - 0x1161
      return Unicode.Scalar(syllables + index * finals)
    case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (first.value - syllables) % finals == 0:
      return Unicode.Scalar(first.value + second.value - 0x11A7)
    default:
      return nil
    }
  }
}
