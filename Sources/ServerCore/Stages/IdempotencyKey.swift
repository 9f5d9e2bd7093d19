import LiveComments

/// The name that a client gives a request so that repeating it has no second effect: 1–64 visible
/// ASCII characters (design §5.2), scoped to stream and `sub`.
public struct IdempotencyKey: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
  public let rawValue: String

  /// Nil when the text is not 1–64 characters of `!` to `~`.
  public init?(rawValue: String) {
    guard Limits.key.contains(rawValue.utf8.count),
      rawValue.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    self.rawValue = rawValue
  }

  public var description: String { rawValue }
}
