import LiveComments

/// One run of viewers that only stay: a server, and a swarm in a second process.
struct IdleRun {
  let viewers: Int
  let seconds: Double

  /// What one run gave.
  struct Outcome {
    /// Resident memory of the server per viewer, when all have joined and at the end.
    var bytesPerViewer: (joined: Double, later: Double)
    var joinsPerSecond: Double
    /// Share of one core.
    var serverCPU: Double
  }

  func measure(in directory: WorkDirectory) throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try ServerProcess(in: directory)
    let pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: 16, forOthers: true)
    try pool.waitUntilLive()
    // The stream exists and its code has run before memory is read.
    try pool.run(seconds: 0.5, rate: 20)
    try pool.settle()
    let empty = server.usage?.residentBytes ?? 0

    let start = Clock.monotonicNanoseconds()
    let swarm = try SwarmProcess(viewers, of: streamID, on: server, in: directory)
    let joined = Clock.monotonicNanoseconds()
    func bytesPerViewer() -> Double {
      Double((server.usage?.residentBytes ?? 0) - empty) / Double(viewers)
    }
    let atFirst = bytesPerViewer()
    swarm.begin()
    // Only heartbeats are answered.
    try pool.run(seconds: seconds, rate: 0)
    let window = try swarm.end()
    return Outcome(
      bytesPerViewer: (atFirst, bytesPerViewer()),
      joinsPerSecond: Double(viewers) / (Double(joined - start) / 1e9),
      serverCPU: window.serverCPUSeconds / window.seconds)
  }
}
