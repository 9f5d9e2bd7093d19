import Foundation
import TerminalGrid
import TestSupport
import Testing

/// The real programs: a server, `gavel post`, and `gavel watch` on a pseudo-terminal.
@Suite struct WatchTests {
  @Test("reading, writing, freezing, a killed server, a resize, and a terminal that is given back")
  func evening() async throws {
    let evening = try await Evening()
    try await evening.post("first light 日本 👍🏽 مرحبا")
    let terminal = try evening.watch(["--token-file", evening.directory.path("alice")])
    func shows(_ text: String, columns: Int = 80, rows: Int = 24) throws {
      try terminal.wait(for: text) {
        terminal.screen(TerminalSize(columns: columns, rows: rows)).text.contains(text)
      }
    }

    try shows("● live  as alice")
    try shows("bob │ first light 日本")
    #expect(terminal.screen().isAlternate)
    try await evening.post("ten minutes to go")
    try shows("bob │ ten minutes to go")

    terminal.type("i")
    try shows("Enter send")
    terminal.type("hello from the pad\r")
    try shows("alice │ hello from the pad")
    terminal.type("\u{1B}")
    // The first steps say "i writes", too.
    try shows(" i write  k select")

    terminal.type("k")
    try shows("FROZEN")
    try await evening.post("while frozen")
    try shows("↓ 1 new")
    #expect(!terminal.screen().text.contains("while frozen"))
    terminal.type("G")
    try shows("bob │ while frozen")

    try await evening.killServer()
    try shows("connection lost")
    try await evening.restartServer()
    try await evening.post("after the storm")
    try shows("● live")
    try shows("bob │ after the storm")
    #expect(terminal.screen().text.ranges(of: "ten minutes to go").count == 1)

    terminal.resize(columns: 60, rows: 16)
    try terminal.wait(for: "the smaller screen") {
      let screen = terminal.screen(TerminalSize(columns: 60, rows: 16))
      return screen.line(15).contains("i write") && screen.text.contains("after the storm")
    }

    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    expectGivenBack(terminal)
  }

  @Test("a signal to end gives the terminal back, and shows in the exit code")
  func signal() async throws {
    let evening = try await Evening()
    let terminal = try evening.watch()
    try terminal.wait(for: "live") { terminal.screen().text.contains("● live  anonymous") }
    terminal.send(SIGTERM)
    #expect(try terminal.waitForEnd() == .exit(128 + SIGTERM))
    expectGivenBack(terminal)
  }

  @Test("what cannot work is said before the terminal is touched")
  func refusals() async throws {
    let directory = try TemporaryDirectory()
    let url = "http://127.0.0.1:1/streams/launch"
    for (arguments, words) in [
      (["watch", url], "is not a terminal"),
      (["watch", "gopher://x"], "scheme"),
      (["watch"] + (0...32).map { "\(url)-\($0)" }, "at most 32 streams"),
      (["watch", url, "--theme", "drak"], "did you mean dark?"),
      (["watch", url, "--token-file", directory.path("none")], "cannot be read"),
    ] {
      let result = try await run("gavel", arguments)
      #expect(result.code == 1)
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
  }
}
