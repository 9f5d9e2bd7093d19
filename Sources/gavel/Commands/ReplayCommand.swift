import ArgumentParser
import ClientCore
import ClientTransport
import Foundation
import LiveComments
import TerminalUI

/// `gavel replay URL FILE`.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Plays a recorded chat into a stream, as a service.",
    discussion: """
      FILE is what TwitchDownloader, chat-downloader or `gavel tail --json` wrote, or JSON lines \
      {"at","user","content"}. A replay that was interrupted goes on where it stopped when it is \
      started again: what was posted is not posted twice.
      """)

  @OptionGroup var stream: StreamOptions

  @Argument(help: "The recorded chat.", completion: .file())
  var file: String

  @Option(help: "Recorded seconds per second; 0 plays as fast as the server accepts.")
  var speed = 1.0

  @Flag(help: "Post the file once more, though it was played into this stream before.")
  var again = false

  func validate() throws {
    guard speed == 0 || Replay.Options.speeds.contains(speed) else {
      throw ValidationError("--speed is 0, or from 0.01 to 1000000")
    }
  }

  func run() async throws {
    let recording = try read()
    var options = Replay.Options()
    options.speed = speed
    if again { options.keySuffix = "-" + String(UInt32.random(in: .min ... .max), radix: 16) }
    let replay = Replay(recording, options: options, seed: .random(in: .min ... .max))
    let report = ReplayReport()
    let player = try player(replay, report)
    do throws(ReplayPlayer.Failure) {
      let progress = try await player.run()
      await report.finish(progress, skipped: recording.skipped)
    } catch {
      await report.clear()
      if case .refused(let problem) = error { throw Complaint(problem) }
      throw Complaint(error.description)
    }
  }

  private func player(
    _ replay: Replay, _ report: ReplayReport
  ) throws(Complaint) -> ReplayPlayer {
    let target = try stream.target()
    do {
      return try ReplayPlayer(
        url: target.url, token: target.token, replay: replay,
        transport: stream.access.transport
      ) { await report.take($0) }
    } catch {
      throw Complaint(error.description)
    }
  }

  private func read() throws -> Recording {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw Complaint("\(file) cannot be read: \(error.localizedDescription)")
    }
    do throws(MalformedRecording) {
      return try Recording(Array(data))
    } catch {
      throw Complaint("\(file): \(error.description)", advice: "nothing was posted")
    }
  }
}
