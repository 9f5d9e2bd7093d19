import Foundation
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct QueryTests {
  private func matches(
    _ query: String, _ content: String, by name: String = "alice", isPinned: Bool = false,
    change: (inout LiveComments.Comment) -> Void = { _ in }
  ) throws -> Bool {
    var comment = Stage.comment(1, name, content)
    change(&comment)
    let query = try #require(try Query.parse(query))
    var reader = QueryReader()
    return query.matches(comment, isPinned: isPinned, &reader)
  }

  @Test(
    "words match anywhere, whatever their case and diacritics",
    arguments: [
      ("goal", "What a GOAL!", true), ("goal", "go al", false), ("oal", "goals", true),
      ("what goal", "the goal of what", true), ("what goal", "what a pass", false),
      ("cafe", "CAFÉ au lait", true), ("CAFÉ", "cafe", true), ("lodz", "Łódź", true),
      ("strasse", "Straße", true), ("STRASSE", "straße", true), ("istanbul", "İSTANBUL", true),
      ("ελλαδα", "Ελλάδα", true), ("σοφος", "ΣΟΦΟΣ", true), ("viet", "Việt", true),
      ("елка", "Ёлка", true), ("мои", "мой", false), ("打ち", "打ち上げ頑張って", true),
      ("がんばれ", "かんばれ", false), ("مرحبا", "مَرْحَبًا", true), ("🚀", "go 🚀🚀", true),
      ("spam", "s\u{200B}p\u{2060}am", true), ("half width", "half\u{3000}width", true),
      ("-", "x", nil), ("a-b", "a-b", true), ("http://x.example", "see http://x.example/y", true),
      ("foo:bar", "foo:bar", true),
    ] as [(String, String, Bool?)])
  func words(_ query: String, _ content: String, _ expected: Bool?) throws {
    guard let expected else {
      #expect(try Query.parse(query) == nil)
      return
    }
    #expect(try matches(query, content) == expected)
  }

  @Test(
    "phrases hold words together, and an unclosed quote reaches to the end",
    arguments: [
      ("\"free money\"", "FREE  money now", true), ("\"free money\"", "money free", false),
      ("\"free mon", "free money", true), ("free money", "money is free", true),
      ("\"say \\\"hi\\\"\"", "they say \"hi\" a lot", true), ("\"-x\"", "a -x b", true),
      ("\"from:bob\"", "the mail from:bob", true),
    ])
  func phrases(_ query: String, _ content: String, _ expected: Bool) throws {
    #expect(try matches(query, content) == expected)
  }

  @Test(
    "from: takes a whole name or user_id, and a beginning with a star",
    arguments: [
      ("from:bob", "bob", true), ("from:BOB", "Bob", true), ("from:bob", "bobby", false),
      ("from:bo*", "bobby", true), ("from:@bob", "bob", true), ("from:u-bob", "bob", true),
      ("from:zoe", "Zoë", true), ("from:\"captain biscuit\"", "Captain Biscuit", true),
      ("FROM:bob", "bob", true), ("-from:bob", "bob", false), ("-from:bob", "eve", true),
    ])
  func authors(_ query: String, _ name: String, _ expected: Bool) throws {
    #expect(try matches(query, "hello", by: name) == expected)
  }

  @Test(
    "is: asks for the state, the pin or the role",
    arguments: [
      ("is:held", CommentState.held, Role.viewer, false, true),
      ("is:held", .visible, .viewer, false, false),
      ("is:deleted", .deleted, .viewer, false, true),
      ("is:pinned", .visible, .viewer, true, true),
      ("is:pinned", .visible, .viewer, false, false),
      ("is:mod", .visible, .moderator, false, true), ("is:mod", .visible, .owner, false, true),
      ("is:mod", .visible, .viewer, false, false), ("-is:mod", .visible, .viewer, false, true),
      ("is:HELD", .held, .viewer, false, true),
    ])
  func properties(
    _ query: String, _ state: CommentState, _ role: Role, _ isPinned: Bool, _ expected: Bool
  ) throws {
    let found = try matches(query, "hello", isPinned: isPinned) {
      $0.state = state
      $0.role = role
    }
    #expect(found == expected)
  }

  @Test(
    "a minus negates any term",
    arguments: [
      ("goal -own", "goal", true), ("goal -own", "own goal", false),
      ("-\"own goal\"", "goal own", true), ("-re:^go", "goal", false), ("-re:^go", "a goal", true),
    ])
  func negation(_ query: String, _ content: String, _ expected: Bool) throws {
    #expect(try matches(query, content) == expected)
  }

  @Test(
    "a query that makes no sense says what would",
    arguments: [
      ("is:", "is: takes held, deleted, pinned or mod"),
      ("is:open", "is: takes held, deleted, pinned or mod"),
      ("from:", "from: needs a name, such as from:alice or from:ali*"),
      ("re:", "re: needs a pattern, such as re:go+al or re:\"free .* now\""),
      ("re:(", "re: a ) is missing"),
      (String(repeating: "a ", count: 17), "a query has at most 16 terms"),
      (String(repeating: "a", count: 501), "a query has at most 500 characters"),
      ("re:a{100} re:b{100} re:c{100} re:d{100}", "re: these patterns are too large"),
    ])
  func problems(_ query: String, _ message: String) {
    #expect(throws: QueryProblem(message)) { try Query.parse(query) }
  }

  @Test("nothing but spaces asks for nothing", arguments: ["", "  ", "\"\"", "- "])
  func nothing(_ query: String) throws {
    #expect(try Query.parse(query) == nil)
  }

  @Test("letters fold as Foundation folds them, in the Latin and Greek blocks")
  func folding() {
    // Letters that Foundation takes for letters of their own, and what it takes apart.
    let ours = Set("ĐđĦħıŁłØøǾǿÆæǢǣǼǽŒœßẞſẛŉẚ".unicodeScalars.map(\.value))
    let blocks: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x1E00...0x1EFF, 0x386...0x3CE]
    for value in blocks.joined() where !ours.contains(value) {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else { continue }
      let expected = String(scalar).folding(
        options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      let folded = QueryText(String(scalar), .folded).scalars
      #expect(
        folded == QueryText(expected, .folded).scalars && folded.count == 1,
        "U+\(String(value, radix: 16)) \(scalar) is not \(expected)")
    }
  }
}
