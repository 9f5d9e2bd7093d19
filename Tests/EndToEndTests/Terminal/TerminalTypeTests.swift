import Foundation
import TerminalGrid
import TestSupport
import Testing

/// The real `gavel watch` on terminals of several types, sizes and locales.
@Suite struct TerminalTypeTests {
  private func watch(
    _ server: CannedServer, changing changes: [String: String?] = [:]
  ) throws -> PseudoTerminal {
    var environment = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/dev/null",
      "XDG_CONFIG_HOME": "/dev/null", "PATH": "/usr/bin:/bin",
    ]
    for (name, value) in changes { environment[name] = value }
    return try PseudoTerminal(
      URL(fileURLWithPath: try BuiltProgram.path("gavel")),
      ["watch", "http://127.0.0.1:\(server.port)/streams/s"], environment: environment)
  }

  private func pages() async throws -> CannedServer {
    try await CannedServer.start { request in
      request.hasPrefix("GET /streams/s/comments?")
        ? CannedServer.Answer(
          "200 OK", "application/json", Array(HostileCorpus.page(stream: "s").utf8))
        : CannedServer.Answer("503 Service Unavailable", "text/plain", [])
    }
  }

  @Test(
    "it shows comments, and leaves the terminal as it was, on every type",
    arguments: ["vt100", "linux", "tmux-256color", "screen-256color", "xterm", "xterm-256color"])
  func types(_ type: String) async throws {
    let server = try await pages()
    let terminal = try watch(server, changing: ["TERM": type])
    try terminal.waitForText("the last comment")
    terminal.type("?")
    try terminal.wait(for: "the help") { terminal.screen().text.contains("Help: Reading") }
    terminal.type("\u{1B}")
    try terminal.wait(for: "its end") { !terminal.screen().text.contains("Help: Reading") }
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(terminal.modes == terminal.initialModes)
    let screen = terminal.screen()
    #expect(!screen.isAlternate && screen.isCursorVisible)
    #expect(screen.isStyleStandard && screen.isRegionWhole)
    try await server.stop()
  }

  @Test(
    "a terminal that cannot show a screen is told what to use, and gets nothing else",
    arguments: [
      ("dumb", "use `gavel tail`"), ("no-such-type", "use `gavel tail`"), ("", "TERM is not set"),
    ])
  func incapable(_ type: String, _ advice: String) async throws {
    let server = try await pages()
    let terminal = try watch(server, changing: ["TERM": type])
    #expect(try terminal.waitForEnd() == .exit(1))
    let shown = String(decoding: terminal.output, as: UTF8.self)
    #expect(shown.hasPrefix("gavel: ") && shown.contains(advice), "\(shown)")
    #expect(!terminal.output.contains(0x1B))
    #expect(terminal.modes == terminal.initialModes)
    try await server.stop()
  }

  @Test("a locale without UTF-8 is told, and gets ASCII alone")
  func locale() async throws {
    let server = try await pages()
    let terminal = try watch(server, changing: ["LC_ALL": "C"])
    try terminal.waitForText("the locale is not UTF-8")
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
    try await server.stop()
  }

  @Test("a storm of sizes, down to one cell, leaves the screen whole")
  func resizing() async throws {
    let server = try await pages()
    let terminal = try watch(server)
    try terminal.waitForText("the last comment")
    for step in 0..<80 {
      terminal.resize(columns: 1 + step * 7 % 120, rows: 1 + step * 5 % 50)
      if step % 9 == 0 { terminal.type("k") }
    }
    terminal.resize(columns: 1, rows: 1)
    terminal.type("G")
    terminal.resize(columns: 72, rows: 20)
    let size = TerminalSize(columns: 72, rows: 20)
    try terminal.wait(for: "the last size") {
      let screen = terminal.screen(size)
      return screen.text.contains("the last comment") && screen.line(19).contains("quit")
    }
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(terminal.modes == terminal.initialModes)
    try await server.stop()
  }

  @Test("Ctrl-Z gives the terminal back, and the screen comes back whole")
  func suspended() async throws {
    let server = try await pages()
    let terminal = try watch(server)
    try terminal.waitForText("the last comment")
    let start = terminal.output.count
    // Nobody could continue this session's only process, so the system does not stop it.
    terminal.type("\u{1A}")
    try terminal.waitForText("the last comment", since: start)
    let written = String(decoding: terminal.output[start...], as: UTF8.self)
    let left = try #require(written.range(of: "\u{1B}[?1049l"))
    #expect(written[left.upperBound...].contains("\u{1B}[?1049h"))
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(terminal.modes == terminal.initialModes)
    try await server.stop()
  }
}
