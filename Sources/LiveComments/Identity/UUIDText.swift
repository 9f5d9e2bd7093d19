/// UUIDs as text, by RFC 9562, without Foundation.
struct UUIDText: Sendable, Hashable {
  private(set) var high: UInt64
  private(set) var low: UInt64

  /// Nil when the text is not a UUID written as 8-4-4-4-12 lower-case hexadecimal digits.
  init?(_ text: String) {
    var text = text
    guard let uuid = text.withUTF8({ UUIDText(utf8: $0) }) else { return nil }
    self = uuid
  }

  /// The same of UTF-8.
  init?(utf8: UnsafeBufferPointer<UInt8>) {
    guard let halves = Self.halves(of: utf8) else { return nil }
    (high, low) = halves
  }

  /// Version 7 of RFC 9562 §5.7: 48 bits of Unix milliseconds, then 74 random bits.
  init(version7At milliseconds: Int64, using generator: inout some RandomNumberGenerator) {
    let time = UInt64(clamping: milliseconds) & 0xFFFF_FFFF_FFFF
    high = time << 16 | 0x7000 | UInt64.random(in: 0...0xFFF, using: &generator)
    low = UInt64.random(in: .min ... .max, using: &generator) & (~0 >> 2) | 1 << 63
  }

  /// The first 48 bits: in version 7, Unix milliseconds.
  var milliseconds: Int64 { Int64(high >> 16) }

  var text: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          buffer[position] = UInt8(ascii: "-")
          position += 1
        }
        let half = index < 16 ? high : low
        let nibble = UInt8(truncatingIfNeeded: half >> (60 - UInt64(index % 16) * 4)) & 0xF
        buffer[position] =
          nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
        position += 1
      }
      return position
    }
  }

  private static func halves(of bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
    guard bytes.count == 36 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      let nibble: UInt64
      switch byte {
      case UInt8(ascii: "-"):
        guard index == 8 || index == 13 || index == 18 || index == 23 else { return nil }
        continue
      case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = UInt64(byte - UInt8(ascii: "a") + 10)
      default: return nil
      }
      guard index != 8, index != 13, index != 18, index != 23 else { return nil }
      if index < 18 { high = high << 4 | nibble } else { low = low << 4 | nibble }
    }
    return (high, low)
  }
}
