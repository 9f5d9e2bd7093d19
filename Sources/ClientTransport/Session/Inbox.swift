import ClientCore
import Synchronization

/// Inputs on their way from the network's thread to the session's.
///
/// Bounded by backpressure: once `maximumFrames` frames or `maximumBytes` of them wait, the reader
/// of the socket pauses until they are taken, and TCP makes the server skip this client, which then
/// catches up. Nothing is dropped. What the socket gives at one wake-up (NIO reads four times 64 KiB
/// at most) may come on top; other inputs are as few as the requests that are under way.
final class Inbox: Sendable {
  static let maximumFrames = 256
  static let maximumBytes = 1_024 * 1_024

  private struct State {
    var inputs: [SessionInput] = []
    var frames = 0
    var bytes = 0

    var isFull: Bool { frames >= Inbox.maximumFrames || bytes >= Inbox.maximumBytes }
  }

  private let state = Mutex(State())
  /// Called once whenever the inbox stops being empty, on the thread that filled it.
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Adds an input that took `bytes` of frames on the wire; true when the reader has to pause.
  @discardableResult
  func push(_ input: SessionInput, frameBytes bytes: Int? = nil) -> Bool {
    let (wasEmpty, isFull) = state.withLock { state in
      let wasEmpty = state.inputs.isEmpty
      state.inputs.append(input)
      if let bytes {
        state.frames += 1
        state.bytes += bytes
      }
      return (wasEmpty, state.isFull)
    }
    if wasEmpty { wake() }
    return isFull
  }

  /// Takes everything, and whether the reader may have paused because of it.
  func takeAll() -> (inputs: [SessionInput], wasFull: Bool) {
    state.withLock { state in
      defer { state = State() }
      return (state.inputs, state.isFull)
    }
  }
}
