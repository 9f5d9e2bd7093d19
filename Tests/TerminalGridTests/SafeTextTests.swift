import TerminalGrid
import Testing

@Suite("Safe text")
struct SafeTextTests {
  @Test("cuts at columns and never through a glyph")
  func cutting() {
    let text: SafeText = "a漢b😂"
    #expect(text.prefix(columns: 2).description == "a")
    #expect(text.prefix(columns: 3).description == "a漢")
    #expect(text.prefix(columns: 0).isEmpty)
    #expect(text.suffix(columns: 1).isEmpty)
    #expect(text.suffix(columns: 4).description == "b😂")
    #expect(text.prefix(columns: 99) == text)
  }

  @Test(
    "is shortened with a mark when it does not fit",
    arguments: [(6, "a漢b😂"), (5, "a漢b…"), (4, "a漢…"), (3, "a…"), (1, "…"), (0, "")])
  func truncation(columns: Int, expected: String) {
    let text: SafeText = "a漢b😂"
    #expect(text.truncated(columns: columns).description == expected)
  }

  @Test("adds up")
  func concatenation() {
    let text: SafeText = "漢" + "ab"
    #expect(text.columns == 4)
    #expect(text == "漢ab")
  }

  @Test("an interpolated literal is sanitised as a whole")
  func literals() {
    let name = "\u{1B}[2J"
    let text: SafeText = "by \(name)"
    #expect(text.description == "by �[2J")
  }

  struct Wrap: Sendable {
    let text: String
    let columns: Int
    let lines: [String]

    init(_ text: String, _ columns: Int, _ lines: [String]) {
      (self.text, self.columns, self.lines) = (text, columns, lines)
    }
  }

  @Test(
    "wraps at words",
    arguments: [
      Wrap("", 5, [""]),
      Wrap("short", 5, ["short"]),
      Wrap("one two three", 7, ["one two", "three"]),
      Wrap("one two three", 8, ["one two", "three"]),
      Wrap("one  two", 4, ["one", "two"]),
      Wrap("one ", 3, ["one"]),
      Wrap("a verylongword b", 6, ["a", "verylo", "ngword", "b"]),
      Wrap("abcdefgh", 3, ["abc", "def", "gh"]),
      Wrap("well-known fact", 6, ["well-", "known", "fact"]),
      Wrap("a -5 b", 3, ["a", "-5", "b"]),
      Wrap("no\u{A0}break here", 8, ["no\u{A0}break", "here"]),
      Wrap("漢字漢字", 5, ["漢字", "漢字"]),
      Wrap("漢字、漢字。", 4, ["漢", "字、", "漢", "字。"]),
      Wrap("「漢字」", 5, ["「漢", "字」"]),
      Wrap("ab漢字cd", 5, ["ab漢", "字cd"]),
      Wrap("😂😂😂", 4, ["😂😂", "😂"]),
      Wrap("漢a", 1, ["漢", "a"]),
      Wrap("e\u{301}e\u{301}e\u{301}", 2, ["e\u{301}e\u{301}", "e\u{301}"]),
      Wrap("abc", 0, ["a", "b", "c"]),
    ])
  func wrapping(_ example: Wrap) {
    let lines = SafeText(example.text).wrapped(columns: example.columns)
    #expect(lines.map(\.description) == example.lines)
  }

  @Test("the first line may be shorter or longer")
  func hangingIndent() {
    let text: SafeText = "one two three four"
    #expect(text.wrapped(columns: 9, first: 3).map(\.description) == ["one", "two three", "four"])
    #expect(text.wrapped(columns: 5, first: 13).map(\.description) == ["one two three", "four"])
  }

  @Test("lines of a wrap fit, and hold all but spaces", arguments: 0..<200)
  func wrappingLosesNothing(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let pieces = [
      "a", "word", "漢字", "、", " ", "  ", "😂", "e\u{301}", "-", "「", "」", "long-ish", "!",
    ]
    let source = (0..<Int.random(in: 1...30, using: &random)).compactMap { _ in
      pieces.randomElement(using: &random)
    }.joined()
    let columns = Int.random(in: 2...12, using: &random)
    let lines = SafeText(source).wrapped(columns: columns)
    #expect(lines.allSatisfy { $0.columns <= columns }, "seed \(seed)")
    let visible: (String) -> String = { String($0.filter { $0 != " " }) }
    #expect(visible(lines.map(\.description).joined()) == visible(source), "seed \(seed)")
  }
}
