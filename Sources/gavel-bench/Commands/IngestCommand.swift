import ArgumentParser
import LiveComments

/// Posts until they are durable.
struct IngestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Durable posts per second over several streams, and how long an ack takes.",
    discussion: """
      Starts the real server on an empty database; many users post over WebSocket, each as fast as \
      its posts are acknowledged, with a bounded number unanswered. An ack means that the comment \
      is on disk. Users also receive the stream's comments, as real ones do.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Users that post, each over a connection of its own.")
  var users = 64

  @Option(help: "Streams that they are spread over.")
  var streams = 4

  @Option(help: "Posts that are unanswered at any time, over all users.")
  var inFlight = 384

  @Option(help: "Length of the measured window of each run.")
  var seconds = 5.0

  @Option(help: "Where the database is made; the temporary directory when absent.")
  var directory: String?

  func validate() throws {
    guard (1...10_000).contains(users), (1...users).contains(streams), inFlight >= users,
      (1...600).contains(seconds)
    else {
      throw ValidationError(
        "--users is 1 to 10000, --streams and --in-flight fit them, --seconds is 1 to 600")
    }
  }

  func run() async throws {
    DescriptorLimit.raise()
    var report = options.report("ingest")
    let grouped = try outcomes(users: users, streams: streams, inFlight: inFlight)
    let single = try outcomes(users: 1, streams: 1, inFlight: 1)
    let alone = try await logOutcomes()
    let commentBytes = try Self.commentBytes()
    let disk = Samples(
      try (0..<options.runs).map { _ in
        try DiskBaseline.groupsPerSecond(
          of: inFlight * commentBytes, seconds: min(2, seconds),
          in: WorkDirectory(in: directory)) * Double(inFlight)
      })
    report.rows = [
      row("\(users) users, \(streams) streams", grouped, disk: disk),
      row("one post at a time", single, disk: disk),
      row(
        "the log without a network",
        alone.map {
          IngestRun.Outcome(
            postsPerSecond: $0.postsPerSecond, latency: $0.latency, serverCPU: $0.cpu,
            refusals: [:])
        }, disk: disk),
      Report.Row(
        name: "fdatasync of \(inFlight) at once",
        figures: [Figure("posts/s", disk, .count)]
          + ["ack p50 ms", "ack p95 ms", "ack p99 ms", "server", "of the disk"].map {
            Figure($0, [], .none)
          }),
    ]
    report.notes = [
      "\(inFlight) posts unanswered at most. server: share of one core, user and system. The last row",
      "appends \(commentBytes) bytes a post to a file on the same disk and waits for it, \(inFlight) posts a time:",
      "what no log can exceed with as many posts in flight.",
    ]
    report.notes += Self.refusals(grouped)
    try options.show(report)
  }

  private func outcomes(
    users: Int, streams: Int, inFlight: Int
  ) throws -> [IngestRun.Outcome] {
    try (0..<options.runs).map { _ in
      try IngestRun(users: users, streams: streams, inFlight: inFlight, seconds: seconds)
        .measure(in: WorkDirectory(in: directory))
    }
  }

  private func logOutcomes() async throws -> [LogRun.Outcome] {
    var outcomes: [LogRun.Outcome] = []
    for _ in 0..<options.runs {
      let run = LogRun(users: users, streams: streams, inFlight: inFlight, seconds: seconds)
      outcomes.append(try await run.measure(in: WorkDirectory(in: directory)))
    }
    return outcomes
  }

  private func row(
    _ name: String, _ outcomes: [IngestRun.Outcome], disk: Samples
  ) -> Report.Row {
    let rate = Samples(outcomes.map(\.postsPerSecond))
    return Report.Row(
      name: name,
      figures: [
        Figure("posts/s", rate, .count),
        Figure("ack p50 ms", outcomes.map(\.latency.p50), .fixed(1)),
        Figure("ack p95 ms", outcomes.map(\.latency.p95), .fixed(1)),
        Figure("ack p99 ms", outcomes.map(\.latency.p99), .fixed(1)),
        Figure("server", outcomes.map(\.serverCPU), .percent),
        Figure("of the disk", [rate.median / disk.median], .ratio),
      ])
  }

  /// The size of a comment as JSON.
  private static func commentBytes() throws -> Int {
    guard let streamID = StreamID(rawValue: "bench-0") else { return 0 }
    var chatter = Chatter(streamID: streamID, seed: 1)
    return try WireCodec.encode(
      chatter.comment(seq: 100_000, at: Timestamp(milliseconds: Clock.wallMilliseconds()))
    ).count
  }

  private static func refusals(_ outcomes: [IngestRun.Outcome]) -> [String] {
    var all: [String: Int] = [:]
    for outcome in outcomes { all.merge(outcome.refusals, uniquingKeysWith: +) }
    return all.sorted { $0.key < $1.key }.map { "Refused \($0.value) times: \($0.key)." }
  }
}
