import ArgumentParser
import Foundation

/// `gavel watch URL`.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Shows a stream's comments in this terminal, and posts.",
    discussion: "Press ? in it for the keys.")

  @OptionGroup var stream: StreamOptions

  @OptionGroup var look: LookOptions

  @Flag(help: "Only read: there is no line to write on.")
  var readOnly = false

  func run() throws {
    var options = TerminalProgram.Options(url: try stream.url())
    options.token = try stream.access.token()
    options.take(look)
    options.isReadOnly = readOnly
    options.transport = stream.access.transport
    let signal: Int32?
    do {
      signal = try TerminalProgram.run(options)
    } catch {
      throw Complaint("\(error)")
    }
    // 128 + n is how shells report an end by a signal.
    if let signal { Foundation.exit(128 + signal) }
  }
}
