import LiveComments

/// Delays in the buckets that Prometheus wants: a plain value, counted by whoever owns it.
public struct DelayHistogram: Sendable, Equatable {
  public init() {}

  /// The upper bounds of the buckets in microseconds, ascending; above the last everything is one.
  static let bounds: [Int64] = [
    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
    10_000_000,
  ]

  /// Observations per bucket, not cumulative; the last holds what lies above all bounds.
  private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
  private(set) var sumMicroseconds: Int64 = 0

  var count: Int { counts.reduce(0, +) }

  mutating func observe(microseconds: Int64) {
    let delay = max(0, microseconds)
    counts[Self.bounds.firstIndex { delay <= $0 } ?? Self.bounds.count] += 1
    sumMicroseconds += delay
  }

  mutating func observe(_ delays: [Duration]) {
    for delay in delays { observe(microseconds: Int64(delay / .microseconds(1))) }
  }

  mutating func add(_ other: DelayHistogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    sumMicroseconds += other.sumMicroseconds
  }

  /// - Parameter earlier: the same histogram as it was before.
  mutating func subtract(_ earlier: DelayHistogram) {
    for index in counts.indices { counts[index] -= earlier.counts[index] }
    sumMicroseconds -= earlier.sumMicroseconds
  }

  /// The upper bound of the bucket below which this share of the observations lies, in milliseconds
  /// rounded up; nil without observations. Above all bounds it is the last.
  func milliseconds(of share: Double) -> Int? {
    let count = count
    guard count > 0 else { return nil }
    let rank = Int((Double(count) * share).rounded(.up))
    var seen = 0
    for (bound, observed) in zip(Self.bounds, counts) {
      seen += observed
      if seen >= rank { return Int((bound + 999) / 1_000) }
    }
    return Self.bounds.last.map { Int($0 / 1_000) }
  }
}
