/// A reading of a monotonic clock, passed into the pure cores so that any run can be replayed.
///
/// Its zero has no meaning; only differences do.
public struct Instant: Sendable, Hashable, Comparable {
  /// Microseconds since an arbitrary zero.
  public var microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  public init(milliseconds: Int64) { self.init(microseconds: milliseconds * 1_000) }

  public static func < (lhs: Instant, rhs: Instant) -> Bool {
    lhs.microseconds < rhs.microseconds
  }

  public static func + (lhs: Instant, rhs: Duration) -> Instant {
    let (seconds, attoseconds) = rhs.components
    return Instant(
      microseconds: lhs.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  public static func - (lhs: Instant, rhs: Instant) -> Duration {
    .microseconds(lhs.microseconds - rhs.microseconds)
  }
}
