import LiveComments

/// Comments a second over the last few whole seconds.
struct RateMeter: Sendable {
  private static let seconds = 5
  /// One count for each of the last seconds and the present one, by second modulo.
  private var counts = [Int](repeating: 0, count: seconds + 1)
  private var second: Int64 = 0

  mutating func add(_ count: Int, at now: Instant) {
    advance(to: now)
    counts[slot(second)] += count
  }

  mutating func perSecond(at now: Instant) -> Double {
    advance(to: now)
    let whole = counts.reduce(0, +) - counts[slot(second)]
    return Double(whole) / Double(Self.seconds)
  }

  private mutating func advance(to now: Instant) {
    let current = now.microseconds / 1_000_000
    guard current > second else { return }
    for passed in max(second + 1, current - Int64(Self.seconds))...current {
      counts[slot(passed)] = 0
    }
    second = current
  }

  private func slot(_ second: Int64) -> Int { Int(second % Int64(Self.seconds + 1)) }
}
