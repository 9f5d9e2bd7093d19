internal import TerminalGrid

/// Bytes on their way to the terminal.
extension [UInt8] {
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }

  /// Appends a number that is not negative, in decimal.
  mutating func append(decimal value: Int) {
    if value >= 10 { append(decimal: value / 10) }
    append(UInt8(truncatingIfNeeded: value % 10) + UInt8(ascii: "0"))
  }

  mutating func append(utf8 scalar: Unicode.Scalar) {
    let value = scalar.value
    func byte(_ prefix: UInt32, _ shift: UInt32, _ mask: UInt32) -> UInt8 {
      UInt8(truncatingIfNeeded: prefix | value >> shift & mask)
    }
    switch value {
    case ..<0x80:
      append(UInt8(truncatingIfNeeded: value))
    case ..<0x800:
      append(byte(0xC0, 6, 0x1F))
      append(byte(0x80, 0, 0x3F))
    case ..<0x1_0000:
      append(byte(0xE0, 12, 0x0F))
      append(byte(0x80, 6, 0x3F))
      append(byte(0x80, 0, 0x3F))
    default:
      append(byte(0xF0, 18, 0x07))
      append(byte(0x80, 12, 0x3F))
      append(byte(0x80, 6, 0x3F))
      append(byte(0x80, 0, 0x3F))
    }
  }
}
