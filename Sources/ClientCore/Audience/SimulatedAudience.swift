import LiveComments

/// An audience that watches a match: it chats, holds its breath, cheers, quarrels and is spammed.
///
/// An endless script, the same for the same seed. It is planned scene by scene; people who chat in
/// the background of each keep it from looking planned.
public struct SimulatedAudience: Sendable, IteratorProtocol {
  private var random: SeededGenerator
  /// Its own, so that what is said does not depend on it.
  private var applause: Applause
  private let cast: [Persona]
  private var storyline = Storyline()
  private var planned: [AudienceEvent] = []
  private var plannedIndex = 0
  private var now = Duration.zero
  private var posts = 0
  private var viewers = 0
  /// The latest posts, for replies and mentions: at most `memory`, the oldest leave.
  private var recent: [AudiencePost] = []

  private static let memory = 24

  public init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    cast = Persona.cast(using: &random)
    applause = Applause(seed: seed)
  }

  public mutating func next() -> AudienceEvent? {
    while plannedIndex == planned.count { plan() }
    defer { plannedIndex += 1 }
    return planned[plannedIndex]
  }

  /// Plans the next scene, and the background chatter beside it.
  private mutating func plan() {
    let scene = storyline.next(using: &random)
    var stage = Stage(cast: cast, recent: recent, random: random)
    stage.play(scene)
    random = stage.random
    planned.removeAll(keepingCapacity: true)
    plannedIndex = 0
    changeViewers(for: scene)
    let lines = stage.lines.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    number(lines)
    // A quarrel may outlast its scene.
    let end = now + max(scene.length, lines.last?.at ?? .zero)
    applause.join(&planned, in: scene, from: now, to: end)
    now = end
  }

  /// Turns lines into posts: a reply is always later than what it answers, so its number is known.
  private mutating func number(_ lines: [Stage.Line]) {
    var numbers: [Int: Int] = [:]
    for line in lines {
      let replyTo: Int? =
        switch line.answers {
        case .none: nil
        case .line(let id): numbers[id]
        case .post(let number): number
        }
      let post = AudiencePost(
        number: posts, author: line.author, content: line.content, replyTo: replyTo)
      numbers[line.id] = posts
      posts += 1
      planned.append(AudienceEvent(at: now + line.at, deed: .post(post)))
      if recent.count == Self.memory { recent.removeFirst() }
      recent.append(post)
    }
  }

  /// People come for what is exciting, and some leave after it.
  private mutating func changeViewers(for scene: Scene) {
    let aim =
      switch scene.kind {
      case .arrival: 8
      case .goal: 24
      case .gloom: 18
      case .raid: 22
      default: 14
      }
    let step = Int.random(in: 2...9, using: &random)
    viewers = viewers < aim ? min(aim, viewers + step) : max(aim, viewers - step)
    planned.append(AudienceEvent(at: now, deed: .viewers(viewers)))
  }
}
