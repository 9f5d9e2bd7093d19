import Foundation
import LiveComments

/// The seconds of a goal as a chart in text: about 40 lines, each the worst of its seconds.
struct GoalChart {
  private static let lineCount = 40
  private static let barColumns = 24
  private let seconds: [GoalRun.Second]

  init(_ seconds: [GoalRun.Second]) { self.seconds = seconds }

  var lines: [String] {
    let step = max(1, (seconds.count + Self.lineCount - 1) / Self.lineCount)
    let peak = seconds.map(\.offered).max() ?? 1
    return Table(
      headings: [
        "s", "offered/s", "", "level", "slow mode", "sampled", "p95 ms", "mod p99 ms", "server",
      ],
      rows: stride(from: 0, to: seconds.count, by: step).map { start in
        line(start, Array(seconds[start..<min(start + step, seconds.count)]), peak: peak)
      }
    ).lines
  }

  private func line(_ start: Int, _ seconds: [GoalRun.Second], peak: Double) -> [String] {
    let offered = seconds.map(\.offered).max() ?? 0
    let level = seconds.map(\.level).max() ?? .normal
    let slowMode = seconds.map(\.slowModeSeconds).max() ?? 0
    let sampledOut = seconds.reduce(0) { $0 + $1.window.sampledOut }
    let delivered = seconds.reduce(0) { $0 + $1.window.deliveries }
    let cpu = seconds.reduce(0) { $0 + $1.window.serverCPUSeconds }
    let time = seconds.reduce(0) { $0 + $1.window.seconds }
    return [
      "\(start)",
      String(format: "%.0f", offered),
      Self.bar(offered / peak),
      level.rawValue,
      slowMode == 0 ? "–" : "\(slowMode) s",
      Self.percent(Double(sampledOut), of: Double(sampledOut + delivered)),
      String(format: "%.0f", seconds.map(\.window.latency.p95).max() ?? 0),
      String(format: "%.0f", seconds.map(\.window.moderationLatency.p99).max() ?? 0),
      Self.percent(cpu, of: time),
    ]
  }

  private static func percent(_ part: Double, of whole: Double) -> String {
    whole > 0 ? String(format: "%.0f %%", part / whole * 100) : "–"
  }

  /// A bar for a share of 1, to an eighth of a column, as wide as any.
  private static func bar(_ share: Double) -> String {
    let eighths = Int((share * Double(barColumns) * 8).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let text = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    return text + String(repeating: " ", count: max(0, barColumns - text.count))
  }
}
