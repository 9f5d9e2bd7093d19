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
    help: ArgumentHelp("http(s)://HOST:PORT/streams/ID, or ws(s)://…", valueName: "url"))
  var urlTexts: [String]

  @OptionGroup var access: AccessOptions

  @Option(help: "The theme; `gavel themes` lists them.")
  var theme: String?

  @Flag(help: "Only read: there is no line to write on.")
  var readOnly = false

  @Flag(inversion: .prefixedNo, help: "Let the mouse select and scroll; else it is the terminal's.")
  var mouse = true

  func run() throws {
    var options = TerminalProgram.Options(try streams())
    options.theme = theme
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
  private func streams() throws(Complaint) -> [TerminalProgram.Stream] {
    let token = try access.token()
    var streams: [TerminalProgram.Stream] = []
    for text in urlTexts {
      let url = try StreamOptions.url(text)
      guard !streams.contains(where: { $0.url == url }) else { continue }
      streams.append(TerminalProgram.Stream(url: url, token: token))
    }
    return streams
  }
}
