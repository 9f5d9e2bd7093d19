import ArgumentParser
import Foundation
import TerminalGrid

/// What `gavel watch` costs as a whole program, beside irssi showing the same lines.
struct ClientCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client",
    abstract: "CPU time of gavel watch and of irssi per comment, and how soon a key is seen.",
    discussion: """
      Both run in pseudo-terminals of 120×40, turn by turn, with the same authors saying the same. \
      Without irssi (Debian: apt-get install irssi) its row is left out.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Seconds of each run.")
  var seconds = 10

  @Option(help: "Keys that each run presses at 5,000 comments/s.")
  var keys = 100

  func validate() throws {
    guard (1...600).contains(seconds) else { throw ValidationError("--seconds is 1 to 600") }
    guard (1...seconds * 20).contains(keys) else {
      throw ValidationError("--keys is 1 to 20 for each second")
    }
  }

  func run() throws {
    let size = TerminalSize(columns: 120, rows: 40)
    let watch = WatchRun(size: size, rate: 1_000, seconds: Double(seconds))
    let irssi = IrssiRun(size: size, rate: 1_000, seconds: Double(seconds))
    let busy = WatchRun(size: size, rate: 5_000, seconds: Double(seconds), keys: keys)
    var watching: [WatchRun.Outcome] = []
    var chatting: [WatchRun.Outcome] = []
    var pressing: [WatchRun.Outcome] = []
    for _ in 0..<options.runs {
      watching.append(try watch.measure(in: WorkDirectory(in: nil)))
      if IrssiRun.program != nil { chatting.append(try irssi.measure(in: WorkDirectory(in: nil))) }
      pressing.append(try busy.measure(in: WorkDirectory(in: nil)))
    }
    let baseline = chatting.isEmpty ? nil : perComment(chatting).median
    var report = options.report("client")
    report.rows = [
      row("gavel watch, 1,000/s", watching, baseline),
      row("irssi, 1,000/s", chatting, baseline),
      row("gavel watch, 5,000/s", pressing, baseline),
    ].filter { !$0.figures.isEmpty }
    report.notes = [
      "User and system time of all threads. A key is typed into a pseudo-terminal; it is seen when its",
      "sign has come back from there.",
    ]
    try options.show(report)
  }

  private func perComment(_ outcomes: [WatchRun.Outcome]) -> Samples {
    Samples(outcomes.map { $0.cpuSeconds * 1e6 / Double($0.comments) })
  }

  private func row(
    _ name: String, _ outcomes: [WatchRun.Outcome], _ baseline: Double?
  ) -> Report.Row {
    guard !outcomes.isEmpty else { return Report.Row(name: name, figures: []) }
    let keys = outcomes.map(\.keyToPaint.summary).filter { $0.count > 0 }
    let style: Figure.Style = keys.isEmpty ? .none : .fixed(1)
    let each = perComment(outcomes)
    return Report.Row(
      name: name,
      figures: [
        Figure("µs/comment", each, .fixed(1)),
        Figure(
          "irssi", baseline.map { [each.median / $0] } ?? [], baseline == nil ? .none : .ratio),
        Figure("of a core", outcomes.map { $0.cpuSeconds / $0.seconds }, .percent),
        Figure("key→paint p50 ms", keys.map(\.p50), style),
        Figure("p99 ms", keys.map(\.p99), style),
      ])
  }
}
