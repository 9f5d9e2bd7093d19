import Foundation
import TerminalGrid
import TestSupport
import Testing

/// The real `gavel demo` in a pseudo-terminal.
@Suite(.serialized) struct DemoTests {
  private static let size = TerminalSize(columns: 100, rows: 30)

  private func demo(in directory: TemporaryDirectory) throws -> PseudoTerminal {
    try PseudoTerminal(
      URL(fileURLWithPath: try BuiltProgram.path("gavel")), ["demo", "--seed", "7"],
      environment: [
        "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLORTERM": "truecolor",
        "HOME": directory.path, "TMPDIR": directory.path, "PATH": "/usr/bin:/bin",
      ], columns: Self.size.columns, rows: Self.size.rows)
  }

  private func remains(_ directory: TemporaryDirectory) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.path).filter {
      $0.hasPrefix("gavel-demo-")
    }
  }

  /// Waits until the audience has been seen to say something.
  private func waitForAudience(_ terminal: PseudoTerminal) throws {
    try terminal.wait(for: "an audience") {
      let screen = terminal.screen(Self.size)
      return screen.line(0).contains("live") && screen.text.count { $0 == "│" } >= 3
    }
  }

  enum Leaving: Sendable, CaseIterable {
    case quit, control, terminate
  }

  @Test("shows an audience, and leaves nothing behind", arguments: Leaving.allCases)
  func leaving(leaving: Leaving) throws {
    let directory = try TemporaryDirectory()
    let terminal = try demo(in: directory)
    try waitForAudience(terminal)
    #expect(try remains(directory).count == 1)
    switch leaving {
    case .quit: terminal.type("q")
    case .control: terminal.type("\u{3}")
    case .terminate: terminal.send(SIGTERM)
    }
    let end = try terminal.waitForEnd()
    #expect(end == (leaving == .terminate ? .exit(128 + SIGTERM) : .exit(0)))
    #expect(terminal.modes == terminal.initialModes)
    #expect(try remains(directory) == [])
  }

  @Test("a demo that was killed outright is tidied up by the next")
  func abandoned() throws {
    let directory = try TemporaryDirectory()
    let killed = try demo(in: directory)
    try waitForAudience(killed)
    killed.send(SIGKILL)
    #expect(try killed.waitForEnd() == .signal(SIGKILL))
    let left = try remains(directory)
    #expect(left.count == 1)
    let next = try demo(in: directory)
    try waitForAudience(next)
    #expect(try remains(directory).count == 1)
    #expect(try remains(directory) != left)
    next.type("q")
    #expect(try next.waitForEnd() == .exit(0))
    #expect(try remains(directory) == [])
  }
}
