import ArgumentParser
import LiveComments

/// Moderation beside comments: how soon an event is at every viewer.
struct ModerationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moderation",
    abstract: "Moderation events delivered to many viewers beside their comments: latency.",
    discussion: """
      Starts the real server on an empty database, viewers in a second process, and a poster and a \
      moderator in this one, who deletes, holds, approves, restores, pins and unpins the newest \
      comments at a steady rate. Latency is from accepted, the `at` of the event, which the log \
      sets before the event is on disk, to the arrival of its frame at the viewer's socket by the \
      kernel's clock: of 256 viewers that read, spread evenly over all, and every event. That the \
      others get every event is checked. Without --viewers and --rate, measures 1,000 viewers at 200 \
      comments/s, and 6,000 viewers at 1,000 comments/s of which one in ten does not read.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Viewers, instead of the default rows; with --rate.")
  var viewers: Int?

  @Option(help: "Comments posted per second; with --viewers.")
  var rate: Double?

  @Option(help: "Of so many viewers one does not read, with --viewers; none when absent.")
  var stalledEvery: Int?

  @Option(help: "The moderator's actions per second.")
  var actions = 5.0

  @Option(help: "Length of the measured window of each run.")
  var seconds = 10.0

  @Option(help: "Where the database is made; the temporary directory when absent.")
  var directory: String?

  func validate() throws {
    guard (viewers == nil) == (rate == nil), viewers != nil || stalledEvery == nil else {
      throw ValidationError("--viewers and --rate come together, and --stalled-every with them")
    }
    guard (viewers ?? 1) >= 1, (rate ?? 1) > 0, (stalledEvery ?? 2) >= 2,
      (0.1...1_000).contains(actions), (1...600).contains(seconds)
    else {
      throw ValidationError(
        "--viewers is at least 1, --rate above 0, --stalled-every at least 2, --actions 0.1 to "
          + "1000, --seconds 1 to 600")
    }
  }

  func run() throws {
    DescriptorLimit.raise()
    var report = options.report("moderation")
    let rows: [(viewers: Int, rate: Double, stalledEvery: Int?)] =
      if let viewers, let rate { [(viewers, rate, stalledEvery)] } else {
        [(1_000, 200, nil), (6_000, 1_000, 10)]
      }
    for (viewers, rate, stalledEvery) in rows {
      let outcomes = try (0..<options.runs).map { _ in
        try ModerationRun(
          viewers: viewers, rate: rate, actions: actions, stalledEvery: stalledEvery,
          seconds: seconds
        ).measure(in: WorkDirectory(in: directory))
      }
      let stalled = stalledEvery.map { ", 1 in \($0) not reading" } ?? ""
      report.rows.append(row("\(viewers) viewers × \(Int(rate))/s\(stalled)", outcomes))
      report.notes += Self.refusals(outcomes)
    }
    report.notes += [
      "p50 to highest: an event from accepted, before it was on disk, to a viewer's socket, over 256",
      "viewers that read, spread over all. ack: an action from sent to acknowledged, at the moderator. comments: a comment from",
      "accepted to received, of 256 viewers. server and client: share of one core. missed: gaps in the",
      "coverage of either plane, and viewers that had not covered both five seconds after the last ack.",
    ]
    try options.show(report)
  }

  private func row(_ name: String, _ outcomes: [ModerationRun.Outcome]) -> Report.Row {
    func samples(_ value: (ModerationRun.Outcome) -> Double) -> Samples {
      Samples(outcomes.map(value))
    }
    return Report.Row(
      name: name,
      figures: [
        Figure("p50 ms", samples { $0.window.moderationLatency.p50 }, .fixed(0)),
        Figure("p95 ms", samples { $0.window.moderationLatency.p95 }, .fixed(0)),
        Figure("p99 ms", samples { $0.window.moderationLatency.p99 }, .fixed(0)),
        Figure("highest ms", samples { $0.window.moderationLatency.highest }, .fixed(0)),
        Figure("events/s", samples { Double($0.actions) / $0.window.seconds }, .fixed(1)),
        Figure("ack p99 ms", samples { $0.ack.p99 }, .fixed(0)),
        Figure(
          "deliveries/s", samples { Double($0.window.deliveries) / $0.window.seconds }, .count),
        Figure("comments p95 ms", samples { $0.window.latency.p95 }, .fixed(0)),
        Figure("server", samples { $0.window.serverCPUSeconds / $0.window.seconds }, .percent),
        Figure("client", samples { $0.window.clientCPUSeconds / $0.window.seconds }, .percent),
        Figure("missed", samples { Double($0.window.gaps + $0.behind) }, .count),
      ])
  }

  private static func refusals(_ outcomes: [ModerationRun.Outcome]) -> [String] {
    var all: [String: Int] = [:]
    for outcome in outcomes { all.merge(outcome.refusals, uniquingKeysWith: +) }
    return all.sorted { $0.key < $1.key }.map { "Refused \($0.value) times: \($0.key)." }
      + outcomes.filter { $0.accepted < $0.posted * 99 / 100 }.map {
        "Only \($0.accepted) of \($0.posted) posts were accepted in the window."
      }
  }
}
