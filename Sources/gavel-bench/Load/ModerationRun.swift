import LiveComments

/// One run of moderation beside comments: a server, a swarm in a second process, and a poster and a
/// moderator in this one.
struct ModerationRun {
  let viewers: Int
  /// Comments that are offered, per second.
  let rate: Double
  /// Actions of the moderator, per second.
  let actions: Double
  /// Of so many viewers one does not read; none when nil.
  let stalledEvery: Int?
  let seconds: Double
  /// Work before the window begins, so that it holds the steady state.
  var warmUpSeconds = 2.0

  /// What one run gave.
  struct Outcome {
    var window: ViewerWindow
    var posted: Int
    var accepted: Int
    /// Actions acknowledged in the window, and from sent to acknowledged.
    var actions: Int
    var ack: Latency.Summary
    var refusals: [String: Int]
    /// Viewers that read and had not covered both planes five seconds after the last ack.
    var behind: Int
    /// Resident memory of the server at the window's end.
    var residentBytes: Int
  }

  func measure(in directory: WorkDirectory) throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try ServerProcess(in: directory)
    let pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: 2_048, forOthers: true)
    try pool.waitUntilLive()
    let desk = try ModeratorDesk(server: server, streamID: streamID)
    try desk.perform(ModerationRequest(action: .setLevel, level: .fixed(.normal)))
    try pool.run(seconds: 0.5, rate: 100)
    let swarm = try SwarmProcess(
      viewers, of: streamID, on: server, stalledEvery: stalledEvery, in: directory)

    func work(_ seconds: Double) throws {
      desk.begin()
      try pool.run(seconds: seconds, rate: rate) {
        try desk.turn(rate: actions, on: pool.tally)
      }
    }
    try work(warmUpSeconds)
    let before = (pool.tally.posted, pool.tally.accepted, desk.peer.accepted)
    swarm.begin()
    try work(seconds)
    let window = try swarm.end()
    var outcome = Outcome(
      window: window, posted: pool.tally.posted - before.0,
      accepted: pool.tally.accepted - before.1, actions: desk.peer.accepted - before.2,
      ack: desk.peer.latency.summary, refusals: desk.peer.refusals, behind: 0,
      residentBytes: server.usage?.residentBytes ?? 0)
    try pool.settle()
    try desk.settle()
    outcome.behind = try swarm.behind(
      seq: pool.tally.latestSeq, modSeq: desk.peer.latestModSeq)
    return outcome
  }
}
