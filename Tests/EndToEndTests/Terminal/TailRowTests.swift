import ClientTransport
import Foundation
import LiveComments
import TestSupport
import Testing

/// `gavel tail` on a terminal that lets the row that is typed on be drawn again.
@Suite(.serialized) struct TailRowTests {
  @Test("a comment arrives while text is half typed: both are whole; the terminal is given back")
  func evening() async throws {
    let evening = try await Evening()
    let seat = try await evening.sitDown()
    let gavel = try BuiltProgram.path("gavel")
    try await seat.type("\(gavel) tail \(evening.url) --token-file alice\r")
    try await seat.shows("gavel: type a line to post it", "\n›")
    try await seat.type("half ty")
    try await seat.shows("\n› half ty\n")
    try await evening.post("arrives meanwhile")
    try await seat.shows("bob: arrives meanwhile\n› half ty\n")
    try await seat.type("ped\u{1B}[Dd")
    try await seat.shows("\n› half typedd\n")
    try await seat.type("\u{4}")
    try await seat.shows("\n› half typed\n")
    try await seat.type("\r")
    try await seat.shows("alice: half typed\n", "gavel: sent\n")

    // Several pasted lines are one, if that is meant.
    try await seat.type("\u{1B}[200~one\rtwo\r\u{1B}[201~")
    try await seat.shows("\nPaste 2 lines as one? y/n\n")
    try await evening.post("while it asks")
    try await seat.shows("bob: while it asks\nPaste 2 lines as one? y/n\n")
    try await seat.type("y")
    try await seat.shows("\n› one two\n")

    // In the background it prints on, and what was typed is there again in the foreground.
    try await seat.type("\u{1A}")
    try await seat.shows("Stopped", hides: ["\n› one two\n"])
    try await seat.type("bg\r")
    try await evening.post("behind the shell")
    try await seat.shows("bob: behind the shell")
    try await seat.type("fg\r")
    try await seat.shows("\n› one two\n")
    try await evening.post("in front again")
    try await seat.shows("bob: in front again\n› one two\n")

    try await seat.type("\u{3}")
    try await seat.shows("bob: in front again\n› one two\n", "$")
    try await evening.expectGivenBack(seat, after: 130)
  }

  @Test(
    "started in the background, it prints there, and gives back the terminal that it is brought to")
  func background() async throws {
    let evening = try await Evening()
    let seat = try await evening.sitDown()
    let gavel = try BuiltProgram.path("gavel")
    try await seat.type("\(gavel) tail \(evening.url) --token-file alice &\r")
    try await seat.shows("gavel: type a line to post it")
    try await evening.post("behind the shell")
    try await seat.shows("bob: behind the shell")
    try await seat.type("fg\r")
    try await seat.shows("\n›\n")
    try await seat.type("in front")
    try await seat.shows("\n› in front\n")
    try await seat.type("\u{3}")
    try await seat.shows("\n› in front\n", "$")
    try await evening.expectGivenBack(seat, after: 130)
  }

  @Test("hostile text moves nothing; a signal gives back the terminal, and what was typed stays")
  func signals() async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url()
    let other = try StreamHTTP(url: url, token: try await server.token("bo"))
    let terminal = try PseudoTerminal(
      URL(fileURLWithPath: BuiltProgram.path("gavel")),
      ["tail", url.description, "--token-file", try await server.tokenFile("ann")],
      environment: [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": server.directory.path, "TZ": "UTC",
      ])
    try terminal.waitForText("/help says what else can be typed")
    try terminal.waitForText("› ")
    #expect(terminal.modes != terminal.initialModes)
    let hostile = "a\u{202E}b\u{2066}c\u{200B}d\u{E0041}e\u{FEFF}f\u{2028}g\u{0300}h"
    _ = try await other.post(PostRequest(content: hostile), key: "h")
    terminal.type("half")
    try terminal.waitForText("bo: abcd")
    try terminal.waitForText("› half")
    terminal.send(SIGTERM)
    #expect(try terminal.waitForEnd() == .signal(SIGTERM))
    let screen = terminal.screen()
    #expect(screen.unexpected.isEmpty, "\(screen.unexpected)")
    #expect(screen.modes.isEmpty && screen.isCursorVisible && !screen.isAlternate)
    #expect(screen.text.contains("\n› half\n"))
    #expect(terminal.modes == terminal.initialModes)
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains(/\u{1B}\[[0-9;]*m/))
    #expect(try await server.drain() == 0)
  }
}
