internal import TerminalGrid

/// What stands for a glyph on a terminal that does not understand UTF-8.
enum ASCIIFallback {
  static func append(_ glyph: Glyph, to bytes: inout [UInt8]) {
    bytes.append(character(for: glyph.base))
    if glyph.width == 2 { bytes.append(UInt8(ascii: " ")) }
  }

  private static func character(for scalar: Unicode.Scalar) -> UInt8 {
    switch scalar.value {
    case 0x20...0x7E: UInt8(truncatingIfNeeded: scalar.value)
    case 0xA0: UInt8(ascii: " ")
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x2550, 0x2010...0x2015:
      UInt8(ascii: "-")
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x2551: UInt8(ascii: "|")
    case 0x250C...0x254B, 0x2552...0x2570: UInt8(ascii: "+")
    case 0x2580...0x259F: UInt8(ascii: "#")
    case 0x2018, 0x2019: UInt8(ascii: "'")
    case 0x201C, 0x201D: UInt8(ascii: "\"")
    case 0x2022, 0x25CF, 0xB7: UInt8(ascii: "*")
    case 0x2026: UInt8(ascii: ".")
    case 0x2190: UInt8(ascii: "<")
    case 0x2191: UInt8(ascii: "^")
    case 0x2192: UInt8(ascii: ">")
    case 0x2193: UInt8(ascii: "v")
    default: UInt8(ascii: "?")
    }
  }
}
