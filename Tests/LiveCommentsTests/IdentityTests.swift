import LiveComments
import Testing

@Suite struct IdentityTests {
  @Test(
    "a comment id is a lower-case UUID and nothing else",
    arguments: [
      ("0190163d-8694-739b-aea5-966c26f8ad91", true),
      ("00000000-0000-0000-0000-000000000000", true),
      ("0190163D-8694-739B-AEA5-966C26F8AD91", false),
      ("0190163d86947-39b-aea5-966c26f8ad91", false),
      ("0190163d-8694-739b-aea5-966c26f8ad9", false),
      ("0190163d-8694-739b-aea5-966c26f8ad911", false),
      ("0190163d-8694-739b-aea5-966c26f8ad9g", false),
      ("{190163d-8694-739b-aea5-966c26f8ad91", false),
      ("0190163d-8694-739b-aea5-966c26f8ad9é", false),
      ("------------------------------------", false),
      ("", false),
    ])
  func commentID(text: String, isValid: Bool) {
    #expect((CommentID(rawValue: text) != nil) == isValid)
    if isValid { #expect(CommentID(rawValue: text)?.rawValue == text) }
  }

  @Test("a new id is a UUIDv7 that holds its time, and follows from time and generator alone")
  func version7() throws {
    let time = Timestamp(milliseconds: 1_645_557_742_000)
    var generator = SeededGenerator(seed: 1)
    var same = SeededGenerator(seed: 1)
    let id = CommentID(at: time, using: &generator)
    #expect(id == CommentID(at: time, using: &same))
    #expect(id != CommentID(at: time, using: &generator))
    #expect(id.timestamp == time)
    // RFC 9562 appendix A.6 has the same time; version and variant stand at their places.
    #expect(id.rawValue.hasPrefix("017f22e2-79b0-7"))
    let variant = try #require(id.rawValue.dropFirst(19).first)
    #expect("89ab".contains(variant))
    #expect(CommentID(rawValue: id.rawValue) == id)
  }

  @Test(
    "a stream id follows its pattern",
    arguments: [
      ("a", true), ("0", true), ("rocket-launch_2", true),
      (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
      ("", false), ("-a", false), ("_a", false), ("A", false), ("a b", false), ("ä", false),
      ("a/b", false),
    ])
  func streamID(text: String, isValid: Bool) {
    #expect((StreamID(rawValue: text) != nil) == isValid)
  }

  @Test(
    "an epoch follows its pattern",
    arguments: [
      ("A-z_09", true), (String(repeating: "x", count: 32), true),
      (String(repeating: "x", count: 33), false), ("", false), ("a:b", false),
    ])
  func epoch(text: String, isValid: Bool) {
    #expect((Epoch(rawValue: text) != nil) == isValid)
  }

  @Test(
    "who moderates",
    arguments: [
      (Role.viewer, false), (.moderator, true), (.owner, true), (.service, false),
    ])
  func roles(role: Role, moderates: Bool) {
    #expect(role.moderates == moderates)
  }
}
