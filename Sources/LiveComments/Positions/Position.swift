/// The plane of comments and reactions: what users write.
public enum CommentPlane: Sendable {}

/// The plane of moderation events: what moderators, policies and automation decide.
public enum ModerationPlane: Sendable {}

/// A place in the log of one plane of one stream.
///
/// Strictly increasing, not necessarily dense, at least 0 and below 2^53, so that every JSON reader
/// holds it exactly. 0 is the position before the first entry.
public struct Position<Plane>: Sendable, Hashable, Comparable, RawRepresentable {
  /// The largest position that the wire can carry: 2^53 - 1 (the limit of a JSON number).
  public static var highest: Position { Position(unchecked: (1 << 53) - 1) }

  /// The position before the first entry of a log.
  public static var zero: Position { Position(unchecked: 0) }

  public let rawValue: Int64

  /// Nil when `rawValue` is negative or does not fit 53 bits.
  public init?(rawValue: Int64) {
    guard rawValue >= 0, rawValue < 1 << 53 else { return nil }
    self.rawValue = rawValue
  }

  private init(unchecked rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// The position `distance` places further on, held within the wire's range.
  public func advanced(by distance: Int64) -> Position {
    let (sum, overflow) = rawValue.addingReportingOverflow(distance)
    guard !overflow else { return distance < 0 ? .zero : .highest }
    return Position(unchecked: min(max(sum, 0), Position.highest.rawValue))
  }

  public static func < (lhs: Position, rhs: Position) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// The position of a comment in its stream.
public typealias Seq = Position<CommentPlane>

/// The position of a moderation event in its stream.
public typealias ModSeq = Position<ModerationPlane>

extension Position: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) {
    precondition(value >= 0 && value < 1 << 53, "a position is at least 0 and below 2^53")
    self.init(unchecked: value)
  }
}

extension Position: CustomStringConvertible {
  public var description: String { String(rawValue) }
}

extension Position: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let position = Position(rawValue: try container.decode(Int64.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a position is at least 0 and below 2^53")
    }
    self = position
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
