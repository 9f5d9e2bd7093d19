import ArgumentParser
import ClientTransport
import Foundation

/// `gavel demo`.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Shows it all: a server, an audience and you as a moderator, in one process.",
    discussion: "Everything is kept in a temporary directory and removed at the end.")

  @Option(help: "What the audience does follows from this number alone.")
  var seed: UInt64 = .random(in: 0..<1_000)

  @OptionGroup var look: LookOptions

  func run() async throws {
    // What cannot work is said before a server is started for it.
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw Complaint("a demo needs a terminal for its standard input and output")
    }
    if let theme = look.theme { try ThemeLibrary.standard.require(theme) }
    let signal = try await DemoServer.run(seed: seed) { [look] url, token in
      var options = TerminalProgram.Options([TerminalProgram.Stream(url: url, token: token)])
      options.configuration = ConfigurationFile()
      options.remembersStart = false
      options.take(look)
      return try await TerminalThread.run { [options] in try TerminalProgram.run(options) }
    }
    // 128 + n is how shells report an end by a signal.
    if let signal { throw ExitCode(128 + signal) }
  }
}
