import LiveComments

/// One run of the fan-out: a server, a swarm in a second process, and a poster in this one.
struct FanoutRun {
  let viewers: Int
  /// Comments that are offered, per second.
  let rate: Double
  let seconds: Double
  /// Of so many viewers one does not read; none when nil.
  var stalledEvery: Int?
  /// Whether comments say when they were submitted.
  var isStamping = false
  /// Posting before the window begins, so that it holds the steady state.
  var warmUpSeconds = 2.0

  /// What one run gave.
  struct Outcome {
    var window: ViewerWindow
    /// Resident memory of the server per viewer that only listens.
    var bytesPerViewer: Double
    var posted: Int
    var accepted: Int
    /// The server's resident memory when the window began, and its highest in the window.
    var residentBytes: ResidentBytes
    /// Viewers that had not covered the last accepted comment five seconds after it.
    var behind: Int
  }

  func measure(in directory: WorkDirectory) throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try ServerProcess(in: directory)
    let pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: 2_048, forOthers: true, isStamping: isStamping)
    try pool.waitUntilLive()
    try ModeratorDesk.fixLevel(.normal, of: streamID, on: server)
    // The stream exists and its code has run before memory is read.
    try pool.run(seconds: 0.5, rate: 100)
    let empty = server.usage?.residentBytes ?? 0

    let swarm = try SwarmProcess(
      viewers, of: streamID, on: server, stalledEvery: stalledEvery, in: directory)
    pause(milliseconds: 500)
    let full = server.usage?.residentBytes ?? 0

    try pool.run(seconds: warmUpSeconds, rate: rate)
    let before = (posted: pool.tally.posted, accepted: pool.tally.accepted)
    var memory = MemoryWatch(server)
    swarm.begin()
    try pool.run(seconds: seconds, rate: rate) { memory.look() }
    let window = try swarm.end()
    let after = (posted: pool.tally.posted, accepted: pool.tally.accepted)
    try pool.settle()
    return Outcome(
      window: window, bytesPerViewer: Double(full - empty) / Double(viewers),
      posted: after.posted - before.posted, accepted: after.accepted - before.accepted,
      residentBytes: memory.residentBytes,
      behind: try swarm.behind(seq: pool.tally.latestSeq))
  }
}
