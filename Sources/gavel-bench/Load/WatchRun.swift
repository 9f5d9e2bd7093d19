import Foundation
import LiveComments
import TerminalGrid

/// The real `gavel watch` in a pseudo-terminal, on the real server, while somebody posts.
struct WatchRun {
  let size: TerminalSize
  /// Comments per second.
  let rate: Int
  let seconds: Double
  /// How many keys are pressed meanwhile, to see when the screen answers.
  var keys = 0

  /// What one run gave.
  struct Outcome {
    /// User and system time of the client in the window.
    var cpuSeconds: Double
    var seconds: Double
    var comments: Int
    /// From a key to its sign on the screen.
    var keyToPaint = Latency()
  }

  func measure(in directory: WorkDirectory) throws -> Outcome {
    let scene = try WatchScene(size: size, in: directory, isSilent: keys == 0)
    defer { scene.terminal.end() }
    let probe = keys > 0 ? KeyProbe(scene.terminal) : nil
    try scene.pool.run(seconds: 3, rate: Double(rate))
    probe?.begin(keys: keys, within: seconds)

    let accepted = scene.pool.tally.accepted
    let start = Clock.monotonicNanoseconds()
    let before = try scene.usage()
    try scene.pool.run(seconds: seconds, rate: Double(rate))
    let after = try scene.usage()
    var outcome = Outcome(
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      seconds: Double(Clock.monotonicNanoseconds() - start) / 1e9,
      comments: scene.pool.tally.accepted - accepted)
    if let probe { outcome.keyToPaint = try probe.end() }
    return outcome
  }
}
