import LiveComments
import NIOCore
import ServerCore

/// Reads `react` frames as clients write them, in a fraction of what a JSON decoder takes.
///
/// It knows the plain form only: `type` first, the members of §5.3 once each, no escapes, no white
/// space. Whatever it does not know is left to the decoder, which knows everything.
struct ReactFrameReader {
  private var emojis = EmojiReader()

  private static let opening = Array(#"{"type":"react","#.utf8)
  private static let emoji = Array(#""emoji":""#.utf8)
  private static let count = Array(#""count":"#.utf8)
  private static let commentID = Array(#""comment_id":""#.utf8)
  private static let idBytes = 36

  /// The reaction; nil when the frame is something else, or has to be looked at by the decoder.
  mutating func read(_ text: ByteBuffer) -> Reaction? {
    text.withUnsafeReadableBytes { bytes -> Reaction? in
      var cursor = Cursor(bytes: bytes)
      guard cursor.skip(Self.opening) else { return nil }
      var emoji: Emoji?
      var count: Int?
      var commentID: CommentID?
      repeat {
        if emoji == nil, cursor.skip(Self.emoji) {
          guard let spelling = cursor.string(upTo: Emoji.maximumBytes) else { return nil }
          emoji = emojis.emoji(spelling)
          if emoji == nil { return nil }
        } else if count == nil, cursor.skip(Self.count) {
          count = cursor.number()
          if count == nil { return nil }
        } else if commentID == nil, cursor.skip(Self.commentID) {
          guard let spelling = cursor.string(upTo: Self.idBytes) else { return nil }
          commentID = CommentID(rawValue: String(decoding: spelling, as: UTF8.self))
          if commentID == nil { return nil }
        } else {
          return nil
        }
      } while cursor.skip(UInt8(ascii: ","))
      guard cursor.skip(UInt8(ascii: "}")), cursor.isAtEnd, let emoji else { return nil }
      return try? Reaction(emoji: emoji, count: count ?? 1, commentID: commentID)
    }
  }

  private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ expected: [UInt8]) -> Bool {
      guard bytes[position...].starts(with: expected) else { return false }
      position += expected.count
      return true
    }

    mutating func skip(_ expected: UInt8) -> Bool {
      guard position < bytes.count, bytes[position] == expected else { return false }
      position += 1
      return true
    }

    /// The bytes up to the closing quote, which it skips; nil when they are more, or not plain.
    mutating func string(upTo maximum: Int) -> Slice<UnsafeRawBufferPointer>? {
      let start = position
      while position < bytes.count, position - start <= maximum {
        let byte = bytes[position]
        if byte == UInt8(ascii: "\"") {
          position += 1
          return bytes[start..<(position - 1)]
        }
        guard byte != UInt8(ascii: "\\"), byte >= 0x20 else { return nil }
        position += 1
      }
      return nil
    }

    /// One or two digits, the first not 0.
    mutating func number() -> Int? {
      var number = 0
      var digits = 0
      while position < bytes.count, digits < 3, 0x30...0x39 ~= bytes[position] {
        number = number * 10 + Int(bytes[position] - 0x30)
        digits += 1
        position += 1
      }
      return digits > 0 && digits < 3 && number > 0 && (digits == 1 || number > 9) ? number : nil
    }
  }
}
