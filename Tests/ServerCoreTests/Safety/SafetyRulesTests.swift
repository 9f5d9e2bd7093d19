import LiveComments
import Testing

@testable import ServerCore

@Suite struct SafetyRulesTests {
  private func decode(_ json: String) throws(Problem) -> SafetyRules {
    try WireCodec.decode(SafetyRules.self, from: json.utf8)
  }

  @Test("a rule that is left out is off, and a number that is left out has its default")
  func defaults() throws {
    #expect(try decode("{}") == SafetyRules())
    let rules = try decode(#"{"repeats":{"do":"hold"},"capitals":{"do":"flag","ratio":0.9}}"#)
    #expect(rules.repeats == .init(response: .hold, sameUser: 3, anyUser: 8, withinSeconds: 30))
    #expect(rules.capitals == .init(response: .flag, ratio: 0.9, minimumLetters: 12))
    #expect(rules.blocklist.response == .off)
  }

  @Test("the document has every member and reads back as itself")
  func roundTrip() throws {
    let rules = SafetyRules.sensible
    let bytes = try WireCodec.encode(rules)
    #expect(try WireCodec.decode(SafetyRules.self, from: bytes) == rules)
    let text = String(decoding: try WireCodec.encode(SafetyRules()), as: UTF8.self)
    #expect(
      text == #"{"blocklist":{"do":"off","words":[]},"capitals":{"do":"off","min":12,"ratio":0.8},"#
        + #""first_comment":{"do":"off"},"links":{"allow":[],"do":"off"},"#
        + #""repeats":{"any_user":8,"do":"off","same_user":3,"within_s":30}}"#)
  }

  @Test(
    "what is wrong is named",
    arguments: [
      (#"{"blocklst":{"do":"hold"}}"#, "blocklst"),
      (#"{"blocklist":{"do":"block"}}"#, "blocklist.do"),
      (#"{"blocklist":{"words":[]}}"#, "blocklist.do"),
      (#"{"blocklist":{"do":"hold","word":["x"]}}"#, "blocklist.word"),
      (#"{"blocklist":{"do":"hold","words":["spam",""]}}"#, "blocklist.words.1"),
      (#"{"blocklist":{"do":"hold","words":["a"]}}"#, "blocklist.words.0"),
      (#"{"blocklist":{"do":"hold","words":[7]}}"#, "blocklist.words.0"),
      (#"{"blocklist":{"do":"hold","words":"spam"}}"#, "blocklist.words"),
      (#"{"links":{"do":"hold","allow":["https://a.com"]}}"#, "links.allow.0"),
      (#"{"repeats":{"do":"hold","same_user":1}}"#, "repeats.same_user"),
      (#"{"repeats":{"do":"hold","any_user":101}}"#, "repeats.any_user"),
      (#"{"repeats":{"do":"hold","within_s":0}}"#, "repeats.within_s"),
      (#"{"repeats":{"do":"hold","within_s":1.5}}"#, "repeats.within_s"),
      (#"{"repeats":{"do":"hold","within_s":"30"}}"#, "repeats.within_s"),
      (#"{"capitals":{"do":"hold","ratio":1.5}}"#, "capitals.ratio"),
      (#"{"capitals":{"do":"hold","min":0}}"#, "capitals.min"),
      (#"{"first_comment":true}"#, "first_comment"),
      (#"{"first_comment":{}}"#, "first_comment.do"),
    ])
  func invalid(_ json: String, _ field: String) {
    #expect {
      try decode(json)
    } throws: { error in
      (error as? Problem)?.code == .invalid && (error as? Problem)?.field == field
    }
  }

  @Test("lists and words have bounds")
  func bounds() throws {
    func words(_ count: Int, length: Int = 3) throws(Problem) -> SafetyRules {
      let word = "\"" + String(repeating: "x", count: length) + "\""
      let list = Array(repeating: word, count: count).joined(separator: ",")
      return try decode(#"{"blocklist":{"do":"hold","words":[\#(list)]}}"#)
    }
    #expect(try words(1_000).blocklist.words.count == 1_000)
    #expect(throws: Problem.self) { try words(1_001) }
    #expect(try words(1, length: 64).blocklist.words.count == 1)
    #expect(throws: Problem.self) { try words(1, length: 65) }
    let domains = Array(repeating: "\"a.com\"", count: 257).joined(separator: ",")
    #expect(throws: Problem.self) { try decode(#"{"links":{"do":"hold","allow":[\#(domains)]}}"#) }
  }

  @Test("every word of the set that ships is usable and every domain is one")
  func sensible() {
    #expect(SafetyRules.sensible.blocklist.words.allSatisfy(WordPattern.isUsable))
    #expect(SafetyRules.sensible.links.allow.allSatisfy { DomainName($0) != nil })
  }
}
