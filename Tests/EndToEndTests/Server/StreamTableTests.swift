import Testing

@testable import gavel_server

@Suite("The table of streams")
struct StreamTableTests {
  @Test("it shows what a scrape says, the busiest first, and passes over what does not read")
  func rows() {
    let scrape = """
      # TYPE gavel_viewers gauge
      gavel_viewers{stream="quiet"} 2
      gavel_viewers{stream="finals"} 30
      gavel_viewers{stream="\u{1B}[2J"} 30
      gavel_comments_per_second{stream="finals"} 12.5
      gavel_level{stream="finals"} 2
      gavel_sampling_ratio{stream="finals"} 5
      gavel_queue_lag_seconds{stream="finals"} 0.0416
      gavel_slow_viewers{stream="finals"} 3
      gavel_visible_delay_seconds_bucket{stream="finals",le="0.01"} 90
      gavel_visible_delay_seconds_bucket{stream="finals",le="0.05"} 99
      gavel_visible_delay_seconds_bucket{stream="finals",le="+Inf"} 100
      """
    #expect(
      StreamTable(scrape: scrape).text.split(separator: "\n").map {
        String($0).trimmingSuffix(of: " ")
      } == [
        "stream  comments/s  viewers  level   sampled  lag    slow viewers  visible p95  publish p95  moderation p95",
        "finals  12.5        30       hot     1 in 5   42 ms  3             ≤ 50.0 ms    -            -",
        "quiet   0.0         2        normal  -        -      0             -            -            -",
        "p95: over all that was counted so far",
      ])
  }

  @Test("percentiles are over what came since the table before; of a stream that began anew, all")
  func increments() {
    func scrape(_ within: Int, _ all: Int) -> String {
      """
      gavel_moderation_delay_seconds_bucket{stream="finals",le="0.01"} \(within)
      gavel_moderation_delay_seconds_bucket{stream="finals",le="0.5"} \(all)
      gavel_moderation_delay_seconds_bucket{stream="finals",le="+Inf"} \(all)
      """
    }
    let first = StreamTable(scrape: scrape(1_000, 1_000))
    #expect(first.rows.map(\.moderationP95) == [0.01])
    let slower = StreamTable(scrape: scrape(1_000, 1_010), since: first)
    #expect(slower.rows.map(\.moderationP95) == [0.5])
    #expect(slower.text.hasSuffix("p95: over what came since the last table"))
    let idle = StreamTable(scrape: scrape(1_000, 1_010), since: slower)
    #expect(idle.rows.map(\.moderationP95) == [nil])
    let anew = StreamTable(scrape: scrape(5, 5), since: idle)
    #expect(anew.rows.map(\.moderationP95) == [0.01])
  }
}

extension String {
  fileprivate func trimmingSuffix(of character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}
