import ArgumentParser
import ClientTransport
import Foundation
import TerminalGrid

/// `gavel screens`: what the README shows, made and not typed.
struct ScreensCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screens",
    abstract: "Prints screens of the client in a demo, as text.",
    discussion: """
      The real client, server and simulated audience run for a while, and keys are pressed by a \
      script.
      """,
    shouldDisplay: false)

  @Option(help: "What the audience does follows from this number alone.")
  var seed: UInt64 = 7

  @Option(help: "Seconds to watch before the first screen; the charts show up to 600.")
  var seconds: Int = 60

  @Option(help: "Columns of the screens.")
  var columns: Int = 100

  @Option(help: "Rows of the screens.")
  var rows: Int = 30

  @Option(
    help: ArgumentHelp(
      "Write them into this file, in the fenced blocks after <!-- screen NAME -->, instead.",
      valueName: "file"))
  var write: String?

  func validate() throws {
    guard (60...400).contains(columns), (16...120).contains(rows), (1...3_600).contains(seconds)
    else { throw ValidationError("--columns 60…400, --rows 16…120, --seconds 1…3600") }
  }

  func run() async throws {
    let size = TerminalSize(columns: columns, rows: rows)
    let length = Duration.seconds(seconds)
    let screens = try await DemoServer.run(seed: seed) { url, token in
      var options = TerminalProgram.Options([TerminalProgram.Stream(url: url, token: token)])
      options.remembersStart = false
      options.usesMouse = false
      options.isFirstStart = false
      // Whatever the terminal is that this runs in.
      options.usesASCII = false
      return try await TerminalThread.run { [options] in
        let terminal = ScriptedTerminal(size: size, steps: ScreenScript.steps(after: length))
        _ = try TerminalProgram.run(options, on: terminal, isUTF8: true)
        if let missed = terminal.missed { throw Complaint(missed.description) }
        return terminal.kept
      }
    }
    guard let write else {
      for name in ScreenScript.names {
        Console.write("<!-- screen \(name) -->\n\(screens[name] ?? "")\n\n")
      }
      return
    }
    try Self.replace(screens, in: write)
  }

  private static func replace(_ screens: [String: String], in path: String) throws {
    do {
      var blocks = MarkedBlocks(try String(contentsOfFile: path, encoding: .utf8))
      for name in ScreenScript.names { try blocks.replace(name, with: screens[name] ?? "") }
      try Data(blocks.text.utf8).write(to: URL(fileURLWithPath: path))
    } catch let missing as MarkedBlocks.Missing {
      throw Complaint("\(path): \(missing)")
    } catch {
      throw Complaint("\(path): \(error.localizedDescription)")
    }
  }
}
