import ArgumentParser

/// How soon what somebody posts is in front of everybody.
struct SubmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "From the moment a comment is submitted to its arrival at the viewers.",
    discussion: """
      Starts the real server on an empty database, viewers in a second process and a poster in this \
      one, whose comments say when they were submitted. The way there includes the poster's socket, \
      the log's commit to disk, the flush and the viewer's socket.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Viewers.")
  var viewers = 1_000

  @Option(help: "Comments posted per second.")
  var rate = 50.0

  @Option(help: "Length of the measured window of each run.")
  var seconds = 10.0

  @Option(help: "Where the database is made; the temporary directory when absent.")
  var directory: String?

  func validate() throws {
    guard viewers >= 1, rate > 0, (1...600).contains(seconds) else {
      throw ValidationError("--viewers is at least 1, --rate above 0, --seconds 1 to 600")
    }
  }

  func run() throws {
    DescriptorLimit.raise()
    var report = options.report("submit")
    let outcomes = try (0..<options.runs).map { _ in
      try FanoutRun(viewers: viewers, rate: rate, seconds: seconds, isStamping: true)
        .measure(in: WorkDirectory(in: directory))
    }
    report.rows = [
      Report.Row(
        name: "\(viewers) viewers × \(Int(rate))/s",
        figures: [
          Figure("p50 ms", outcomes.map(\.window.submitLatency.p50), .fixed(1)),
          Figure("p95 ms", outcomes.map(\.window.submitLatency.p95), .fixed(1)),
          Figure("p99 ms", outcomes.map(\.window.submitLatency.p99), .fixed(1)),
          Figure("highest ms", outcomes.map(\.window.submitLatency.highest), .fixed(1)),
          Figure("from accepted p95 ms", outcomes.map(\.window.latency.p95), .fixed(1)),
          Figure(
            "server", outcomes.map { $0.window.serverCPUSeconds / $0.window.seconds }, .percent),
          Figure("missed", outcomes.map { Double($0.window.gaps + $0.behind) }, .count),
        ])
    ]
    report.notes = [
      "p50 to highest: from submitted to received, of 256 viewers. server: share of one core. missed:",
      "gaps in coverage, and viewers that had not covered the last comment five seconds after it.",
    ]
    try options.show(report)
  }
}
