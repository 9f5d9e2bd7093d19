import ArgumentParser
import ClientTransport
import Foundation
import TerminalUI

/// `gavel watch URL…`.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Shows streams' comments in this terminal, and posts.",
    discussion: """
      Press ? in it for the keys. Of several streams one is shown; Alt-1 to Alt-9 and Ctrl-K go to \
      the others.
      """)

  @Argument(
    help: ArgumentHelp(
      "http(s)://HOST:PORT/streams/ID, ws(s)://…, or a name from the configuration: NAME, NAME/ID.",
      valueName: "url"))
  var urlTexts: [String]

  @OptionGroup var access: AccessOptions

  @OptionGroup var look: LookOptions

  @Flag(help: "Only read: there is no line to write on.")
  var readOnly = false

  @Flag(inversion: .prefixedNo, help: "Let the mouse select and scroll; else it is the terminal's.")
  var mouse = true

  func run() throws {
    let file = ConfigurationFile()
    var options = TerminalProgram.Options(try streams(in: file.configuration))
    options.configuration = file
    options.take(look)
    options.isReadOnly = readOnly
    options.usesMouse = mouse
    options.transport = access.transport
    let signal: Int32?
    do {
      signal = try TerminalProgram.run(options)
    } catch {
      throw Complaint("\(error)")
    }
    // 128 + n is how shells report an end by a signal.
    if let signal { Foundation.exit(128 + signal) }
  }

  func validate() throws {
    guard urlTexts.count <= StreamTabs.capacity else {
      throw ValidationError("at most \(StreamTabs.capacity) streams can be open")
    }
  }

  /// The streams, each once, in the order in which they were named.
  private func streams(
    in configuration: Configuration
  ) throws(Complaint) -> [TerminalProgram.Stream] {
    var streams: [TerminalProgram.Stream] = []
    for text in urlTexts {
      let target = try access.target(of: text, in: configuration)
      guard !streams.contains(where: { $0.url == target.url }) else { continue }
      streams.append(TerminalProgram.Stream(url: target.url, token: target.token))
    }
    return streams
  }
}
