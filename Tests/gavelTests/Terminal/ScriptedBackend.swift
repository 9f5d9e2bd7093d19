import LiveComments
import TerminalGrid

/// A terminal whose events a test decides, and whose waiting moves the test's clock.
final class ScriptedBackend: TerminalBackend {
  let size = TerminalSize(columns: 80, rows: 24)
  let colorDepth = ColorDepth.truecolor
  let wake: @Sendable () -> Void = {}

  /// What happens when the program waits: an event, or nil after `now` was moved.
  var script: (ScriptedBackend, Duration?) -> TerminalEvent?
  var now = Instant(milliseconds: 1_000)
  /// When each frame was painted, and what it showed.
  private(set) var frames: [(at: Instant, screen: String)] = []
  private(set) var waits = 0
  private(set) var log: [String] = []

  init(script: @escaping (ScriptedBackend, Duration?) -> TerminalEvent?) {
    self.script = script
  }

  func present(_ grid: Grid) { frames.append((now, grid.dump())) }

  func nextEvent(timeout: Duration?) -> TerminalEvent? {
    waits += 1
    return script(self, timeout)
  }

  func invalidate() { log.append("invalidate") }
  func ring() { log.append("ring") }
  func setMouse(_ enabled: Bool) { log.append("mouse \(enabled)") }
  func suspend() { log.append("suspend") }
  func close() { log.append("close") }
}

extension TerminalEvent {
  static func typed(_ character: Character) -> TerminalEvent { .key(.character(character)) }
}
