/// UUIDs as text, by RFC 9562, without Foundation.
enum UUIDText {
  static func isValid(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count == 36 else { return false }
      for (index, byte) in bytes.enumerated() {
        switch index {
        case 8, 13, 18, 23:
          guard byte == UInt8(ascii: "-") else { return false }
        default:
          guard
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
              || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
          else { return false }
        }
      }
      return true
    }
  }

  /// Version 7 of RFC 9562 §5.7: 48 bits of Unix milliseconds, then 74 random bits.
  static func version7(
    milliseconds: Int64, using generator: inout some RandomNumberGenerator
  ) -> String {
    let time = UInt64(clamping: milliseconds) & 0xFFFF_FFFF_FFFF
    let high = time << 16 | 0x7000 | UInt64.random(in: 0...0xFFF, using: &generator)
    let low = UInt64.random(in: .min ... .max, using: &generator) & (~0 >> 2) | 1 << 63
    return String(unsafeUninitializedCapacity: 36) { buffer in
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
}
