import ClientTransport
import Foundation
import LiveComments
import TerminalGrid
import TestSupport
import Testing

/// `gavel watch` looks back over a real server's history.
@Suite struct ScrollbackWatchTests {
  private static let size = TerminalSize(columns: 80, rows: 24)

  @Test("going up reaches the first comment of the stream, and what is deleted there goes")
  func toTheBeginning() async throws {
    let server = try ServerProgram()
    try await server.start()
    let poster = try SteadyPoster(
      try server.url(), try await server.token("crowd", .service), perSecond: 2_000)
    try await eventually("there is more than a join and a page bring") { poster.accepted >= 900 }
    poster.stop()
    let terminal = try PseudoTerminal(
      URL(fileURLWithPath: BuiltProgram.path("gavel")),
      [
        "watch", try server.url().description, "--token-file",
        try await server.tokenFile("mo", .moderator),
      ],
      environment: [
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC",
        "HOME": server.directory.path, "PATH": "/usr/bin:/bin",
      ], columns: Self.size.columns, rows: Self.size.rows)
    func screen() -> ModelTerminal { terminal.screen(Self.size) }
    func top() -> Int { SteadyPoster.number(in: screen().line(2)) ?? .max }
    try terminal.wait(for: "live") { screen().text.contains("● live") }
    // The first steps take rows.
    terminal.type("\u{1B}")
    try terminal.wait(for: "their end") { !screen().text.contains("q leaves") }

    // The join's oldest, and then the oldest of each page.
    var oldest = Int.max
    while oldest > 0 {
      terminal.type("g")
      try terminal.wait(for: "something older than \(oldest)") { top() < oldest }
      oldest = top()
      try terminal.wait(for: "what is before \(oldest)") {
        let head = screen().line(1)
        return head.contains("beginning of the stream")
          || SteadyPoster.number(in: head) == oldest - 1
      }
    }
    let numbers = (2..<20).compactMap { SteadyPoster.number(in: screen().line($0)) }
    #expect(numbers == Array(0..<18))

    terminal.type("jd")
    try terminal.wait(for: "the deletion") {
      screen().line(3).contains("[deleted by you] remark 1 of the crowd")
    }
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(try await server.drain() == 0)
  }
}
