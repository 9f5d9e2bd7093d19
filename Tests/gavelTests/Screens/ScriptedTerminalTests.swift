import TerminalGrid
import Testing

@testable import gavel

@Suite struct ScriptedTerminalTests {
  private func show(_ text: SafeText, on terminal: ScriptedTerminal) {
    var grid = Grid(size: terminal.size)
    grid.write(text, row: 0, column: 0)
    terminal.present(grid)
  }

  @Test("keys come one at a time, and a screen is kept as it is when its turn has come")
  func keys() {
    let terminal = ScriptedTerminal(
      size: TerminalSize(columns: 10, rows: 1),
      steps: [.press(.character("a")), .keep("after a"), .press(.enter), .keep("after enter")])
    #expect(terminal.nextEvent(timeout: nil) == .key(.character("a")))
    #expect(terminal.nextEvent(timeout: .zero) == nil)
    show("one", on: terminal)
    #expect(terminal.nextEvent(timeout: nil) == .key(.enter))
    show("two", on: terminal)
    #expect(terminal.nextEvent(timeout: nil) == .end(signal: 0))
    #expect(terminal.kept == ["after a": "one", "after enter": "two"])
    #expect(terminal.missed == nil)
  }

  @Test("what a step waits for ends the wait when it is shown")
  func until() {
    let terminal = ScriptedTerminal(
      size: TerminalSize(columns: 10, rows: 1),
      steps: [.until("live", within: .seconds(3_600)) { $0.contains("live") }, .press(.enter)])
    #expect(terminal.nextEvent(timeout: .milliseconds(1)) == nil)
    show("live", on: terminal)
    #expect(terminal.nextEvent(timeout: nil) == .key(.enter))
  }

  @Test("what is never shown ends the script, and says what it waited for")
  func missed() {
    let terminal = ScriptedTerminal(
      size: TerminalSize(columns: 10, rows: 1),
      steps: [.until("the sea", within: .zero) { _ in false }, .press(.enter)])
    show("land", on: terminal)
    #expect(terminal.nextEvent(timeout: nil) == .end(signal: 0))
    #expect(terminal.missed?.description == "the screen never showed the sea; it shows:\nland")
    #expect(terminal.kept.isEmpty)
  }
}
