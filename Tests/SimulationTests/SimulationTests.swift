import Foundation
import LiveComments
import Testing

/// A seeded network between a model server and the client's session and feed.
///
/// `GAVEL_SIMULATION_SEEDS` sets how many seeds are run, `GAVEL_SIMULATION_SEED` replays one and
/// prints what the client was told and what it did.
@Suite struct NetworkSimulation {
  private static let defaultSeeds = 2_000

  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  @Test("whatever the network does, the timeline comes to equal the log, and moderation wins")
  func healing() async {
    if let seed = Self.number("GAVEL_SIMULATION_SEED") {
      run(seed, isNarrated: true)
      return
    }
    let seeds = Self.number("GAVEL_SIMULATION_SEEDS") ?? UInt64(Self.defaultSeeds)
    var failures = 0
    for seed in 0..<seeds {
      if !run(seed) { failures += 1 }
      // Other tests share this thread, and some of them wait with a deadline.
      await Task.yield()
      // The first few seeds tell what is wrong.
      if failures == 5 { return }
    }
  }

  @discardableResult
  private func run(_ seed: UInt64, isNarrated: Bool = false) -> Bool {
    do {
      var world = try World(seed: seed)
      world.isNarrated = isNarrated
      try world.run()
      return true
    } catch {
      Issue.record("seed \(seed) (GAVEL_SIMULATION_SEED=\(seed) replays it): \(error)")
      return false
    }
  }
}
