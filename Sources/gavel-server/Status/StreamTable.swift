import LiveComments

/// How the streams of a server stand.
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

  /// The busiest first.
  let rows: [Row]
  /// Whether percentiles are over all that was ever counted.
  let isLifetime: Bool

  /// - Parameter earlier: the scrape before, so that percentiles are over what came since.
  init(_ scrape: Scrape, since earlier: Scrape? = nil) {
    isLifetime = earlier == nil
    rows = scrape.streams.map { stream, values in
      var row = Row(stream: stream)
      row.commentsPerSecond = values["gavel_comments_per_second"] ?? 0
      row.viewers = Self.count(values["gavel_viewers"]) ?? 0
      row.level = Self.level(values["gavel_level"])
      row.samplingRatio = Self.count(values["gavel_sampling_one_in"]) ?? 1
      row.lag = values["gavel_queue_lag_seconds"]
      row.slowViewers = Self.count(values["gavel_slow_viewers"]) ?? 0
      row.visibleP95 = scrape.p95("gavel_visible_delay_seconds", of: stream, since: earlier)
      row.publishP95 = scrape.p95("gavel_publish_delay_seconds", of: stream, since: earlier)
      row.moderationP95 = scrape.p95("gavel_moderation_delay_seconds", of: stream, since: earlier)
      return row
    }.sorted {
      ($0.commentsPerSecond, $0.viewers, $1.stream) > ($1.commentsPerSecond, $1.viewers, $0.stream)
    }
  }

  private static func count(_ value: Double?) -> Int? { value.flatMap { Int(exactly: $0) } }

  private static func level(_ value: Double?) -> String {
    let levels = Level.allCases
    let place = count(value) ?? 0
    return levels[levels.indices.contains(place) ? place : 0].rawValue
  }
}
