/// The name of a comment for ever: a UUID of version 7 as lower-case text.
public struct CommentID: Sendable, Hashable, RawRepresentable {
  // Held as 16 bytes: a feed hashes and compares ids for every comment that it takes.
  private let uuid: UUIDText

  /// Nil when the text is not a UUID written as 8-4-4-4-12 lower-case hexadecimal digits.
  public init?(rawValue: String) {
    guard let uuid = UUIDText(rawValue) else { return nil }
    self.uuid = uuid
  }

  /// The same of UTF-8.
  init?(utf8: UnsafeBufferPointer<UInt8>) {
    guard let uuid = UUIDText(utf8: utf8) else { return nil }
    self.uuid = uuid
  }

  /// A new id for a comment accepted at `time`. The same time and generator state give the same id.
  public init(at time: Timestamp, using generator: inout some RandomNumberGenerator) {
    uuid = UUIDText(version7At: time.milliseconds, using: &generator)
  }

  /// The text: 8-4-4-4-12 lower-case hexadecimal digits.
  public var rawValue: String { uuid.text }

  /// When it was made, by the clock of the server that made it (RFC 9562 §5.7).
  public var timestamp: Timestamp { Timestamp(milliseconds: uuid.milliseconds) }
}

extension CommentID {
  /// What sampling goes by (design §8): spread evenly over 64 bits, and the same in every program and
  /// for ever. Of the id's 128 bits `h` (the first 64) and `l`: `mix(h ^ mix(l))`, where `mix` is the
  /// finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
  public var samplingHash: UInt64 { Self.mix(uuid.high ^ Self.mix(uuid.low)) }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

// Said explicitly, since `RawRepresentable` would compare and hash the text.
extension CommentID {
  public static func == (lhs: CommentID, rhs: CommentID) -> Bool { lhs.uuid == rhs.uuid }

  public func hash(into hasher: inout Hasher) { hasher.combine(uuid) }
}

extension CommentID: Codable, CustomStringConvertible {
  public var description: String { rawValue }
}
