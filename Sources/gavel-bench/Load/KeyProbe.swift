import Foundation
import Synchronization

/// Types a sign into the command line of `gavel watch`, now and then, and waits for it to come back
/// from the screen. Between the two lie the program, its terminal, and twice the script that holds
/// it: the figure is an upper bound.
final class KeyProbe: Sendable {
  /// A sign that no comment of `Chatter` has.
  private static let sign = Array("§".utf8)
  private static let backspace: [UInt8] = [0x7F]

  private let keyboard: Int32
  private let screen: Int32
  private let state = Mutex(State())

  private struct State {
    var latency = Latency()
    /// Keys still to press, and when the next one is due by the monotonic clock.
    var keys = 0
    var interval: UInt64 = 0
    var due: UInt64 = 0
    /// When the key was pressed whose sign is awaited.
    var pressed: UInt64?
    var isOver = false
    /// The end of what was read: a sign may come in two parts.
    var tail: [UInt8] = []
  }

  /// Opens the command line, and reads the screen from now on.
  init(_ terminal: TerminalProcess) {
    keyboard = terminal.keyboard
    screen = terminal.screen
    Thread.detachNewThread { [self] in read() }
  }

  /// Presses `keys` keys, evenly over the time.
  func begin(keys: Int, within seconds: Double) {
    press(Array(":".utf8))
    state.withLock { state in
      state.keys = keys
      state.interval = UInt64(seconds * 1e9) / UInt64(keys + 2)
      state.due = Clock.monotonicNanoseconds() + state.interval
    }
  }

  /// The latencies. Throws when a sign did not come.
  func end() throws -> Latency {
    let state = state.withLock { state in
      state.isOver = true
      return state
    }
    guard state.keys == 0, state.pressed == nil else {
      throw LoadError("the screen did not answer \(state.keys + 1) keys in time")
    }
    return state.latency
  }

  private func read() {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while !state.withLock(\.isOver) {
      var entry = pollfd(fd: screen, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, 1) > 0 {
        let count = Foundation.read(screen, &chunk, chunk.count)
        guard count > 0 else { return }
        look(at: chunk[..<count])
      }
      pressWhenDue()
    }
  }

  private func look(at bytes: ArraySlice<UInt8>) {
    let now = Clock.monotonicNanoseconds()
    let isFound = state.withLock { state in
      defer { state.tail = Array((state.tail + bytes).suffix(1)) }
      guard let pressed = state.pressed, (state.tail + bytes).contains(Self.sign) else {
        return false
      }
      state.latency.record(microseconds: Int64((now - pressed) / 1_000))
      state.pressed = nil
      return true
    }
    if isFound { press(Self.backspace) }
  }

  private func pressWhenDue() {
    let now = Clock.monotonicNanoseconds()
    let isDue = state.withLock { state in
      guard state.keys > 0, state.pressed == nil, now >= state.due else { return false }
      state.keys -= 1
      state.due = now + state.interval
      state.pressed = now
      return true
    }
    if isDue { press(Self.sign) }
  }

  private func press(_ bytes: [UInt8]) { _ = write(keyboard, bytes, bytes.count) }
}
