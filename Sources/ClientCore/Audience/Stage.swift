import Foundation
import LiveComments

/// Where one scene is written: who says what, and when, counted from the scene's beginning.
struct Stage {
  /// Something said in this scene.
  struct Line {
    let id: Int
    let at: Duration
    let author: Author
    let content: String
    let answers: Answers
  }

  /// What a line answers.
  enum Answers {
    case none
    /// A line of the same scene, by its id.
    case line(Int)
    /// A post from before, by its number.
    case post(Int)
  }

  let cast: [Persona]
  let recent: [AudiencePost]
  var random: SeededGenerator
  private(set) var lines: [Line] = []

  init(cast: [Persona], recent: [AudiencePost], random: SeededGenerator) {
    self.cast = cast
    self.recent = recent
    self.random = random
  }

  mutating func play(_ scene: Scene) {
    switch scene.kind {
    case .arrival: chatter(.calm, perSecond: 1.6, for: scene.length)
    case .calm: chatter(.calm, perSecond: 1.8, for: scene.length)
    case .goal: peak(.goal, for: scene.length)
    case .gloom: peak(.gloom, for: scene.length)
    case .question: question(for: scene.length)
    case .quarrel: quarrel(for: scene.length)
    case .spam: spam(for: scene.length)
    case .links: links(for: scene.length)
    case .evasion: evasion(for: scene.length)
    case .raid: raid(for: scene.length)
    }
  }

  @discardableResult
  mutating func say(
    _ content: String, by author: Author, at: Duration, answering: Answers = .none
  ) -> Int {
    lines.append(
      Line(id: lines.count, at: at, author: author, content: content, answers: answering))
    return lines.count - 1
  }

  /// Somebody of the cast, the talkative ones more often.
  mutating func somebody(where condition: (Persona) -> Bool = { _ in true }) -> Persona {
    let candidates = cast.filter(condition)
    let total = candidates.reduce(0) { $0 + $1.talkativeness }
    var draw = Double.random(in: 0..<max(total, .ulpOfOne), using: &random)
    for persona in candidates {
      draw -= persona.talkativeness
      if draw < 0 { return persona }
    }
    return candidates.last ?? cast[0]
  }

  mutating func phrase(_ persona: Persona, _ mood: PhraseBook.Mood) -> String {
    let phrases = PhraseBook.phrases(persona.language, mood)
    return phrases.randomElement(using: &random) ?? "…"
  }

  mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < probability
  }

  /// The wait until the next of events that come at random, so many a second.
  mutating func wait(perSecond rate: Double) -> Duration {
    let draw = Double.random(in: Double.ulpOfOne..<1, using: &random)
    return .seconds(1) * (-log(draw) / rate)
  }

  /// People talk at random moments from `start` on.
  mutating func chatter(
    _ mood: PhraseBook.Mood, perSecond rate: Double, from start: Duration = .zero,
    for length: Duration
  ) {
    var at = start + wait(perSecond: rate)
    while at < start + length {
      utter(mood, at: at)
      at += wait(perSecond: rate)
    }
  }

  /// One person says one thing: a phrase, emoji alone, to somebody, or in answer to somebody.
  mutating func utter(_ mood: PhraseBook.Mood, at: Duration) {
    let persona = somebody()
    let draw = Double.random(in: 0..<1, using: &random)
    // Whom one answers has to have spoken long enough ago to be read.
    let heard = recent.last { $0.author != persona.author }
    switch draw {
    case ..<0.12:
      let emoji = (mood == .gloom ? SceneBook.sadEmoji : SceneBook.gladEmoji)
        .randomElement(using: &random)
      say(emoji ?? "👏", by: persona.author, at: at)
    case ..<0.22 where mood == .calm && heard != nil:
      guard let heard else { return }
      say(
        "@\(heard.author.userName) \(phrase(persona, mood))", by: persona.author, at: at)
    case ..<0.32 where mood != .goal && heard != nil:
      guard let heard else { return }
      let answer = SceneBook.answers.randomElement(using: &random) ?? "👍"
      say(answer, by: persona.author, at: at, answering: .post(heard.number))
    default:
      say(stretched(phrase(persona, mood), mood), by: persona.author, at: at)
    }
  }

  /// Joy has no fixed length: the last character of a cheer is sometimes held on to.
  private mutating func stretched(_ text: String, _ mood: PhraseBook.Mood) -> String {
    guard mood == .goal, chance(0.3), let last = text.last else { return text }
    return text + String(repeating: last, count: Int.random(in: 1...9, using: &random))
  }
}
