import LiveComments

/// How people react to what is said and to what happens, besides writing.
struct Applause: Sendable {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed &+ 0x5EED)
  }

  /// Adds the reactions of one scene to what is planned for it, in the order of time.
  mutating func join(
    _ planned: inout [AudienceEvent], in scene: Scene, from start: Duration, to end: Duration
  ) {
    var reactions = cheers(scene, from: start, to: end)
    for event in planned {
      guard case .post(let post) = event.deed else { continue }
      reactions += applause(for: post, saidAt: event.at, scene, to: end)
    }
    planned = (planned + reactions).enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  /// A goal is cheered, a lost chance is not; otherwise hands stay still.
  private mutating func cheers(
    _ scene: Scene, from start: Duration, to end: Duration
  ) -> [AudienceEvent] {
    let emojis: [String]
    switch scene.kind {
    case .goal: emojis = ["🔥", "⚽", "🎉", "👏", "❤️"]
    case .gloom: emojis = ["😢", "💔", "😮"]
    default: return []
    }
    var events: [AudienceEvent] = []
    var at = start + .seconds(5)
    var crowd = scene.kind == .goal ? 30 : 12
    while at < end, crowd > 0 {
      let emoji = emojis.randomElement(using: &random) ?? "🔥"
      events.append(
        AudienceEvent(
          at: at,
          deed: .react(
            AudienceReaction(
              emoji: emoji, count: Int.random(in: 1...crowd, using: &random), post: nil))))
      at += .milliseconds(Int.random(in: 150...900, using: &random))
      crowd -= Int.random(in: 0...2, using: &random)
    }
    return events
  }

  /// Some comments are liked, by a few people one after the other.
  private mutating func applause(
    for post: AudiencePost, saidAt: Duration, _ scene: Scene, to end: Duration
  ) -> [AudienceEvent] {
    switch scene.kind {
    case .spam, .links, .evasion, .raid: return []
    default: break
    }
    guard Double.random(in: 0..<1, using: &random) < 0.12 else { return [] }
    let emojis = ["👍", "😂", "❤️", "👏"].shuffled(using: &random)
    var events: [AudienceEvent] = []
    var at = saidAt
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      at += .milliseconds(Int.random(in: 600...2_500, using: &random))
      guard at < end else { break }
      // Most do what those before them did.
      let emoji = emojis[Bool.random(using: &random) ? 0 : Int.random(in: 0...1, using: &random)]
      events.append(
        AudienceEvent(
          at: at,
          deed: .react(
            AudienceReaction(
              emoji: emoji, count: Int.random(in: 1...3, using: &random), post: post.number))))
    }
    return events
  }
}
