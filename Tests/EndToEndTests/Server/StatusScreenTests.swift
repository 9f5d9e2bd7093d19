import Testing

@testable import gavel_server

@Suite("The table of streams")
struct StatusScreenTests {
  private static let scrape = """
    # TYPE gavel_viewers gauge
    gavel_viewers{stream="quiet"} 2
    gavel_viewers{stream="world-cup-finals"} 30
    gavel_viewers{stream="\u{1B}[2J"} 30
    gavel_comments_per_second{stream="world-cup-finals"} 12.5
    gavel_level{stream="world-cup-finals"} 2
    gavel_level{stream="quiet"} 1e300
    gavel_sampling_one_in{stream="world-cup-finals"} 5
    gavel_queue_lag_seconds{stream="world-cup-finals"} 0.0416
    gavel_queue_lag_seconds{stream="quiet"} 1e300000
    gavel_slow_viewers{stream="world-cup-finals"} 3
    gavel_visible_delay_seconds_bucket{stream="world-cup-finals",le="0.0025"} 90
    gavel_visible_delay_seconds_bucket{stream="world-cup-finals",le="0.05"} 99
    gavel_visible_delay_seconds_bucket{stream="world-cup-finals",le="+Inf"} 100
    gavel_commit_seconds_bucket{le="0.0025"} 10
    gavel_commit_seconds_bucket{le="+Inf"} 10
    gavel_connections 32
    process_cpu_seconds_total 4.5
    process_resident_memory_bytes 62000000
    """

  private func screen(_ text: String = scrape) -> StatusScreen {
    let scrape = Scrape(text)
    return StatusScreen(summary: ServerSummary(scrape), table: StreamTable(scrape))
  }

  @Test("it shows what a scrape says, the busiest first, and passes over what does not read")
  func whole() {
    #expect(
      screen().lines() == [
        "32 connections  12.5 comments/s  62 MB  commits ≤ 2.5 ms",
        "stream            per s  viewers  level   sampled  lag  slow  visible  publish  moderation",
        "world-cup-finals   12.5       30  hot      1 in 5   42     3       50        -           -",
        "quiet               0.0        2  normal        -    -     0        -        -           -",
        "in ms: lag, and what 95 % are within, over all so far",
      ])
  }

  @Test("in a narrow terminal it leaves columns out, then cuts names, and never wraps")
  func narrow() {
    func table(_ columns: Int) -> [String] {
      Array(screen().lines(within: .init(columns: columns, rows: 24))[1...2])
    }
    #expect(
      table(80) == [
        "stream           per s  viewers  level   sampled  lag  slow  visible  moderation",
        "world-cup-fina…   12.5       30  hot      1 in 5   42     3       50           -",
      ])
    for columns in [20, 40, 60, 79, 80, 81, 100, 200] {
      let lines = screen().lines(within: .init(columns: columns, rows: 24))
      #expect(lines.allSatisfy { $0.count <= columns })
    }
  }

  @Test("in a low terminal it says how many streams are below", arguments: [1, 5, 6, 10, 24])
  func low(rows: Int) {
    let streams = (1...50).map { "gavel_viewers{stream=\"s\($0)\"} \($0)" }
    let lines = screen(streams.joined(separator: "\n")).lines(
      within: .init(columns: 80, rows: rows))
    if rows >= 5 { #expect(lines.count == rows - 1) }
    #expect(lines.contains { $0.hasPrefix("and ") && $0.hasSuffix(" more") })
  }

  @Test("a server whose streams nobody watches, and one that is away, are told")
  func empty() {
    var screen = screen("gavel_connections 1")
    screen.problem = "the server cannot be reached"
    #expect(
      screen.lines() == [
        "1 connection  0.0 comments/s",
        "stream  per s  viewers  level  sampled  lag  slow  visible  publish  moderation",
        "no stream has viewers", "in ms: lag, and what 95 % are within, over all so far",
        "the server cannot be reached",
      ])
  }

  @Test("percentiles are over what came since the scrape before; of a stream that began anew, all")
  func increments() {
    func scrape(_ within: Int, _ all: Int) -> Scrape {
      Scrape(
        """
        gavel_viewers{stream="finals"} 1
        gavel_moderation_delay_seconds_bucket{stream="finals",le="0.01"} \(within)
        gavel_moderation_delay_seconds_bucket{stream="finals",le="0.5"} \(all)
        gavel_moderation_delay_seconds_bucket{stream="finals",le="+Inf"} \(all)
        """)
    }
    let counted = [(1_000, 1_000), (1_000, 1_010), (1_000, 1_010), (5, 5)].map { scrape($0, $1) }
    #expect(StreamTable(counted[0]).rows.map(\.moderationP95) == [0.01])
    #expect(
      zip(counted.dropFirst(), counted).map { StreamTable($0, since: $1).rows[0].moderationP95 }
        == [0.5, nil, 0.01])
  }

  @Test("CPU is a share of the time between two scrapes; of another process nothing is said")
  func cpu() {
    func share(_ before: Double, _ now: Double) -> Double? {
      ServerSummary(
        Scrape("process_cpu_seconds_total \(now)"),
        since: Scrape("process_cpu_seconds_total \(before)"), elapsed: 2
      ).cpuShare
    }
    #expect(share(10, 11) == 0.5)
    #expect(share(10, 0.2) == nil)
  }
}
