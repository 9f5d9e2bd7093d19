/// A bearer token. It describes itself without its text, so that no log can hold it.
public struct Token: Sendable, Hashable {
  /// The compact serialisation of the JWT: visible ASCII only.
  public let rawValue: String

  /// Nil unless the text is 1 to `maximumBytes` visible ASCII characters: anything else could not
  /// be a token, and might break out of the header that carries it.
  public init?(rawValue: String) {
    guard (1...Self.maximumBytes).contains(rawValue.utf8.count),
      rawValue.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    self.rawValue = rawValue
  }

  /// Half of an inbound frame's limit, so that `hello` always fits (design §5.1).
  static let maximumBytes = 8 * 1_024
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "(token)" }
  public var debugDescription: String { "(token)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
