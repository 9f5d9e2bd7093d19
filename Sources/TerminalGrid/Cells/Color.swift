/// A colour as a theme states it. What a terminal can show of it is derived at the edge
/// (``ColorDepth``), so that everything above deals with one kind of colour.
public enum Color: Sendable, Hashable {
  /// The terminal's own foreground or background.
  case standard
  /// 24-bit sRGB: red, green, blue.
  case rgb(UInt8, UInt8, UInt8)
}

extension Color {
  /// A colour from `0xRRGGBB`; higher bits are ignored.
  public init(hex: UInt32) {
    self = .rgb(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }

  /// Bits that the packed form takes.
  static let packedWidth = 25

  /// 0 for `standard`, else bit 24 and `0xRRGGBB`.
  var packed: UInt64 {
    switch self {
    case .standard: 0
    case .rgb(let red, let green, let blue):
      1 << 24 | UInt64(red) << 16 | UInt64(green) << 8 | UInt64(blue)
    }
  }

  init(packed: UInt64) {
    self = packed & 1 << 24 == 0 ? .standard : Color(hex: UInt32(truncatingIfNeeded: packed))
  }
}
