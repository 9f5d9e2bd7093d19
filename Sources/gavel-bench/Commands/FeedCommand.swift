import ArgumentParser
import ClientCore
import LiveComments

/// What the client's core costs: positions, repeats, gaps, tombstones and the timeline.
struct FeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed",
    abstract: "CPU time of the client's feed per comment, in order and out of it.")

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Comments that the feed receives in each run.")
  var comments = 50_000

  func validate() throws {
    guard (100...1_000_000).contains(comments) else {
      throw ValidationError("--comments is 100 to 1000000")
    }
  }

  func run() throws {
    guard let streamID = StreamID(rawValue: "bench") else { throw ExitCode.failure }
    var chatter = Chatter(streamID: streamID, seed: 1)
    let all = chatter.comments(comments, from: Timestamp(milliseconds: 1_767_225_600_000))
    let baseline = perComment { consume(Self.append(all)) }

    var report = options.report("feed")
    for scenario in FeedScenario.all(of: all) {
      // The figures are worth something only if the feed came to the right end.
      let feed = try scenario.play()
      guard feed.lastSeenSeq == all.last?.seq, feed.isCaughtUp else {
        throw LoadError("\(scenario.name): the feed stopped at \(feed.lastSeenSeq)")
      }
      report.rows.append(
        row(
          scenario.name, try perComment { consume(try scenario.play()) }, baseline, feed.counters))
    }
    report.rows.append(row("dictionary and array", baseline, baseline, FeedCounters()))
    report.notes = [
      "Batches of 50. The baseline appends the same comments to an array and a dictionary by id,",
      "without bounds, order or retractions.",
    ]
    try options.show(report)
  }

  private func perComment(_ body: () throws -> Void) rethrows -> Samples {
    try CPUTime.samples(runs: options.runs, of: body).map { $0 * 1e6 / Double(comments) }
  }

  private func row(
    _ name: String, _ times: Samples, _ baseline: Samples, _ counters: FeedCounters
  ) -> Report.Row {
    Report.Row(
      name: name,
      figures: [
        Figure("µs/comment", times, .fixed(2)),
        Figure("comments/s", times.map { 1e6 / $0 }, .count),
        Figure("baseline", [times.median / baseline.median], .ratio),
        Figure("gaps", [Double(counters.gaps)], .count),
        Figure("catch-ups", [Double(counters.catchUps)], .count),
        Figure("tombstoned", [Double(counters.tombstonedOnArrival)], .count),
      ])
  }

  private static func append(_ comments: [Comment]) -> ([Comment], [CommentID: Int]) {
    var list: [Comment] = []
    var places: [CommentID: Int] = [:]
    for comment in comments where places[comment.commentID] == nil {
      places[comment.commentID] = list.count
      list.append(comment)
    }
    return (list, places)
  }
}
