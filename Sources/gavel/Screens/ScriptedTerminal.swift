import Foundation
import TerminalGrid

/// A terminal in memory whose keys come from a script, for screens that a command makes.
///
/// It looks at the screen fifty times a second, and sees what has happened then: to be woken it has
/// no need.
final class ScriptedTerminal: TerminalBackend {
  /// Something that the script does, one after the other.
  enum Step {
    /// Lets so much time pass.
    case wait(Duration)
    /// Waits until the screen shows something; without it in time the script fails.
    case until(_ what: String, within: Duration, (String) -> Bool)
    case press(Key)
    /// Keeps the screen under a name.
    case keep(String)
  }

  /// The time was over before the screen showed what a step waits for.
  struct Missed: Error, CustomStringConvertible {
    let what: String
    let screen: String

    var description: String { "the screen never showed \(what); it shows:\n\(screen)" }
  }

  let size: TerminalSize
  let colorDepth = ColorDepth.none
  let wake: @Sendable () -> Void = {}
  /// The screens that were kept, by name.
  private(set) var kept: [String: String] = [:]
  private(set) var missed: Missed?

  private var steps: ArraySlice<Step>
  private var screen = ""
  /// When the step under way began.
  private var stepStart: ContinuousClock.Instant?
  private let clock = ContinuousClock()

  /// How long it waits before it looks again, in seconds.
  private static let patience = 0.02

  init(size: TerminalSize, steps: [Step]) {
    self.size = size
    self.steps = steps[...]
  }

  func present(_ grid: Grid) { screen = grid.dump() }

  func nextEvent(timeout: Duration?) -> TerminalEvent? {
    // Each key alone, so that what it did is painted before the script goes on.
    if timeout == .zero { return nil }
    if let event = advance() { return event }
    Thread.sleep(forTimeInterval: Self.patience)
    return nil
  }

  /// Does what can be done now; the event that the script gives, if it does.
  private func advance() -> TerminalEvent? {
    while let step = steps.first {
      let began = stepStart ?? clock.now
      stepStart = began
      let passed = began.duration(to: clock.now)
      switch step {
      case .wait(let duration):
        guard passed >= duration else { return nil }
      case .until(let what, let limit, let isThere):
        if !isThere(screen) {
          guard passed >= limit else { return nil }
          missed = Missed(what: what, screen: screen)
          steps = []
          return .end(signal: 0)
        }
      case .keep(let name): kept[name] = screen
      case .press(let key):
        next()
        return .key(key)
      }
      next()
    }
    return .end(signal: 0)
  }

  private func next() {
    steps = steps.dropFirst()
    stepStart = nil
  }

  func invalidate() {}
  func ring() {}
  func setMouse(_ enabled: Bool) {}
  func suspend() {}
  func close() {}
}
