import ArgumentParser
import Foundation
import LiveComments

/// The swarm of viewers, in a process of its own so that its processor time is not the server's.
///
/// Says `joined` when all viewers are live, and then obeys its standard input line by line: `begin`,
/// `end` (answers with the window as JSON), `lap` (likewise, and begins another), `behind SEQ MOD_SEQ` (answers how many have not covered
/// both). Ends when its input does.
struct ViewersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "viewers", shouldDisplay: false)

  @Option var port: UInt16
  @Option var stream: String
  @Option var viewers: Int
  @Option var serverPID: Int32
  @Option var joinSeconds = 60.0
  @Option var stalledEvery: Int?

  func run() throws {
    guard let streamID = StreamID(rawValue: stream) else { throw ExitCode.validationFailure }
    DescriptorLimit.raise()
    let swarm = ViewerSwarm(
      server: .loopback(port: port), streamID: streamID, watching: [STDIN_FILENO])
    let deadline = Clock.monotonicNanoseconds() + UInt64(joinSeconds * 1e9)
    try swarm.connect(viewers, stalledEvery: stalledEvery, before: deadline)
    say("joined")
    while true {
      guard try swarm.turn().isEmpty else {
        guard let line = readLine() else { return }
        try obey(line, swarm)
        continue
      }
    }
  }

  private func obey(_ line: String, _ swarm: ViewerSwarm) throws {
    let words = line.split(separator: " ")
    switch words.first {
    case "begin": swarm.tally.begin(serverPID: serverPID)
    case "end", "lap":
      let window = swarm.tally.end(serverPID: serverPID)
      if words.first == "lap" { swarm.tally.begin(serverPID: serverPID) }
      say(String(decoding: try JSONEncoder().encode(window), as: UTF8.self))
    case "behind":
      let positions = words.dropFirst().compactMap { Int64($0) }
      guard positions.count == 2 else { throw ExitCode.validationFailure }
      say("\(swarm.behind(positions[0], positions[1]))")
    default: throw ExitCode.validationFailure
    }
    if swarm.tally.closed > 0 {
      throw LoadError("\(swarm.tally.closed) viewers were closed: \(swarm.tally.reasons)")
    }
  }

  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}
