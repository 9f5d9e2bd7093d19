/// What remains of a comment's text for telling near-identical ones: neither case, spacing and
/// punctuation nor how often a letter is repeated make a difference.
struct RepeatKey: Hashable, Sendable {
  private let text: String

  init(_ content: String) {
    let reduced = Self.reduced(content, keepingPunctuation: false)
    // Of `???` nothing would remain.
    text = reduced.isEmpty ? Self.reduced(content, keepingPunctuation: true) : reduced
  }

  private static func reduced(_ content: String, keepingPunctuation: Bool) -> String {
    var content = content
    return content.withUTF8 { reduced(ascii: $0, keepingPunctuation: keepingPunctuation) }
      ?? reduced(scalars: content.unicodeScalars, keepingPunctuation: keepingPunctuation)
  }

  /// Most comments of most streams are ASCII, and every comment of a fast stream is looked at. Nil
  /// for text that is not.
  private static func reduced(
    ascii: UnsafeBufferPointer<UInt8>, keepingPunctuation: Bool
  ) -> String? {
    guard ascii.allSatisfy({ $0 < 0x80 }) else { return nil }
    return String(unsafeUninitializedCapacity: ascii.count) { buffer in
      var count = 0
      var last: UInt8 = 0
      for byte in ascii {
        guard let byte = folded(byte, keepingPunctuation: keepingPunctuation) else { continue }
        // 100 is not 1000.
        if byte == last, !isDigit(byte) { continue }
        buffer[count] = byte
        count += 1
        last = byte
      }
      return count
    }
  }

  private static func reduced(
    scalars: String.UnicodeScalarView, keepingPunctuation: Bool
  ) -> String {
    var result = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in scalars {
      guard let scalar = folded(scalar, keepingPunctuation: keepingPunctuation) else { continue }
      if scalar == last, !(scalar.isASCII && isDigit(UInt8(scalar.value))) { continue }
      result.append(scalar)
      last = scalar
    }
    return String(result)
  }

  private static func folded(
    _ scalar: Unicode.Scalar, keepingPunctuation: Bool
  ) -> Unicode.Scalar? {
    if scalar.isASCII {
      return folded(UInt8(scalar.value), keepingPunctuation: keepingPunctuation)
        .map { Unicode.Scalar($0) }
    }
    // Variation selectors, and what is only space.
    if (0xFE00...0xFE0F).contains(scalar.value) || scalar.properties.isWhitespace { return nil }
    guard scalar.properties.changesWhenLowercased else { return scalar }
    return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }

  private static func folded(_ ascii: UInt8, keepingPunctuation: Bool) -> UInt8? {
    switch ascii {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): ascii + 32
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): ascii
    default: keepingPunctuation && ascii > 32 ? ascii : nil
    }
  }

  private static func isDigit(_ ascii: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(ascii)
  }
}
