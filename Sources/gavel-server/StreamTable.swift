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
    /// The bound of the bucket that holds the 95th percentile, in seconds; absent when nothing was
    /// measured, or it lies above all bounds.
    var visibleP95: Double?
    var publishP95: Double?
    var moderationP95: Double?

    private enum CodingKeys: String, CodingKey {
      case stream, viewers, level
      case samplingRatio = "sampling_ratio"
      case lag = "lag_s"
      case slowViewers = "slow_viewers"
      case commentsPerSecond = "comments_per_s"
      case visibleP95 = "visible_p95_s"
      case publishP95 = "publish_p95_s"
      case moderationP95 = "moderation_p95_s"
    }
  }

  private static let visible = "gavel_visible_delay_seconds_bucket"
  private static let publish = "gavel_publish_delay_seconds_bucket"
  private static let moderation = "gavel_moderation_delay_seconds_bucket"

  /// Of one histogram of one stream: how many were within each bound, ascending.
  private typealias Buckets = [(bound: Double, count: Double)]

  private(set) var rows: [Row] = []
  /// By family and stream, as scraped.
  private var buckets: [String: Buckets] = [:]
  /// Whether percentiles are over all that was ever counted.
  private let isLifetime: Bool

  /// - Parameter previous: the table before, so that percentiles are over what came since.
  ///
  /// Lines that do not read as a stream's sample are passed over: the text is a stranger's.
  init(scrape: String, since previous: StreamTable? = nil) {
    isLifetime = previous == nil
    var found: [String: Row] = [:]
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
      case Self.visible, Self.publish, Self.moderation:
        let bound = match.3.flatMap { Double($0) } ?? .infinity
        buckets["\(match.1) \(stream)", default: []].append((bound, value))
      default: break
      }
      found[stream] = row
    }
    for stream in found.keys {
      found[stream]?.visibleP95 = p95(Self.visible, stream, since: previous)
      found[stream]?.publishP95 = p95(Self.publish, stream, since: previous)
      found[stream]?.moderationP95 = p95(Self.moderation, stream, since: previous)
    }
    rows = found.values.sorted {
      ($0.commentsPerSecond, $0.viewers, $1.stream) > ($1.commentsPerSecond, $1.viewers, $0.stream)
    }
  }

  private func p95(_ family: String, _ stream: String, since previous: StreamTable?) -> Double? {
    let key = "\(family) \(stream)"
    guard let buckets = buckets[key] else { return nil }
    let counts = Self.increments(of: buckets, since: previous?.buckets[key] ?? [])
    guard let total = counts.max(), total > 0 else { return nil }
    let bound = zip(buckets, counts).first { $1 >= 0.95 * total }?.0.bound
    return bound.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A stream whose counts went back has begun anew: all that it has came since.
  private static func increments(of buckets: Buckets, since earlier: Buckets) -> [Double] {
    let counts = buckets.map(\.count)
    guard buckets.map(\.bound) == earlier.map(\.bound) else { return counts }
    let increments = zip(counts, earlier).map { $0 - $1.count }
    return increments.contains { $0 < 0 } ? counts : increments
  }

  var text: String {
    let head = [
      "stream", "comments/s", "viewers", "level", "sampled", "lag", "slow viewers", "visible p95",
      "publish p95", "moderation p95",
    ]
    let cells = rows.map { row in
      [
        row.stream, "\(row.commentsPerSecond)", "\(row.viewers)", row.level,
        row.samplingRatio > 1 ? "1 in \(row.samplingRatio)" : "-",
        row.lag.map { "\(Int(($0 * 1_000).rounded())) ms" } ?? "-", "\(row.slowViewers)",
        Self.milliseconds(row.visibleP95), Self.milliseconds(row.publishP95),
        Self.milliseconds(row.moderationP95),
      ]
    }
    let widths = head.indices.map { column in
      ([head] + cells).map { $0[column].count }.max() ?? 0
    }
    return ([head] + cells).map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ")
    }.joined(separator: "\n") + "\n" + footer
  }

  private var footer: String {
    "p95: over " + (isLifetime ? "all that was counted so far" : "what came since the last table")
  }

  private static func milliseconds(_ seconds: Double?) -> String {
    seconds.map { "≤ \($0 * 1_000) ms" } ?? "-"
  }
}
