import LiveComments

/// One run of ingest: many users post over WebSocket as fast as their posts are acknowledged.
struct IngestRun {
  let users: Int
  let streams: Int
  /// Posts that are unanswered at any time, over all users.
  let inFlight: Int
  let seconds: Double

  /// What one run gave.
  struct Outcome {
    var postsPerSecond: Double
    var latency: Latency.Summary
    /// Share of one core.
    var serverCPU: Double
    var refusals: [String: Int]
  }

  func measure(in directory: WorkDirectory) throws -> Outcome {
    let server = try ServerProcess(in: directory)
    let streamIDs = (0..<streams).compactMap { StreamID(rawValue: "bench-\($0)") }
    let pool = PosterPool(server: server.address)
    for user in 0..<users {
      try pool.add(
        token: try server.token(user: "user-\(user)", role: "viewer", streams: streamIDs),
        streamID: streamIDs[user % streamIDs.count], window: max(1, inFlight / users),
        forOthers: false)
    }
    try pool.waitUntilLive()
    for streamID in streamIDs {
      try ModeratorDesk.fixLevel(.normal, of: streamID, on: server)
    }
    try pool.run(seconds: 1, rate: nil)

    let accepted = pool.tally.accepted
    pool.tally.latency.reset()
    let usage = server.usage?.cpuSeconds ?? 0
    let start = Clock.monotonicNanoseconds()
    try pool.run(seconds: seconds, rate: nil)
    let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e9
    let outcome = Outcome(
      postsPerSecond: Double(pool.tally.accepted - accepted) / elapsed,
      latency: pool.tally.latency.summary,
      serverCPU: ((server.usage?.cpuSeconds ?? usage) - usage) / elapsed,
      refusals: pool.tally.refusals)
    try pool.settle()
    return outcome
  }
}
