import ArgumentParser
import Foundation
import LiveComments

/// The viewers of a storm, in a process of their own.
///
/// Says `joined` when all are live, and obeys `drop SECONDS`: takes every connection away, has the
/// viewers come back within so many seconds, and says as JSON how they did when all are live and have
/// missed nothing. Ends when its input does.
struct ReturningViewersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "returning-viewers", shouldDisplay: false)

  @Option var port: UInt16
  @Option var stream: String
  @Option var viewers: Int
  @Option var serverPID: Int32
  @Option var joinSeconds = 60.0

  func run() throws {
    guard let streamID = StreamID(rawValue: stream) else { throw ExitCode.validationFailure }
    DescriptorLimit.raise()
    let swarm = ReturningSwarm(
      server: .loopback(port: port), streamID: streamID, watching: [STDIN_FILENO])
    try swarm.join(
      viewers, before: Clock.monotonicNanoseconds() + UInt64(joinSeconds * 1e9))
    say("joined")
    var isAway = false
    while true {
      if try !swarm.turn().isEmpty {
        guard let line = readLine() else { return }
        let words = line.split(separator: " ")
        guard words.first == "drop", let seconds = words.last.flatMap({ Double($0) }) else {
          throw ExitCode.validationFailure
        }
        swarm.drop(returningWithin: seconds)
        isAway = true
      }
      if isAway, swarm.missing == 0 {
        isAway = false
        say(String(decoding: try JSONEncoder().encode(swarm.tally.result), as: UTF8.self))
      }
    }
  }

  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}
