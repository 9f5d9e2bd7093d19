import ArgumentParser
import Foundation

/// The swarm of viewers of a peer, in a process of its own. Speaks as `viewers` does.
struct PeerViewersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "peer-viewers", shouldDisplay: false)

  @Option var port: UInt16
  @Option var viewers: Int
  @Option var serverPID: Int32
  @Option var joinSeconds = 60.0

  /// Viewers whose latencies are recorded, about.
  private static let timedViewers = 64

  func run() throws {
    DescriptorLimit.raise()
    let tally = ViewerTally()
    let loop = SocketLoop<PeerViewer>(watching: [STDIN_FILENO])
    let timedLoop = SocketLoop<PeerViewer>()
    func turn() throws -> [Int32] {
      for _ in 0..<4 {
        pause(milliseconds: 1)
        _ = try timedLoop.turn(timeout: 0)
      }
      return try loop.turn(timeout: 0) { _ = try timedLoop.turn(timeout: 0) }
    }
    try connect(tally, loop, timedLoop) { _ = try turn() }
    say("joined")
    while true {
      guard try !turn().isEmpty else { continue }
      switch readLine() {
      case "begin": tally.begin(serverPID: serverPID)
      case "end":
        let window = tally.end(serverPID: serverPID)
        say(String(decoding: try JSONEncoder().encode(window), as: UTF8.self))
      case nil: return
      default: throw ExitCode.validationFailure
      }
    }
  }

  private func connect(
    _ tally: ViewerTally, _ loop: SocketLoop<PeerViewer>, _ timedLoop: SocketLoop<PeerViewer>,
    turn: () throws -> Void
  ) throws {
    let server = SocketAddress.loopback(port: port)
    let deadline = Clock.monotonicNanoseconds() + UInt64(joinSeconds * 1e9)
    var number = 0
    while tally.welcomed < viewers {
      while number < viewers, number - tally.welcomed < 256 {
        let isTimed = number % max(1, viewers / Self.timedViewers) == 0
        (isTimed ? timedLoop : loop).add(
          try LiveSocket(
            to: server, from: .source(ofClient: number),
            upgrade: ClientFraming.upgrade(Peer.viewerPath, at: server), greeting: [],
            peer: PeerViewer(tally: tally, isTimed: isTimed)))
        number += 1
      }
      try turn()
      guard tally.closed == 0, Clock.monotonicNanoseconds() < deadline else {
        throw LoadError("only \(tally.welcomed) of \(viewers) viewers joined: \(tally.reasons)")
      }
    }
  }

  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}
