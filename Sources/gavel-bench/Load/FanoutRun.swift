import Foundation
import LiveComments

/// One run of the fan-out: a server, a swarm in a second process, and a poster in this one.
struct FanoutRun {
  let viewers: Int
  /// Comments that are offered, per second.
  let rate: Double
  let seconds: Double
  /// Posting before the window begins, so that it holds the steady state.
  var warmUpSeconds = 2.0

  /// What one run gave.
  struct Outcome {
    var window: ViewerWindow
    /// Resident memory of the server per viewer that only listens.
    var bytesPerViewer: Double
    var posted: Int
    var accepted: Int
    /// Viewers that had not covered the last accepted comment five seconds after it.
    var behind: Int
  }

  func measure(in directory: WorkDirectory) throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try ServerProcess(in: directory)
    let pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: 2_048, forOthers: true)
    try pool.waitUntilLive()
    // The stream exists and its code has run before memory is read.
    try pool.run(seconds: 0.5, rate: 100)
    let empty = server.usage?.residentBytes ?? 0

    let swarm = try joinSwarm(server, streamID, directory)
    pause(milliseconds: 500)
    let full = server.usage?.residentBytes ?? 0

    try pool.run(seconds: warmUpSeconds, rate: rate)
    let before = (posted: pool.tally.posted, accepted: pool.tally.accepted)
    swarm.writeLine("begin")
    try pool.run(seconds: seconds, rate: rate)
    swarm.writeLine("end")
    let window = try JSONDecoder().decode(
      ViewerWindow.self, from: Data(try answer(of: swarm, directory).utf8))
    let after = (posted: pool.tally.posted, accepted: pool.tally.accepted)
    try pool.settle()
    return Outcome(
      window: window, bytesPerViewer: Double(full - empty) / Double(viewers),
      posted: after.posted - before.posted, accepted: after.accepted - before.accepted,
      behind: try behind(pool.tally.latestSeq, swarm, directory))
  }

  private func joinSwarm(
    _ server: ServerProcess, _ streamID: StreamID, _ directory: WorkDirectory
  ) throws -> ChildProcess {
    let joinSeconds = 20 + Double(viewers) / 200
    let swarm = try ChildProcess(
      try ServerProcess.program("gavel-bench"),
      [
        "viewers", "--port", "\(server.address.port)", "--stream", streamID.rawValue,
        "--viewers", "\(viewers)", "--server-pid", "\(server.pid)", "--join-seconds",
        "\(joinSeconds)",
      ], errors: Self.log(directory))
    guard swarm.readLine(within: joinSeconds + 5) == "joined" else {
      throw LoadError("the viewers did not join: \(Self.logged(directory))")
    }
    return swarm
  }

  private func behind(
    _ seq: Int64, _ swarm: ChildProcess, _ directory: WorkDirectory
  ) throws -> Int {
    let deadline = Clock.monotonicNanoseconds() + 5_000_000_000
    while true {
      swarm.writeLine("behind \(seq)")
      let count = Int(try answer(of: swarm, directory)) ?? viewers
      if count == 0 || Clock.monotonicNanoseconds() > deadline { return count }
      pause(milliseconds: 100)
    }
  }

  private func answer(of swarm: ChildProcess, _ directory: WorkDirectory) throws -> String {
    guard let line = swarm.readLine(within: 30) else {
      throw LoadError("the viewers ended: \(Self.logged(directory))")
    }
    return line
  }

  private static func log(_ directory: WorkDirectory) -> String { "\(directory.path)/viewers.log" }

  private static func logged(_ directory: WorkDirectory) -> String {
    (try? String(contentsOfFile: log(directory), encoding: .utf8)) ?? ""
  }
}
