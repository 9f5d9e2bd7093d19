import LiveComments

/// When the bell is to ring: once for all that arrives within a second. It rings because of what a
/// comment says, never by what is in it.
struct BellWatch: Sendable {
  /// The least time between two rings.
  static let interval = Duration.seconds(1)

  private var last: Instant?
  /// Whether something has come that it should ring for.
  var isDue = false

  func mayRing(at now: Instant) -> Bool { last.map { now - $0 >= Self.interval } ?? true }

  /// Whether to ring now. What came too soon after the last ring is let go.
  mutating func ring(at now: Instant) -> Bool {
    defer { isDue = false }
    guard isDue, mayRing(at: now) else { return false }
    last = now
    return true
  }
}
