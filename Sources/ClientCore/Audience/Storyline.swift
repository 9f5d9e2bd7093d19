import LiveComments

/// A stretch of the match, and what happens in the chat meanwhile.
struct Scene: Sendable, Hashable {
  enum Kind: Sendable, Hashable, CaseIterable {
    case arrival, calm, goal, gloom, question, quarrel, spam, links, evasion, raid
  }

  let kind: Kind
  let length: Duration
}

/// Decides what happens next.
struct Storyline: Sendable {
  /// What is still to come in this round: every kind of scene comes once before one comes again, so
  /// that a few minutes show them all.
  private var round: [Scene.Kind] = []
  private var hasBegun = false

  mutating func next(using random: inout SeededGenerator) -> Scene {
    guard hasBegun else {
      hasBegun = true
      return Scene(kind: .arrival, length: .seconds(12))
    }
    if round.isEmpty {
      round = [
        .calm, .goal, .calm, .gloom, .question, .quarrel, .spam, .links, .evasion, .raid, .goal,
      ].shuffled(using: &random)
    }
    let kind = round.removeLast()
    let seconds =
      switch kind {
      case .arrival: 12...12
      case .calm, .question: 10...18
      case .goal, .gloom: 16...22
      case .quarrel: 22...28
      case .spam, .links, .evasion, .raid: 14...18
      }
    return Scene(kind: kind, length: .seconds(Int.random(in: seconds, using: &random)))
  }
}
