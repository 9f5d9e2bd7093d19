/// The name of a moderation event for ever: a UUID of version 7 as lower-case text.
public struct ModerationID: Sendable, Hashable, RawRepresentable {
  public let rawValue: String

  /// Nil when the text is not a UUID written as 8-4-4-4-12 lower-case hexadecimal digits.
  public init?(rawValue: String) {
    guard UUIDText.isValid(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// A new id for an event accepted at `time`. The same time and generator state give the same id.
  public init(at time: Timestamp, using generator: inout some RandomNumberGenerator) {
    rawValue = UUIDText.version7(milliseconds: time.milliseconds, using: &generator)
  }
}

extension ModerationID: Codable, CustomStringConvertible {
  public var description: String { rawValue }
}
