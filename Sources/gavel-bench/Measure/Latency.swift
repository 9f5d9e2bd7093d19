import Histogram

/// Latencies in microseconds, to three significant digits, up to ten minutes.
struct Latency: Sendable {
  private var histogram = Histogram<UInt64>(
    lowestDiscernibleValue: 1, highestTrackableValue: 600_000_000,
    numberOfSignificantValueDigits: .three)

  /// Counts `count` events of `microseconds` each; what lies outside the range counts at its edge.
  mutating func record(microseconds: Int64, count: Int = 1) {
    histogram.record(UInt64(max(1, min(microseconds, 600_000_000))), count: UInt64(count))
  }

  mutating func reset() { histogram.reset() }

  var summary: Summary {
    Summary(
      count: histogram.totalCount, p50: milliseconds(50), p95: milliseconds(95),
      p99: milliseconds(99), highest: milliseconds(100))
  }

  private func milliseconds(_ percentile: Double) -> Double {
    histogram.totalCount == 0 ? 0 : Double(histogram.valueAtPercentile(percentile)) / 1_000
  }

  /// Percentiles in milliseconds.
  struct Summary: Codable, Sendable {
    var count: UInt64
    var p50: Double
    var p95: Double
    var p99: Double
    var highest: Double
  }
}
