import Foundation

/// How a server stands, over all streams.
struct ServerSummary: Equatable {
  var connections: Int?
  var commentsPerSecond = 0.0
  /// CPU time since the scrape before, as a share of one core; nil without one, or when another
  /// process has taken its place.
  var cpuShare: Double?
  var residentBytes: Int?
  /// As in `StreamTable.Row`.
  var commitP95: Double?

  /// - Parameter elapsed: seconds since the scrape before.
  init(_ scrape: Scrape, since earlier: Scrape? = nil, elapsed: Double? = nil) {
    connections = scrape.server["gavel_connections"].flatMap { Int(exactly: $0) }
    commentsPerSecond = scrape.streams.values.reduce(0) {
      $0 + ($1["gavel_comments_per_second"] ?? 0)
    }
    residentBytes = scrape.server["process_resident_memory_bytes"].flatMap { Int(exactly: $0) }
    commitP95 = scrape.p95("gavel_commit_seconds", since: earlier)
    let cpu = "process_cpu_seconds_total"
    if let now = scrape.server[cpu], let before = earlier?.server[cpu], now >= before,
      let elapsed, elapsed > 0
    {
      cpuShare = (now - before) / elapsed
    }
  }

  /// What is known, in a line.
  var text: String {
    [
      connections.map { "\($0) connection\($0 == 1 ? "" : "s")" },
      String(format: "%.1f comments/s", commentsPerSecond),
      cpuShare.map { String(format: "%.0f %% of a core", $0 * 100) },
      residentBytes.map { String(format: "%.0f MB", Double($0) / 1e6) },
      commitP95.map { "commits ≤ \(Milliseconds.text($0)) ms" },
    ].compactMap(\.self).joined(separator: "  ")
  }
}

/// Seconds as milliseconds, with a fraction only where it tells something.
enum Milliseconds {
  static func text(_ seconds: Double) -> String {
    let value = seconds * 1_000
    return value < 10 && value != value.rounded()
      ? String(format: "%.1f", value) : String(format: "%.0f", value)
  }
}
