import ClientCore
import LiveComments

/// What a seed decides once: who reads, how much happens, and how little the feed may hold.
struct Scenario {
  let reader: User
  let authors: [User]
  let limits: FeedLimits
  let join: JoinPoint
  let jumps: Bool
  let faults: Faults
  let reorders: Bool
  let lags: Bool
  let changesEpoch: Bool
  /// Steps before the client comes.
  let history: Int
  /// How long the trouble lasts.
  let milliseconds: Int
  let commentsPerStep: Int
  /// Chance in a thousand that a step moderates.
  let moderation: Int
  /// Whether the ledger is large enough never to forget what the timeline still shows.
  let remembersEverything: Bool

  init(using generator: inout SeededGenerator) {
    func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
    let reader = User(userID: "me", userName: "Me", role: chance(3) ? .moderator : .viewer)
    self.reader = reader
    authors = [
      User(userID: "a", userName: "A", role: .viewer),
      User(userID: "b", userName: "B", role: .viewer), reader,
      User(userID: "mod", userName: "Mod", role: .moderator),
    ]
    var limits = FeedLimits()
    if chance(2) { limits.timeline = Int.random(in: 10...30, using: &generator) }
    if chance(2) { limits.dedupeWindow = 8 }
    if chance(2) {
      limits.reorderBatches = Int.random(in: 1...4, using: &generator)
      limits.reorderComments = Int.random(in: 4...12, using: &generator)
    }
    if chance(3) { limits.earlyComments = 2 }
    remembersEverything = !chance(5)
    limits.ledgerEntries = remembersEverything ? 5_000 : Int.random(in: 4...12, using: &generator)
    limits.ledgerSlack = Int.random(in: 0...4, using: &generator)
    self.limits = limits
    join = chance(6) ? .beginning : .newest(Int.random(in: 1...20, using: &generator))
    jumps = chance(2)
    faults = chance(10) ? .none : .random(using: &generator)
    reorders = !chance(4)
    lags = chance(2)
    changesEpoch = chance(4)
    history = chance(4) ? 0 : Int.random(in: 0...20, using: &generator)
    milliseconds = Int.random(in: 200...1_500, using: &generator)
    commentsPerStep = Int.random(in: 1...3, using: &generator)
    moderation = Int.random(in: 50...600, using: &generator)
  }
}
