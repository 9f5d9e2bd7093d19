import ArgumentParser

/// What viewers that never read cost the others, and the server's memory.
struct StalledCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stalled",
    abstract: "Viewers that do not read: the server's memory, and the latency of the others.",
    discussion: """
      Starts the real server on an empty database twice in each run, with the same viewers and \
      comments: once all of them read, and once one in ten does not for the whole window. A viewer \
      that does not read says nothing either, so that the server gives it up after three heartbeats.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Viewers.")
  var viewers = 2_000

  @Option(help: "Comments posted per second.")
  var rate = 500.0

  @Option(help: "Of so many viewers one does not read.")
  var stalledEvery = 10

  @Option(help: "Length of the measured window of each run.")
  var seconds = 60.0

  @Option(help: "Where the database is made; the temporary directory when absent.")
  var directory: String?

  func validate() throws {
    guard viewers >= 2, rate > 0, stalledEvery >= 2, (1...600).contains(seconds) else {
      throw ValidationError(
        "--viewers and --stalled-every are at least 2, --rate above 0, --seconds 1 to 600")
    }
  }

  func run() throws {
    DescriptorLimit.raise()
    var report = options.report("stalled")
    var all: [FanoutRun.Outcome] = []
    var some: [FanoutRun.Outcome] = []
    for _ in 0..<options.runs {
      all.append(try measure(stalledEvery: nil))
      some.append(try measure(stalledEvery: stalledEvery))
    }
    let ratios = zip(some, all).map { $0.window.latency.p99 / max(0.001, $1.window.latency.p99) }
    report.rows = [
      row("all read", all, ratios: all.map { _ in 1 }),
      row("1 in \(stalledEvery) does not", some, ratios: ratios),
    ]
    report.notes = [
      "\(viewers) viewers × \(Int(rate))/s for \(Int(seconds)) s. p95, p99: a comment from accepted to received, of the viewers",
      "that read and are timed. MB: the server's resident memory, as the window begins and at its",
      "highest. given up: viewers that do not read and whose connections the server closed. missed:",
      "gaps, and viewers that read and had not covered the last comment five seconds after it.",
    ]
    try options.show(report)
  }

  private func measure(stalledEvery: Int?) throws -> FanoutRun.Outcome {
    try FanoutRun(viewers: viewers, rate: rate, seconds: seconds, stalledEvery: stalledEvery)
      .measure(in: WorkDirectory(in: directory))
  }

  private func row(
    _ name: String, _ outcomes: [FanoutRun.Outcome], ratios: [Double]
  ) -> Report.Row {
    Report.Row(
      name: name,
      figures: [
        Figure("p99 ms", outcomes.map(\.window.latency.p99), .fixed(0)),
        Figure("of all read", ratios, .ratio),
        Figure("p95 ms", outcomes.map(\.window.latency.p95), .fixed(0)),
        Figure("begin MB", outcomes.map { Double($0.residentBytes.begin) / 1e6 }, .fixed(0)),
        Figure("highest MB", outcomes.map { Double($0.residentBytes.highest) / 1e6 }, .fixed(0)),
        Figure("given up", outcomes.map { Double($0.window.closedStalled) }, .count),
        Figure(
          "server", outcomes.map { $0.window.serverCPUSeconds / $0.window.seconds }, .percent),
        Figure("missed", outcomes.map { Double($0.window.gaps + $0.behind) }, .count),
      ])
  }
}
