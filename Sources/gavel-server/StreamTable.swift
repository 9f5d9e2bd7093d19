import LiveComments

/// The streams of a scrape of `/metrics`, as rows of text.
struct StreamTable {
  struct Row: Encodable, Equatable {
    var stream: String
    var commentsPerSecond = 0.0
    var viewers = 0
    var level = "normal"
    /// One comment in this many goes out to viewers in frames.
    var samplingRatio = 1
    /// Seconds from accepting a comment to its fan-out, without the wait for the flush.
    var lag: Double?
    /// Connections that cannot be written to.
    var slowViewers = 0
    /// The bound of the bucket that holds the 95th percentile, in seconds, since the stream's hub
    /// began; absent when nothing was measured, or it lies above all bounds.
    var visibleP95: Double?
    var publishP95: Double?

    private enum CodingKeys: String, CodingKey {
      case stream, viewers, level
      case samplingRatio = "sampling_ratio"
      case lag = "lag_s"
      case slowViewers = "slow_viewers"
      case commentsPerSecond = "comments_per_s"
      case visibleP95 = "visible_p95_s"
      case publishP95 = "publish_p95_s"
    }
  }

  private(set) var rows: [Row] = []

  /// Lines that do not read as a stream's sample are passed over: the text is a stranger's.
  init(scrape: String) {
    var found: [String: Row] = [:]
    var buckets: [String: [(bound: Double, count: Double)]] = [:]
    for line in scrape.split(separator: "\n") {
      guard
        let match = line.wholeMatch(
          of: /(gavel_[a-z_]+)\{stream="([a-z0-9_-]+)"(?:,le="([0-9.e+Inf-]+)")?\} ([0-9.e-]+)/),
        let value = Double(match.4), StreamID(rawValue: String(match.2)) != nil
      else { continue }
      let stream = String(match.2)
      var row = found[stream] ?? Row(stream: stream)
      switch match.1 {
      case "gavel_comments_per_second": row.commentsPerSecond = value
      case "gavel_viewers": row.viewers = Int(exactly: value) ?? 0
      case "gavel_sampling_ratio": row.samplingRatio = Int(exactly: value) ?? 1
      case "gavel_queue_lag_seconds": row.lag = value
      case "gavel_slow_viewers": row.slowViewers = Int(exactly: value) ?? 0
      case "gavel_level":
        let levels = Level.allCases
        let place = Int(exactly: value) ?? 0
        if levels.indices.contains(place) { row.level = levels[place].rawValue }
      case "gavel_visible_delay_seconds_bucket", "gavel_publish_delay_seconds_bucket":
        let bound = match.3.flatMap { Double($0) } ?? .infinity
        buckets["\(match.1) \(stream)", default: []].append((bound, value))
      default: break
      }
      found[stream] = row
    }
    for stream in found.keys {
      found[stream]?.visibleP95 = Self.p95(buckets["gavel_visible_delay_seconds_bucket \(stream)"])
      found[stream]?.publishP95 = Self.p95(buckets["gavel_publish_delay_seconds_bucket \(stream)"])
    }
    rows = found.values.sorted {
      ($0.commentsPerSecond, $0.viewers, $1.stream) > ($1.commentsPerSecond, $1.viewers, $0.stream)
    }
  }

  private static func p95(_ buckets: [(bound: Double, count: Double)]?) -> Double? {
    guard let total = buckets?.map(\.count).max(), total > 0 else { return nil }
    let bound = buckets?.first { $0.count >= 0.95 * total }?.bound
    return bound.flatMap { $0.isFinite ? $0 : nil }
  }

  var text: String {
    let head = [
      "stream", "comments/s", "viewers", "level", "sampled", "lag", "slow viewers", "visible p95",
      "publish p95",
    ]
    let cells = rows.map { row in
      [
        row.stream, "\(row.commentsPerSecond)", "\(row.viewers)", row.level,
        row.samplingRatio > 1 ? "1 in \(row.samplingRatio)" : "-",
        row.lag.map { "\(Int(($0 * 1_000).rounded())) ms" } ?? "-", "\(row.slowViewers)",
        Self.milliseconds(row.visibleP95), Self.milliseconds(row.publishP95),
      ]
    }
    let widths = head.indices.map { column in
      ([head] + cells).map { $0[column].count }.max() ?? 0
    }
    return ([head] + cells).map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func milliseconds(_ seconds: Double?) -> String {
    seconds.map { "≤ \($0 * 1_000) ms" } ?? "-"
  }
}
