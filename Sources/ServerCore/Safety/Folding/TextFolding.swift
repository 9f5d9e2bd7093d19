import LiveComments

/// Undoes what disguises text: case, diacritics, compatibility forms, zero-width characters.
///
/// Look-alikes of other scripts are noted, not replaced: whether `а` is an `a` depends on the word
/// around it.
public struct TextFolding: Sendable {
  /// Unicode normalisation form KD.
  private let decompose: @Sendable (String) -> String

  /// - Parameter decompose: text to NFKD; the core has no tables of its own.
  public init(decompose: @escaping @Sendable (String) -> String) {
    self.decompose = decompose
  }

  /// What one text may grow to: NFKD makes up to 18 scalars of one. The rest is not looked at.
  private static let unitLimit = Limits.content.upperBound * 8

  /// Replaces `units` by the folding of `text`.
  func fold(_ text: String, into units: inout [FoldedUnit]) {
    units.removeAll(keepingCapacity: true)
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      for byte in text.utf8 { units.append(Self.ascii[Int(byte)]) }
      return
    }
    for scalar in decompose(text).unicodeScalars {
      guard units.count < Self.unitLimit else { return }
      if scalar.value < 0x80 {
        units.append(Self.ascii[Int(scalar.value)])
      } else {
        Self.append(scalar, to: &units)
      }
    }
  }

  private static let ascii: [FoldedUnit] = (0..<128).map { value in
    let byte = UInt8(value)
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return FoldedUnit(symbol: UInt32(byte | 0x20), kind: .letter)
    case UInt8(ascii: "a")...UInt8(ascii: "z"):
      return FoldedUnit(symbol: UInt32(byte), kind: .letter)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return FoldedUnit(symbol: UInt32(byte), kind: .digit)
    case 0...0x20, 0x7F: return FoldedUnit(symbol: 0x20, kind: .space)
    case UInt8(ascii: "'"), UInt8(ascii: "`"):
      return FoldedUnit(symbol: UInt32(byte), kind: .apostrophe)
    case UInt8(ascii: "@"), UInt8(ascii: "$"):
      return FoldedUnit(symbol: UInt32(byte), kind: .leetSymbol)
    case UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "+"), UInt8(ascii: "("),
      UInt8(ascii: "<"):
      return FoldedUnit(symbol: UInt32(byte), kind: .leetPunctuation)
    default: return FoldedUnit(symbol: UInt32(byte), kind: .punctuation)
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to units: inout [FoldedUnit]) {
    let value = scalar.value
    if isOptionalMark(value) {
      if let last = units.indices.last, units[last].kind == .letter {
        units[last].isDisguised = true
      }
      return
    }
    if let letter = Lookalikes.latinVariant(of: value) {
      units.append(FoldedUnit(symbol: UInt32(letter), kind: .letter, isDisguised: true))
      return
    }
    if let pair = ligature(value) {
      for letter in pair.utf8 {
        units.append(FoldedUnit(symbol: UInt32(letter), kind: .letter, isDisguised: true))
      }
      return
    }
    if Hangul.compose(value, onto: &units) { return }
    let properties = scalar.properties
    guard !properties.isDefaultIgnorableCodePoint else { return }
    guard let kind = kind(of: scalar, properties) else { return }
    switch kind {
    case .letter:
      units.append(letter(scalar, properties))
    case .digit:
      let digit = UInt32(properties.numericValue ?? 0)
      units.append(FoldedUnit(symbol: UInt32(UInt8(ascii: "0")) + digit, kind: .digit))
    default:
      units.append(FoldedUnit(symbol: fullStop(value), kind: kind))
    }
  }

  private static func letter(
    _ scalar: Unicode.Scalar, _ properties: Unicode.Scalar.Properties
  ) -> FoldedUnit {
    let lower = properties.lowercaseMapping.unicodeScalars.first ?? scalar
    guard let likeness = Lookalikes.likeness(of: scalar.value) else {
      return FoldedUnit(symbol: lower.value, kind: .letter)
    }
    return FoldedUnit(
      symbol: lower.value, kind: .letter, lookalike: likeness.letter,
      isExactLookalike: likeness.isExact, isDisguised: true)
  }

  /// Nil for what leaves no trace: modifiers such as skin tones.
  private static func kind(
    of scalar: Unicode.Scalar, _ properties: Unicode.Scalar.Properties
  ) -> FoldedUnit.Kind? {
    switch scalar.value {
    case 0x2018, 0x2019, 0x02BC, 0x00B4, 0x2032: return .apostrophe
    case 0x20AC, 0x00A3, 0x00A5, 0x00A7, 0x00A2: return .leetSymbol
    case 0x00A1: return .leetPunctuation
    default: break
    }
    if isIdeograph(scalar.value) { return .ideograph }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .letterNumber:
      return .letter
    case .decimalNumber: return .digit
    case .otherSymbol, .mathSymbol, .otherNumber, .privateUse: return .emoji
    case .modifierSymbol, .enclosingMark: return nil
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return .space
    default: return .punctuation
    }
  }

  /// Marks without which a word is still the same word to its readers: combining diacritics, and the
  /// vowel points of Hebrew and Arabic. The vowel signs of Indic scripts and Thai are letters.
  private static func isOptionalMark(_ value: UInt32) -> Bool {
    switch value {
    case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05C7, 0x0610...0x061A, 0x0640,
      0x064B...0x065F, 0x0670, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
      0xFE20...0xFE2F:
      true
    default: false
    }
  }

  /// Scripts written without spaces, by block.
  private static func isIdeograph(_ value: UInt32) -> Bool {
    switch value {
    case 0x0E01...0x0E4E, 0x0E81...0x0ECD, 0x1000...0x103F, 0x1780...0x17D3, 0x3005...0x3007,
      0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x20000...0x3FFFF:
      value != 0x30FB
    default: false
    }
  }

  private static func ligature(_ value: UInt32) -> String? {
    switch value {
    case 0x00DF, 0x1E9E: "ss"
    case 0x00C6, 0x00E6: "ae"
    case 0x0152, 0x0153: "oe"
    default: nil
    }
  }

  /// The full stops that domain names may be written with (IDNA: RFC 3490 §3.1).
  private static func fullStop(_ value: UInt32) -> UInt32 {
    value == 0x3002 ? UInt32(UInt8(ascii: ".")) : value
  }
}

/// Composition of Hangul syllables (Unicode §3.12). NFKD takes them apart, and a syllable is the
/// character that its readers see: 바 is not a part of 박.
private enum Hangul {
  /// Takes a conjoining letter in; false for anything else.
  static func compose(_ value: UInt32, onto units: inout [FoldedUnit]) -> Bool {
    switch value {
    case 0x1100...0x1112:
      units.append(FoldedUnit(symbol: value, kind: .ideograph))
      return true
    case 0x1161...0x1175:
      guard let last = units.indices.last, (0x1100...0x1112).contains(units[last].symbol) else {
        return false
      }
      units[last].symbol = 0xAC00 + ((units[last].symbol - 0x1100) * 21 + value - 0x1161) * 28
      return true
    case 0x11A8...0x11C2:
      guard let last = units.indices.last, (0xAC00...0xD7A3).contains(units[last].symbol),
        (units[last].symbol - 0xAC00) % 28 == 0
      else { return false }
      units[last].symbol += value - 0x11A7
      return true
    default: return false
    }
  }
}
