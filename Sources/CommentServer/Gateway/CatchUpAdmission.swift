import LiveComments

/// Lets hellos that need a catch-up in at a bounded rate, so that a storm of them costs those who are
/// live nothing. Whoever has to wait is given a time of their own to come back at: one slot for each,
/// as far apart as the rate wants. One for each event loop.
struct CatchUpAdmission: Sendable {
  /// Nobody is sent away for less than this.
  private static let shortest: Int64 = 250_000

  private let interval: Int64
  private let tolerance: Int64
  private let spread: Int64
  /// When all tokens will be there again, in microseconds (the generic cell rate algorithm).
  private var full: Int64 = 0
  /// The last slot that was given away.
  private var lastSlot: Int64 = 0

  /// - Parameters:
  ///   - perSecond: hellos let in on average; a quarter of it, and at least one, at once.
  ///   - spread: how far ahead slots reach; when all are taken they are given away once more.
  init(perSecond: Double, spread: Duration) {
    interval = Int64(1e6 / min(max(perSecond, 1e-6), 1e6))
    tolerance = interval * max(0, Int64(perSecond / 4) - 1)
    self.spread = max(2 * Self.shortest, Int64(spread / .microseconds(1)))
  }

  enum Verdict: Equatable {
    case admitted
    case comeBack(afterMilliseconds: Int)
  }

  mutating func admit(at now: Instant) -> Verdict {
    let now = now.microseconds
    if full - tolerance <= now {
      full = max(full, now) + interval
      return .admitted
    }
    let earliest = now + Self.shortest
    lastSlot = max(lastSlot + interval, earliest)
    if lastSlot > now + spread { lastSlot = earliest }
    return .comeBack(afterMilliseconds: Int((lastSlot - now) / 1_000))
  }
}
