import LiveComments
import Testing

@testable import ServerCore

@Suite struct SafetyRepeatTests {
  private func safety(sameUser: Int = 3, anyUser: Int = 5, within: Int = 30) -> Safety {
    Safety(
      SafetyRules(
        repeats: .init(
          response: .hold, sameUser: sameUser, anyUser: anyUser, withinSeconds: within)))
  }

  @Test("the third post of one text by one user is a repeat, and so are those after it")
  func sameUser() {
    var safety = safety()
    let hits = (0..<5).map { safety.judge("buy now", at: $0) != nil }
    #expect(hits == [false, false, true, true, true])
  }

  @Test("the fifth post of one text by different users is a repeat")
  func anyUser() {
    var safety = safety()
    let hits = (0..<6).map { safety.judge("raid", by: UserID(rawValue: "u\($0)"), at: $0) != nil }
    #expect(hits == [false, false, false, false, true, true])
  }

  @Test("posts count together within the window only")
  func window() {
    var safety = safety(within: 10)
    let times: [Int64] = [0, 5, 10, 14, 16, 40]
    let hits = times.map { safety.judge("again", at: $0) != nil }
    // At 10 the post at 0 is too old; at 14 those at 5 and 10 count; 16 sees 10 and 14.
    #expect(hits == [false, false, false, true, true, false])
  }

  @Test("disguises do not make another text")
  func nearlyIdentical() {
    var safety = safety()
    #expect(safety.judge("Buy now") == nil)
    #expect(safety.judge("bùy   nooow!!!") == nil)
    #expect(safety.judge("b\u{200B}uу… NOW")?.policy == .repeats)
  }

  @Test("different texts are different", arguments: ["gооd gаmе", "2", "1 - 0", "😀", "???", "好"])
  func different(_ text: String) {
    var safety = safety(sameUser: 2)
    #expect(safety.judge("good gamer") == nil)
    #expect(safety.judge("1") == nil)
    #expect(safety.judge("0 - 1") == nil)
    #expect(safety.judge("😂") == nil)
    #expect(safety.judge("!!!") == nil)
    #expect(safety.judge("好的") == nil)
    #expect(safety.judge(text) == nil)
    #expect(safety.judge(text) != nil)
  }

  @Test("a shadow-banned author's posts count towards nobody else's, however many")
  func hiddenPosts() {
    var safety = safety(sameUser: 9, anyUser: 4)
    for index in 0..<3 {
      #expect(safety.judge("raid", by: UserID(rawValue: "u\(index)"), at: 0) == nil)
    }
    for _ in 0..<20 { _ = safety.judge("raid", by: "banned", isShadowBanned: true, at: 1) }
    #expect(safety.judge("raid", by: "late", at: 2)?.policy == .repeats)

    for _ in 0..<20 { _ = safety.judge("other", by: "banned", isShadowBanned: true, at: 3) }
    #expect(safety.judge("other", by: "innocent", at: 4) == nil)
  }

  @Test("a shadow-banned author is judged as if nobody were shadow-banned")
  func hiddenAuthor() {
    func hits(_ isShadowBanned: Bool) -> [Bool] {
      var safety = safety(sameUser: 3, anyUser: 5)
      let authors = ["u1", "b1", "u2", "b2", "b1", "b1", "b3"]
      return authors.map { author in
        safety.judge(
          "raid", by: UserID(rawValue: author),
          isShadowBanned: isShadowBanned && author.hasPrefix("b")) != nil
      }
    }
    #expect(hits(true) == hits(false))
    #expect(hits(true) == [false, false, false, false, true, true, true])
  }

  @Test("memory is bounded under a flood of different texts, and repeats in it are still found")
  func bounded() {
    var memory = RepeatMemory(
      rule: .init(response: .hold, sameUser: 3, anyUser: 8, withinSeconds: 3_600), seed: 7,
      textLimit: 100)
    var hits = 0
    for index in 0..<10_000 {
      let now = Instant(milliseconds: Int64(index))
      _ = memory.isRepeat(textHash: UInt64(index + 1_000), user: "flood", isHidden: false, at: now)
      if index % 10 == 0,
        memory.isRepeat(textHash: 1, user: "spammer", isHidden: false, at: now)
      {
        hits += 1
      }
      #expect(memory.textCount <= 200)
    }
    #expect(hits == 998)
  }
}
