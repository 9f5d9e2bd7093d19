import Foundation
import LiveComments

/// One storm: viewers that lose their connections at once and come back, beside viewers that stay.
struct StormRun {
  /// Viewers that are dropped, and viewers that stay.
  let returning: Int
  let staying: Int
  /// Within how many seconds the dropped ones come back.
  let within: Double
  /// Comments posted per second.
  let rate: Double
  /// How long the calm before is measured.
  let calmSeconds: Double

  /// What one run gave.
  struct Outcome {
    /// What those who stayed saw before and during the storm.
    var calm: ViewerWindow
    var storm: ViewerWindow
    var result: StormResult
    /// Bytes that the server read during the storm, from files and sockets.
    var readBytes: Int
  }

  /// When those who are not back are given up.
  private static let patienceSeconds = 180.0

  func measure(in directory: WorkDirectory) throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try ServerProcess(in: directory)
    let pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: 2_048, forOthers: true)
    try pool.waitUntilLive()
    try pool.run(seconds: 0.5, rate: 100)
    let stayers = try SwarmProcess(
      staying, of: streamID, on: server, name: "staying", in: directory)
    let returners = try SwarmProcess(
      returning: returning, of: streamID, on: server, in: directory)
    try pool.run(seconds: 2, rate: rate)

    stayers.begin()
    try pool.run(seconds: calmSeconds, rate: rate)
    let calm = try stayers.end()
    let read = ProcessUsage.readBytes(of: server.pid)
    stayers.begin()
    returners.drop(returningWithin: within)
    var result: StormResult?
    try pool.run(atMost: Self.patienceSeconds, rate: rate) {
      result = try returners.stormResult()
      return result != nil
    }
    let storm = try stayers.end()
    guard let result else {
      throw LoadError("not all viewers were back after \(Int(Self.patienceSeconds)) s")
    }
    return Outcome(
      calm: calm, storm: storm, result: result,
      readBytes: ProcessUsage.readBytes(of: server.pid) - read)
  }
}
