/// Opaque text that names one incarnation of a log: `[A-Za-z0-9_-]{1,32}`.
///
/// Another epoch means that every position is void.
public struct Epoch: Sendable, Hashable, RawRepresentable {
  public let rawValue: String

  /// Nil when the text does not match `[A-Za-z0-9_-]{1,32}`.
  public init?(rawValue: String) {
    guard (1...32).contains(rawValue.utf8.count) else { return nil }
    for byte in rawValue.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        continue
      default: return nil
      }
    }
    self.rawValue = rawValue
  }

  /// A new epoch of 16 random letters and digits.
  public init(using generator: inout some RandomNumberGenerator) {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    rawValue = String(
      (0..<16).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
  }
}

extension Epoch: Codable, CustomStringConvertible {
  public var description: String { rawValue }
}
