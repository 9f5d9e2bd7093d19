import ArgumentParser
import Foundation
import LiveComments

/// A goal on a stream: what the server does about it, second by second.
struct GoalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "goal",
    abstract: "A goal: comments rise from few to many and fall again; a chart of what it does.",
    discussion: """
      Starts the real server on an empty database with its default limits on streams, viewers in a \
      second process, and a poster and a moderator in this one. The rate is quiet for 15 % of the \
      time, rises to its peak within 3 %, stays until half time, falls until 70 %, and is quiet \
      again. Ends with a failure when a viewer lost its connection or a comment its place in history.
      """)

  @Option(help: "Viewers.")
  var viewers = 3_000

  @Option(help: "Comments per second before and after.")
  var quiet = 5.0

  @Option(help: "Comments per second at the peak.")
  var peak = 2_000.0

  @Option(help: "Length of the whole run.")
  var seconds = 120.0

  @Option(help: "The moderator's actions per second.")
  var actions = 2.0

  @Flag(help: "Print JSON with every second.")
  var json = false

  @Option(help: "Where the database is made; the temporary directory when absent.")
  var directory: String?

  func validate() throws {
    guard viewers >= 1, quiet > 0, peak >= quiet, (20...3_600).contains(seconds),
      (0.1...100).contains(actions)
    else {
      throw ValidationError(
        "--viewers is at least 1, --quiet above 0, --peak not below it, --seconds 20 to 3600, "
          + "--actions 0.1 to 100")
    }
    try BuildConfiguration.requireRelease()
  }

  func run() throws {
    DescriptorLimit.raise()
    let run = GoalRun(
      viewers: viewers, curve: .goal(seconds: seconds, quiet: quiet, peak: peak),
      actions: actions)
    let outcome = try run.measure(in: WorkDirectory(in: directory))
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      encoder.keyEncodingStrategy = .convertToSnakeCase
      print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
    } else {
      print("goal, \(viewers) viewers")
      for line in Machine.current().lines { print(line) }
      print("")
      for line in GoalChart(outcome.seconds).lines { print(line) }
      print("")
      for line in summary(outcome) { print(line) }
    }
    guard outcome.isLossless else { throw ExitCode.failure }
  }

  private func summary(_ outcome: GoalRun.Outcome) -> [String] {
    let moderation = outcome.seconds.map(\.window.moderationLatency.p99)
    return [
      "offered: comments posted per second. level, slow mode: as a `status` frame says. sampled: share",
      "left out of viewers' frames. p95: a comment from accepted to a viewer; mod p99: a moderation",
      "event likewise. server: share of one core.",
      "Accepted \(outcome.accepted) of \(outcome.posted) posts"
        + outcome.refusals.sorted { $0.key < $1.key }.map { ", \($0.value) \($0.key)" }.joined()
        + ". In history: \(outcome.inHistory), and \(outcome.retracted) retracted by the moderator"
        + (outcome.isComplete ? "." : ": SOME ARE LOST."),
      "Viewers that were behind five seconds after the end: \(outcome.behind). Gaps: \(outcome.gaps).",
      String(
        format: "Moderation p99 per second: median %.0f ms, highest %.0f ms. Memory: %d to %d MB.",
        Samples(moderation).median, moderation.max() ?? 0, outcome.residentBytes.begin / 1_000_000,
        outcome.residentBytes.highest / 1_000_000),
    ]
  }
}
