import ArgumentParser
import LiveComments

/// One comment to many viewers: the path that a stream's size falls on.
struct FanoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fanout",
    abstract: "Comments delivered to many viewers: rate, CPU, latency and memory of the server.",
    discussion: """
      Starts the real server on an empty database, viewers in a second process and a poster in \
      this one. Every viewer checks that the coverage of what it receives is gapless, and only \
      comments that arrived are counted. Without --viewers and --rate, measures 2,000 viewers at \
      500 comments/s and 6,000 viewers at 1,000 comments/s.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Viewers, instead of the default rows; with --rate.")
  var viewers: Int?

  @Option(help: "Comments posted per second; with --viewers.")
  var rate: Double?

  @Option(help: "Length of the measured window of each run.")
  var seconds = 10.0

  @Option(help: "Where the database is made; the temporary directory when absent.")
  var directory: String?

  func validate() throws {
    guard (viewers == nil) == (rate == nil) else {
      throw ValidationError("--viewers and --rate come together")
    }
    guard (viewers ?? 1) >= 1, (rate ?? 1) > 0, (1...600).contains(seconds) else {
      throw ValidationError("--viewers is at least 1, --rate above 0, --seconds 1 to 600")
    }
  }

  func run() throws {
    DescriptorLimit.raise()
    var report = options.report("fanout")
    let rows: [(Int, Double)] =
      if let viewers, let rate { [(viewers, rate)] } else { [(2_000, 500), (6_000, 1_000)] }
    for (viewers, rate) in rows {
      let outcomes = try (0..<options.runs).map { _ in
        try FanoutRun(viewers: viewers, rate: rate, seconds: seconds)
          .measure(in: WorkDirectory(in: directory))
      }
      report.rows.append(row(viewers, rate, outcomes))
      report.notes += Self.refusals(outcomes)
    }
    report.notes += [
      "server and client: share of one core, user and system, in the window. Latency: from accepted",
      "(created_at) to received, of 256 viewers. KB/viewer: resident memory, before any comment.",
      "delivered: comments received / (comments accepted × viewers). missed: gaps in coverage, and",
      "viewers that had not covered the last comment five seconds after it. history: comments that a",
      "viewer was told to fetch over HTTP, per viewer.",
    ]
    try options.show(report)
  }

  private func row(
    _ count: Int, _ rate: Double, _ outcomes: [FanoutRun.Outcome]
  ) -> Report.Row {
    let viewers = Double(count)
    func samples(_ value: (FanoutRun.Outcome) -> Double) -> Samples {
      Samples(outcomes.map(value))
    }
    return Report.Row(
      name: "\(count) viewers × \(Int(rate))/s",
      figures: [
        Figure(
          "deliveries/s", samples { Double($0.window.deliveries) / $0.window.seconds }, .count),
        Figure("posts/s", samples { Double($0.accepted) / $0.window.seconds }, .count),
        Figure("server", samples { $0.window.serverCPUSeconds / $0.window.seconds }, .percent),
        Figure("client", samples { $0.window.clientCPUSeconds / $0.window.seconds }, .percent),
        Figure(
          "ns/delivery",
          samples { $0.window.serverCPUSeconds * 1e9 / Double(max(1, $0.window.deliveries)) },
          .count),
        Figure(
          "delivered",
          samples { Double($0.window.deliveries) / (Double(max(1, $0.accepted)) * viewers) },
          .percent),
        Figure("p50 ms", samples { $0.window.latency.p50 }, .fixed(0)),
        Figure("p95 ms", samples { $0.window.latency.p95 }, .fixed(0)),
        Figure("p99 ms", samples { $0.window.latency.p99 }, .fixed(0)),
        Figure("KB/viewer", samples { $0.bytesPerViewer / 1_000 }, .fixed(1)),
        Figure("missed", samples { Double($0.window.gaps + $0.behind) }, .count),
        Figure("history", samples { Double($0.window.leftToHistory) / viewers }, .count),
      ])
  }

  /// A note about posts that were refused or not taken, which would explain a low rate.
  private static func refusals(_ outcomes: [FanoutRun.Outcome]) -> [String] {
    outcomes.filter { $0.accepted < $0.posted * 99 / 100 }.map {
      "Only \($0.accepted) of \($0.posted) posts were accepted in the window."
    }
  }
}
