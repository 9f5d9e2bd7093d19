import Foundation
import LiveComments

extension Stage {
  /// Breath is held, then everybody writes at once, then fewer and fewer do.
  mutating func peak(_ mood: PhraseBook.Mood, for length: Duration) {
    chatter(.tense, perSecond: 4, for: .seconds(5))
    var at = Duration.seconds(5)
    let height = mood == .goal ? 38.0 : 16.0
    while at < length {
      utter(mood, at: at)
      let age = (at - .seconds(5)) / .seconds(1)
      at += wait(perSecond: max(1.5, height * exp2(-age / 2.5)))
    }
  }

  /// Somebody asks, several answer, one is wrong.
  mutating func question(for length: Duration) {
    chatter(.calm, perSecond: 1.2, for: length)
    guard let thread = SceneBook.questions.randomElement(using: &random) else { return }
    let asker = somebody { $0.language == .english }
    let asked = say(thread.question, by: asker.author, at: .seconds(2))
    var at = Duration.seconds(4)
    for answer in thread.answers {
      let answerer = somebody { $0.author != asker.author }
      say(answer, by: answerer.author, at: at, answering: .line(asked))
      at += .milliseconds(Int.random(in: 900...2_400, using: &random))
    }
    say("thanks all 🙏", by: asker.author, at: at + .seconds(1), answering: .line(asked))
  }

  /// Two people cannot leave it; the others fetch something to eat.
  mutating func quarrel(for length: Duration) {
    chatter(.calm, perSecond: 0.9, for: length)
    let first = somebody { $0.isHome }
    let second = somebody { !$0.isHome && $0.author != first.author }
    guard let lines = SceneBook.quarrels.randomElement(using: &random) else { return }
    var at = Duration.seconds(1)
    var last: Int?
    for (index, line) in lines.enumerated() {
      let speaker = index.isMultiple(of: 2) ? first : second
      last = say(
        line, by: speaker.author, at: at, answering: last.map(Answers.line) ?? .none)
      if index > 2, chance(0.45) {
        let aside = SceneBook.asides.randomElement(using: &random) ?? "🍿"
        say(aside, by: somebody().author, at: at + .milliseconds(700))
      }
      // It gets faster as it gets worse.
      at += .milliseconds(max(900, 2_600 - index * 170))
    }
  }

  /// One account writes one thing until somebody stops it.
  mutating func spam(for length: Duration) {
    chatter(.calm, perSecond: 1.5, for: length)
    guard let text = SceneBook.spam.randomElement(using: &random) else { return }
    let author = stranger("coin_fairy")
    var at = Duration.seconds(1)
    for _ in 0..<Int.random(in: 6...10, using: &random) {
      say(text, by: author, at: at)
      at += .milliseconds(Int.random(in: 700...1_500, using: &random))
    }
    say("mods??", by: somebody().author, at: .seconds(6))
  }

  /// Somebody advertises streams of the match that are none.
  mutating func links(for length: Duration) {
    chatter(.calm, perSecond: 1.5, for: length)
    let author = stranger("hd_links")
    var at = Duration.seconds(2)
    for text in SceneBook.links.shuffled(using: &random).prefix(4) {
      say(text, by: author, at: at)
      at += .milliseconds(Int.random(in: 1_800...3_200, using: &random))
    }
    say("don't click that", by: somebody { $0.language == .english }.author, at: .seconds(7))
  }

  /// Somebody looks for a spelling that the blocklist does not know.
  mutating func evasion(for length: Duration) {
    chatter(.tense, perSecond: 1.5, for: length)
    let author = stranger("just_saying")
    var at = Duration.seconds(1)
    for spelling in SceneBook.evasions.shuffled(using: &random).prefix(5) {
      say("this referee is a \(spelling)", by: author, at: at)
      at += .milliseconds(Int.random(in: 1_600...2_800, using: &random))
    }
  }

  /// Many accounts, one text.
  mutating func raid(for length: Duration) {
    chatter(.calm, perSecond: 1.5, for: length)
    guard let text = SceneBook.raids.randomElement(using: &random) else { return }
    var at = Duration.seconds(3)
    for _ in 0..<Int.random(in: 16...30, using: &random) {
      say(text, by: stranger("raid"), at: at)
      at += wait(perSecond: 6)
    }
    say("what is happening", by: somebody { $0.language == .english }.author, at: .seconds(7))
    say("🛡️ raid, ignore them", by: somebody().author, at: .seconds(8))
  }

  /// An account made a moment ago: its name is a word and digits.
  private mutating func stranger(_ word: String) -> Author {
    let name = "\(word)\(Int.random(in: 1_000...9_999, using: &random))"
    return Author(userID: UserID(rawValue: "demo-\(name)"), userName: name)
  }
}
