import Foundation
import LiveComments

/// A swarm of viewers in a process of its own, and what it is asked.
final class SwarmProcess {
  private let child: ChildProcess
  private let log: String
  private let viewers: Int
  private(set) var lapsAsked = 0
  private var lapsTaken = 0

  /// Starts the swarm and waits until every viewer is live.
  /// - Parameters:
  ///   - stalledEvery: of so many viewers one does not read.
  ///   - name: tells apart the swarms of one run.
  convenience init(
    _ viewers: Int, of streamID: StreamID, on server: ServerProcess, stalledEvery: Int? = nil,
    name: String = "viewers", in directory: WorkDirectory
  ) throws {
    try self.init(
      "viewers", viewers, at: server.address, pid: server.pid,
      ["--stream", streamID.rawValue]
        + (stalledEvery.map { ["--stalled-every", "\($0)"] } ?? []), name: name, in: directory)
  }

  /// Starts a swarm of a peer's viewers.
  convenience init(
    _ viewers: Int, ofPeerAt address: SocketAddress, pid: Int32, in directory: WorkDirectory
  ) throws {
    try self.init(
      "peer-viewers", viewers, at: address, pid: pid, [], name: "viewers", in: directory)
  }

  /// Starts viewers that can be dropped, and waits until every one is live.
  convenience init(
    returning viewers: Int, of streamID: StreamID, on server: ServerProcess,
    in directory: WorkDirectory
  ) throws {
    try self.init(
      "returning-viewers", viewers, at: server.address, pid: server.pid,
      ["--stream", streamID.rawValue], name: "returning", in: directory)
  }

  private init(
    _ command: String, _ viewers: Int, at address: SocketAddress, pid: Int32,
    _ arguments: [String], name: String, in directory: WorkDirectory
  ) throws {
    self.viewers = viewers
    log = "\(directory.path)/\(name).log"
    let joinSeconds = 20 + Double(viewers) / 200
    child = try ChildProcess(
      try ServerProcess.program("gavel-bench"),
      [
        command, "--port", "\(address.port)", "--viewers", "\(viewers)", "--server-pid",
        "\(pid)", "--join-seconds", "\(joinSeconds)",
      ] + arguments, errors: log)
    guard child.readLine(within: joinSeconds + 5) == "joined" else {
      throw LoadError("the viewers did not join: \(logged)")
    }
  }

  /// Begins a window.
  func begin() { child.writeLine("begin") }

  /// Asks for the window so far, and begins another.
  func askLap() {
    child.writeLine("lap")
    lapsAsked += 1
  }

  /// The next window that was asked for, if it is there.
  func lap() throws -> ViewerWindow? {
    guard lapsTaken < lapsAsked, let line = child.readLine(within: 0) else { return nil }
    lapsTaken += 1
    return try JSONDecoder().decode(ViewerWindow.self, from: Data(line.utf8))
  }

  /// Ends the window.
  func end() throws -> ViewerWindow {
    child.writeLine("end")
    return try JSONDecoder().decode(ViewerWindow.self, from: Data(try answer().utf8))
  }

  /// Takes every connection away from viewers that return.
  func drop(returningWithin seconds: Double) { child.writeLine("drop \(seconds)") }

  /// How they came back; nil while some are not.
  func stormResult() throws -> StormResult? {
    guard let line = child.readLine(within: 0) else { return nil }
    return try JSONDecoder().decode(StormResult.self, from: Data(line.utf8))
  }

  /// How many of the viewers that read have not covered both positions, five seconds after now at
  /// the latest.
  func behind(seq: Int64, modSeq: Int64 = 0) throws -> Int {
    let deadline = Clock.monotonicNanoseconds() + 5_000_000_000
    while true {
      child.writeLine("behind \(seq) \(modSeq)")
      let count = Int(try answer()) ?? viewers
      if count == 0 || Clock.monotonicNanoseconds() > deadline { return count }
      pause(milliseconds: 100)
    }
  }

  private func answer() throws -> String {
    guard let line = child.readLine(within: 30) else {
      throw LoadError("the viewers ended: \(logged)")
    }
    return line
  }

  private var logged: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}
