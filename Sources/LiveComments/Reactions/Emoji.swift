/// One emoji as a reaction names it: exactly one grapheme, at most 32 bytes of UTF-8.
///
/// The spellings of an emoji are one value: where a character's default presentation is text, the
/// variation selector that asks for the emoji is part of it, whether it was written or not.
public struct Emoji: Sendable, Hashable {
  /// Bytes of UTF-8, at most (design §8).
  public static let maximumBytes = Spelling.maximumBytes

  // Held as 32 bytes: counting a reaction allocates nothing.
  private let bytes: Spelling

  /// Nil when the text is not one emoji, or longer than 32 bytes.
  public init?(_ text: String) {
    // A selector that is left out adds three bytes to each character; none fits beyond this.
    guard !text.isEmpty, text.utf8.count <= Self.maximumBytes else { return nil }
    var scanner = EmojiScanner(text)
    guard let canonical = scanner.emoji(), canonical.count == 1,
      let bytes = Spelling(canonical.utf8)
    else { return nil }
    self.bytes = bytes
  }

  /// The text, fully qualified (UTS #51).
  public var text: String { bytes.text }
}

extension Emoji: Comparable, CustomStringConvertible {
  public var description: String { text }

  /// By the bytes of the text: an order that is the same everywhere.
  public static func < (left: Emoji, right: Emoji) -> Bool { left.bytes < right.bytes }
}

/// At most 32 bytes of UTF-8 without a NUL, held in place.
struct Spelling: Sendable, Hashable, Comparable {
  static let maximumBytes = 32

  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// Nil when there are more bytes, or a NUL among them.
  init?(_ utf8: some Sequence<UInt8>) {
    var index = 0
    for byte in utf8 {
      guard index < Self.maximumBytes, byte != 0 else { return nil }
      let shifted = UInt64(byte) << UInt64(56 - index % 8 * 8)
      switch index / 8 {
      case 0: words.0 |= shifted
      case 1: words.1 |= shifted
      case 2: words.2 |= shifted
      default: words.3 |= shifted
      }
      index += 1
    }
  }

  var text: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.maximumBytes)
    for word in [words.0, words.1, words.2, words.3] {
      for index in 0..<8 {
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(56 - index * 8))
        if byte != 0 { bytes.append(byte) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func == (left: Spelling, right: Spelling) -> Bool { left.words == right.words }

  static func < (left: Spelling, right: Spelling) -> Bool { left.words < right.words }

  func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}
