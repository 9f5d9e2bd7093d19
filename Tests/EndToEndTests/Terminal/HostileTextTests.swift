import ClientTransport
import Foundation
import LiveComments
import TerminalGrid
import TestSupport
import Testing

/// What the real `gavel watch` lets through to a terminal, and how it leaves one.
@Suite(.serialized) struct HostileTextTests {
  private static let size = TerminalSize(columns: 80, rows: 24)

  private func watch(
    _ server: ServerProgram, port: Int? = nil, _ arguments: [String] = []
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      URL(fileURLWithPath: try BuiltProgram.path("gavel")),
      ["watch", try server.url(port: port).description] + arguments,
      environment: [
        "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLORTERM": "truecolor",
        "HOME": server.directory.path, "PATH": "/usr/bin:/bin",
      ], columns: Self.size.columns, rows: Self.size.rows)
  }

  private func wait(_ terminal: PseudoTerminal, for text: String) throws {
    try terminal.wait(for: text) { terminal.screen(Self.size).text.contains(text) }
  }

  /// Whether nothing that the client switched on is left on.
  private func isClean(_ terminal: PseudoTerminal) -> Bool {
    let screen = terminal.screen(Self.size)
    return !screen.isAlternate && screen.isCursorVisible && screen.modes.isEmpty
      && screen.isStyleStandard && screen.isRegionWhole && screen.unexpected.isEmpty
  }

  @Test("hostile text changes nothing but cells")
  func hostile() async throws {
    let server = try ServerProgram()
    try await server.start()
    let http = try StreamHTTP(url: try server.url(), token: try await server.token("ann"))
    let texts = [
      "over\u{202E}ride", "zero\u{200B}width", "tag\u{E0041}s",
      "za\u{0300}\u{0301}\u{0302}\u{0303}lgo",
      "family 👨‍👩‍👧‍👦 flag 🇧🇷", "\u{2066}isolate", "line\u{2028}break", "last line",
    ]
    for (number, text) in texts.enumerated() {
      _ = try await http.post(PostRequest(content: text), key: "k\(number)")
    }
    let terminal = try watch(server)
    try wait(terminal, for: "last line")
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(isClean(terminal))
    #expect(try await server.drain() == 0)
  }

  @Test("a signal ends it with the terminal given back", arguments: [SIGHUP, SIGINT])
  func signals(signal: Int32) async throws {
    let server = try ServerProgram()
    try await server.start()
    let terminal = try watch(server)
    try wait(terminal, for: "live")
    terminal.send(signal)
    let end = try terminal.waitForEnd()
    #expect(end == .exit(128 + signal) || end == .signal(signal), "\(end)")
    #expect(terminal.modes == terminal.initialModes)
    #expect(isClean(terminal))
    #expect(try await server.drain() == 0)
  }
}
