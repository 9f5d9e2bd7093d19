import LiveComments
import Testing

@testable import ServerCore

@Suite struct SafetyTests {
  @Test("without rules everything passes")
  func off() {
    var safety = Safety(SafetyRules())
    #expect(safety.judge("SPAM https://evil.com", isFirst: true) == nil)
  }

  @Test(
    "capitals count among the letters that have case",
    arguments: [
      ("STOP SHOUTING NOW", true), ("STOP SHOUTING now", true), ("STOP SHOUTing now", false),
      ("SHORT", false), ("ПОЧЕМУ ТЫ КРИЧИШЬ", true), ("почему ты кричишь", false),
      ("你好你好你好你好你好你好", false), ("مرحبا بالعالم جميعا", false), ("123456789012345", false),
      ("LOUD你LOUD你LOUD", true), ("GOOOOOOOOOOOL!!!", true), ("ÄÖÜÄÖÜÄÖÜÄÖÜ", true),
    ])
  func capitals(_ text: String, isHit: Bool) {
    var safety = Safety(SafetyRules(capitals: .init(response: .flag)))
    #expect((safety.judge(text)?.policy == .capitals) == isHit)
  }

  @Test("the first comment is told by whoever looks it up, and only when the rule is on")
  func firstComment() {
    var safety = Safety(SafetyRules(firstComment: .init(response: .hold)))
    #expect(safety.judge("hi", isFirst: true)?.policy == .firstComment)
    #expect(safety.judge("hi", isFirst: false) == nil)
    var off = Safety(SafetyRules(capitals: .init(response: .flag)))
    let verdict = off.judge(
      "hi", by: User(userID: "u", userName: "u", role: .viewer),
      isFirst: {
        Issue.record("asked")
        return true
      }, at: Instant(milliseconds: 0))
    #expect(verdict == nil)
  }

  @Test("the strongest response wins; the first rule among equals")
  func precedence() {
    let text = "SPAM AT EVIL.COM NOW"
    func verdict(_ word: SafetyResponse, _ link: SafetyResponse, _ capital: SafetyResponse)
      -> SafetyVerdict?
    {
      var safety = Safety(
        SafetyRules(
          blocklist: .init(response: word, words: ["spam"]), links: .init(response: link),
          capitals: .init(response: capital)))
      return safety.judge(text)
    }
    #expect(verdict(.flag, .hold, .reject)?.policy == .capitals)
    #expect(verdict(.flag, .hold, .off)?.policy == .links)
    #expect(verdict(.hold, .hold, .hold)?.policy == .blocklist)
    #expect(verdict(.off, .flag, .flag)?.policy == .links)
    #expect(
      verdict(.flag, .hold, .flag)
        == SafetyVerdict(response: .hold, policy: .links, evidence: "evil.com"))
    #expect(verdict(.reject, .reject, .off)?.problem.policy == "blocklist")
    #expect(verdict(.off, .off, .off) == nil)
  }

  @Test(
    "moderators and owners are not judged, services are",
    arguments: [(Role.viewer, true), (.service, true), (.moderator, false), (.owner, false)])
  func exemption(_ role: Role, isJudged: Bool) {
    var safety = Safety(SafetyRules(blocklist: .init(response: .hold, words: ["spam"])))
    #expect((safety.judge("spam", role: role) != nil) == isJudged)
  }

  @Test("new rules hold at once; what is remembered of repeats stays unless their rule changes")
  func setRules() {
    let repeats = SafetyRules.Repeats(response: .hold, sameUser: 2)
    var safety = Safety(SafetyRules(repeats: repeats))
    #expect(safety.judge("same") == nil)
    safety.setRules(
      SafetyRules(blocklist: .init(response: .reject, words: ["bad"]), repeats: repeats))
    #expect(safety.judge("bad")?.policy == .blocklist)
    #expect(safety.judge("same")?.policy == .repeats)
    safety.setRules(SafetyRules(repeats: .init(response: .hold, sameUser: 3)))
    #expect(safety.judge("same") == nil)
  }

  @Test("no text, however hostile, makes judging fail", arguments: 0..<20)
  func hostile(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var rules = SafetyRules.sensible
    rules.blocklist.words += ["a$$", "14 88", "笨蛋", "바보", "сука", "🖕"]
    var safety = Safety(rules)
    let alphabet = Array(
      "aA10$@!|.-_/\\:@#'’ \u{200B}\u{0301}é笨蛋바ᄀ\u{1161}\u{11A8}суКα🖕🏽🇸[](){}dotcomwww\u{FDFA}"
        .unicodeScalars)
    for _ in 0..<200 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...500, using: &generator) {
        text.append(alphabet.randomElement(using: &generator) ?? "a")
      }
      let text2 = String(text)
      let first = safety.judge(text2, by: "a")
      if let first { #expect(first.response != .off, "seed \(seed)") }
    }
  }
}
