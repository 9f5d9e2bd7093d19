import ArgumentParser

/// Ten thousand viewers that come back at once.
struct StormCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "storm",
    abstract:
      "Viewers dropped at once: until all are live and gap-free, and what it costs the others.",
    discussion: """
      Starts the real server on an empty database, viewers that will be dropped and viewers that stay \
      in a process each, and a poster in this one. Every dropped viewer comes back with its positions \
      at a moment of its own, comes later when it is asked to, and fetches over HTTP what it is told \
      to fetch. It is back when it is live and has covered everything up to what `welcome` said.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Viewers that are dropped.")
  var viewers = 10_000

  @Option(help: "Viewers that stay.")
  var staying = 1_000

  @Option(help: "Within how many seconds the dropped ones come back.")
  var within = 2.0

  @Option(help: "Comments posted per second.")
  var rate = 50.0

  @Option(help: "How long the calm before the storm is measured.")
  var seconds = 10.0

  @Option(help: "Where the database is made; the temporary directory when absent.")
  var directory: String?

  func validate() throws {
    guard (1...90_000).contains(viewers), (1...10_000).contains(staying),
      (0...600).contains(within), rate > 0, (1...600).contains(seconds)
    else {
      throw ValidationError(
        "--viewers is 1 to 90000, --staying 1 to 10000, --within 0 to 600, --rate above 0, --seconds "
          + "1 to 600")
    }
  }

  func run() throws {
    DescriptorLimit.raise()
    var report = options.report("storm")
    let outcomes = try (0..<options.runs).map { _ in
      try StormRun(
        returning: viewers, staying: staying, within: within, rate: rate, calmSeconds: seconds
      ).measure(in: WorkDirectory(in: directory))
    }
    report.rows = [row(outcomes)]
    report.notes = [
      "all s, p50 s: from the drop until all, and half, of the dropped were live and gap-free. inline,",
      "history, put off, refused: what was sent to them at once, what they had to fetch, how often they",
      "were asked to come later, and how often a connection ended or a fetch failed otherwise. gaps: of",
      "the dropped and of those who stay. calm, storm: a comment from accepted to those who stay, p99.",
      "server: share of one core, and MB read from files and sockets, until all were back.",
    ]
    let reasons = Set(outcomes.flatMap(\.result.reasons)).sorted()
    if !reasons.isEmpty { report.notes.append("Refused: \(reasons.joined(separator: "; ")).") }
    try options.show(report)
  }

  private func row(_ outcomes: [StormRun.Outcome]) -> Report.Row {
    func figure(
      _ heading: String, _ style: Figure.Style, _ value: (StormRun.Outcome) -> Double
    ) -> Figure {
      Figure(heading, outcomes.map(value), style)
    }
    return Report.Row(
      name: "\(viewers) viewers",
      figures: [
        figure("all s", .fixed(1)) { $0.result.recovery.highest / 1_000 },
        figure("p50 s", .fixed(1)) { $0.result.recovery.p50 / 1_000 },
        figure("inline", .count) { Double($0.result.inline) },
        figure("history", .count) { Double($0.result.history) },
        figure("put off", .count) { Double($0.result.putOff) },
        figure("refused", .count) { Double($0.result.refused + $0.result.failedFetches) },
        figure("gaps", .count) { Double($0.result.gaps + $0.storm.gaps) },
        figure("calm ms", .fixed(0)) { $0.calm.latency.p99 },
        figure("storm ms", .fixed(0)) { $0.storm.latency.p99 },
        figure("ratio", .ratio) { $0.storm.latency.p99 / max(0.001, $0.calm.latency.p99) },
        figure("server", .percent) { $0.storm.serverCPUSeconds / $0.storm.seconds },
        figure("read MB", .fixed(1)) { Double($0.readBytes) / 1e6 },
      ])
  }
}
