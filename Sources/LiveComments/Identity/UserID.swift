/// The stable name of an account: the token's `sub`, or the author that a service names.
///
/// Holds any text; the limits of `Limits.user` are checked where text enters the system.
public struct UserID: Sendable, Hashable, RawRepresentable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }
}

extension UserID: Codable, ExpressibleByStringLiteral, CustomStringConvertible {
  public init(stringLiteral value: String) { self.init(rawValue: value) }
  public var description: String { rawValue }
}
