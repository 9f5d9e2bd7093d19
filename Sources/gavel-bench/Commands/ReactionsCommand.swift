import ArgumentParser
import LiveComments

/// Reactions, each a frame of its own, and the totals that everybody gets.
struct ReactionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reactions",
    abstract: "Reactions that the server takes as frames, and what they cost it.",
    discussion: """
      Starts the real server on an empty database, viewers in a second process and users who react \
      in this one, each over a connection of its own and with one reaction a frame; one in four is \
      to a comment. What is accepted is read from the totals that the server sends, which must come \
      to what was sent.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Viewers who receive the totals.")
  var viewers = 1_000

  @Option(help: "Users who react.")
  var users = 500

  @Option(help: "Reactions per second over all users, instead of the default rows.")
  var rate: Double?

  @Option(help: "Length of the measured window of each run.")
  var seconds = 10.0

  @Option(help: "Where the database is made; the temporary directory when absent.")
  var directory: String?

  func validate() throws {
    guard (0...50_000).contains(viewers), (1...10_000).contains(users), (rate ?? 1) > 0,
      (1...600).contains(seconds)
    else {
      throw ValidationError(
        "--viewers is 0 to 50000, --users 1 to 10000, --rate above 0, --seconds 1 to 600")
    }
  }

  func run() async throws {
    DescriptorLimit.raise()
    var report = options.report("reactions")
    for rate in rate.map({ [$0] }) ?? [10_000, 50_000] {
      var outcomes: [ReactionsRun.Outcome] = []
      for _ in 0..<options.runs {
        outcomes.append(
          try await ReactionsRun(viewers: viewers, users: users, rate: rate, seconds: seconds)
            .measure(in: WorkDirectory(in: directory)))
      }
      report.rows.append(row(rate, outcomes))
      report.notes += Self.refusals(outcomes)
    }
    report.notes += [
      "\(viewers) viewers receive the totals, \(users) users react. accepted: by how much the totals grew.",
      "server and client: share of one core, user and system, in the window; the viewers are not in",
      "either. frames/s: frames of totals to each connection. Limits per user are lifted.",
    ]
    try options.show(report)
  }

  private func row(_ rate: Double, _ outcomes: [ReactionsRun.Outcome]) -> Report.Row {
    func samples(_ value: (ReactionsRun.Outcome) -> Double) -> Samples {
      Samples(outcomes.map(value))
    }
    return Report.Row(
      name: "\(Int(rate))/s offered",
      figures: [
        Figure("accepted/s", samples { Double($0.accepted) / $0.seconds }, .count),
        Figure("sent/s", samples { Double($0.sent) / $0.seconds }, .count),
        Figure("server", samples { $0.serverCPUSeconds / $0.seconds }, .percent),
        Figure("client", samples { $0.clientCPUSeconds / $0.seconds }, .percent),
        Figure(
          "µs/reaction", samples { $0.serverCPUSeconds * 1e6 / Double(max(1, $0.accepted)) },
          .fixed(1)),
        Figure(
          "at one core", samples { Double($0.accepted) / max($0.serverCPUSeconds, 0.001) }, .count),
        Figure("frames/s", samples { Double($0.frames) / $0.seconds }, .fixed(1)),
      ])
  }

  private static func refusals(_ outcomes: [ReactionsRun.Outcome]) -> [String] {
    var all: [String: Int] = [:]
    for outcome in outcomes { all.merge(outcome.refusals, uniquingKeysWith: +) }
    return all.sorted { $0.key < $1.key }.map { "Refused \($0.value) times: \($0.key)." }
  }
}
