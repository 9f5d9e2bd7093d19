import ArgumentParser
import TerminalGrid
import TerminalUI

/// What the terminal client costs, without a terminal.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "CPU time of the terminal client per comment and per frame, at 60 frames a second.")

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Seconds of the stream that each run plays.")
  var seconds = 10

  /// CPU per message of irssi at 1,000 messages/s, on a 2-core machine (design §9).
  private static let irssiMicroseconds = 43.0

  func validate() throws {
    guard (1...600).contains(seconds) else { throw ValidationError("--seconds is 1 to 600") }
  }

  func run() throws {
    var report = options.report("render")
    for size in [Self.window, TerminalSize(columns: 200, rows: 60)] {
      for rate in Self.rates {
        let run = TerminalRun(size: size, rate: rate, seconds: seconds, theme: .monochrome)
        _ = try run.measure()
        let outcomes = try (0..<options.runs).map { _ in try run.measure() }
        report.rows.append(row("\(size.columns)×\(size.rows), \(rate)/s", outcomes))
      }
    }
    for rate in Self.rates {
      let run = WatchRun(size: Self.window, rate: rate, seconds: Double(seconds))
      let outcomes = try (0..<options.runs).map { _ in
        try run.measure(in: WorkDirectory(in: nil))
      }
      report.rows.append(row("gavel watch, \(rate)/s", outcomes))
    }
    report.notes = [
      "From the bytes of a frame to compared cells: decode, update, view, compare; every frame of the",
      "screen brings comments. gavel watch: the program in a pseudo-terminal of 120×40 on a real",
      "server, all its threads. irssi: ratio to its 43 µs of CPU per message.",
    ]
    try options.show(report)
  }

  private static let window = TerminalSize(columns: 120, rows: 40)
  /// Comments per second.
  private static let rates = [1_000, 5_000]

  private func row(_ name: String, _ outcomes: [WatchRun.Outcome]) -> Report.Row {
    let perComment = Samples(outcomes.map { $0.cpuSeconds * 1e6 / Double($0.comments) })
    return Report.Row(
      name: name,
      figures: [
        Figure("µs/comment", perComment, .fixed(1)),
        Figure("irssi", [perComment.median / Self.irssiMicroseconds], .ratio),
        Figure("of a core", outcomes.map { $0.cpuSeconds / $0.seconds }, .percent),
      ]
        + ["µs/frame", "decode", "update", "view", "compare", "cells/frame"].map {
          Figure($0, [], .none)
        })
  }

  private func row(_ name: String, _ outcomes: [TerminalRun.Outcome]) -> Report.Row {
    func each(_ value: (TerminalRun.Outcome) -> Double) -> Samples { Samples(outcomes.map(value)) }
    let perComment = each { $0.total * 1e6 / Double($0.comments) }
    return Report.Row(
      name: name,
      figures: [
        Figure("µs/comment", perComment, .fixed(1)),
        Figure("irssi", [perComment.median / Self.irssiMicroseconds], .ratio),
        Figure("of a core", each { $0.total / Double(seconds) }, .percent),
        Figure("µs/frame", each { $0.total * 1e6 / Double($0.frames) }, .count),
        Figure("decode", each { $0.decoding / $0.total }, .percent),
        Figure("update", each { $0.updating / $0.total }, .percent),
        Figure("view", each { $0.drawing / $0.total }, .percent),
        Figure("compare", each { $0.comparing / $0.total }, .percent),
        Figure("cells/frame", each { Double($0.changedCells) / Double($0.frames) }, .count),
      ])
  }
}
