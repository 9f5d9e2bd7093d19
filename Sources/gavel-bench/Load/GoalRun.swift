import Foundation
import LiveComments

/// A goal: the comments of a stream rise and fall while its viewers stay.
struct GoalRun {
  let viewers: Int
  let curve: RateCurve
  /// Actions of the moderator, per second.
  let actions: Double

  /// What one second of the run gave.
  struct Second: Encodable {
    var window: ViewerWindow
    var offered: Double
    var accepted: Int
    var level: Level
    var slowModeSeconds: Int
    var ackP99: Double
  }

  /// What the run gave.
  struct Outcome: Encodable {
    var seconds: [Second]
    var posted: Int
    var accepted: Int
    var refusals: [String: Int]
    /// Comments that the stream's history holds afterwards, without the deleted ones.
    var inHistory: Int
    /// Comments that the moderator left deleted or held.
    var retracted: Int
    /// The server's resident memory when the run began, and its highest.
    var residentBytes: ResidentBytes
    /// Viewers that had not covered both planes five seconds after the end.
    var behind: Int

    var gaps: Int { seconds.reduce(0) { $0 + $1.window.gaps } }
    /// Whether everything accepted is in history or was retracted.
    var isComplete: Bool { inHistory + retracted == accepted }
    var isLossless: Bool { isComplete && gaps == 0 && behind == 0 }
  }

  func measure(in directory: WorkDirectory) throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try ServerProcess(in: directory)
    let pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: 4_096, forOthers: true)
    try pool.waitUntilLive()
    let desk = try ModeratorDesk(server: server, streamID: streamID)
    try pool.run(seconds: 0.5, rate: 20)
    let swarm = try SwarmProcess(viewers, of: streamID, on: server, in: directory)

    var seconds: [Second] = []
    var memory = MemoryWatch(server)
    var accepted = pool.tally.accepted
    desk.begin()
    swarm.begin()
    try pool.run(seconds: curve.seconds, due: curve.due) { elapsed in
      try desk.turn(rate: actions, on: pool.tally)
      memory.look()
      while let window = try swarm.lap() {
        seconds.append(
          Second(
            window: window, offered: curve.rate(at: elapsed),
            accepted: pool.tally.accepted - accepted, level: pool.tally.level,
            slowModeSeconds: pool.tally.slowModeSeconds, ackP99: desk.peer.latency.summary.p99))
        accepted = pool.tally.accepted
        desk.peer.latency.reset()
      }
      if elapsed >= Double(swarm.lapsAsked + 1) { swarm.askLap() }
    }
    try pool.settle()
    try desk.settle()
    return Outcome(
      seconds: seconds, posted: pool.tally.posted, accepted: pool.tally.accepted,
      refusals: pool.tally.refusals,
      inHistory: try HistoryCount.comments(of: streamID, on: server.address),
      retracted: desk.retracted, residentBytes: memory.residentBytes,
      behind: try swarm.behind(seq: pool.tally.latestSeq, modSeq: desk.peer.latestModSeq))
  }
}
