/// The name of one live broadcast: `[a-z0-9][a-z0-9_-]{0,63}`.
public struct StreamID: Sendable, Hashable, RawRepresentable {
  public let rawValue: String

  /// Nil when the text does not match `[a-z0-9][a-z0-9_-]{0,63}`.
  public init?(rawValue: String) {
    guard (1...64).contains(rawValue.utf8.count) else { return nil }
    for (index, byte) in rawValue.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
      case UInt8(ascii: "_") where index > 0, UInt8(ascii: "-") where index > 0: continue
      default: return nil
      }
    }
    self.rawValue = rawValue
  }
}

extension StreamID: Codable, CustomStringConvertible {
  public var description: String { rawValue }
}
