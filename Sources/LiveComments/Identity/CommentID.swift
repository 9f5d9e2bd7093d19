/// The name of a comment for ever: a UUID of version 7 as lower-case text.
public struct CommentID: Sendable, Hashable, RawRepresentable {
  public let rawValue: String

  /// Nil when the text is not a UUID written as 8-4-4-4-12 lower-case hexadecimal digits.
  public init?(rawValue: String) {
    guard UUIDText.isValid(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// A new id for a comment accepted at `time`. The same time and generator state give the same id.
  public init(at time: Timestamp, using generator: inout some RandomNumberGenerator) {
    rawValue = UUIDText.version7(milliseconds: time.milliseconds, using: &generator)
  }
}

extension CommentID: Codable, CustomStringConvertible {
  public var description: String { rawValue }
}
