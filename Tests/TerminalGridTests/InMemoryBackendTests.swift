import TerminalGrid
import Testing

@Suite("The terminal in memory")
struct InMemoryBackendTests {
  @Test("yields what it was given, in order, then nothing")
  func events() {
    let backend = InMemoryBackend(size: TerminalSize(columns: 10, rows: 2))
    backend.type("hi")
    backend.enqueue(.resize(TerminalSize(columns: 5, rows: 1)))
    #expect(backend.nextEvent(timeout: nil) == .key(.character("h")))
    #expect(backend.nextEvent(timeout: nil) == .key(.character("i")))
    #expect(backend.nextEvent(timeout: nil) == .resize(TerminalSize(columns: 5, rows: 1)))
    #expect(backend.nextEvent(timeout: nil) == nil)
    #expect(backend.size == TerminalSize(columns: 5, rows: 1))
  }

  @Test("remembers the last frame")
  func frames() {
    let backend = InMemoryBackend(size: TerminalSize(columns: 10, rows: 1))
    var grid = Grid(size: backend.size)
    backend.present(grid)
    grid.write("shown", row: 0, column: 0)
    backend.present(grid)
    #expect(backend.shown?.dump() == "shown")
    #expect(backend.frames == 2)
  }
}
