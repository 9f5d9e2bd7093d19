import Foundation
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct PatternTests {
  @Test(
    "patterns match as regular expressions do",
    arguments: [
      ("go+al", "goooal", true), ("go+al", "gal", false), ("go*al", "gal", true),
      ("colou?r", "color", true), ("^free", "free now", true), ("^free", "not free", false),
      ("now$", "buy now", true), ("now$", "nowhere", false), ("^$", "", true),
      ("a|b|c", "xxc", true), ("(ab)+c", "ababc", true), ("(?:ab){2}", "ab", false),
      ("(ab){2}", "abab", true), ("a{2,3}b", "aaaab", true), ("^a{2,3}b", "aaaab", false),
      ("x{,2}", "x{,2}", true), ("a{0}b", "b", true), ("[a-c]x", "bx", true),
      ("[^a-c]x", "bx", false), ("[]x]", "]", true), ("[a\\]]b", "]b", true), ("[a-]", "-", true),
      ("\\d{3}", "call 555", true), ("\\d{3}", "55", false), ("\\bcat\\b", "a cat!", true),
      ("\\bcat\\b", "concat", false), ("\\Bcat", "concat", true), ("\\w+@\\w+", "me@here", true),
      ("a\\.b", "axb", false), ("a.b", "a🚀b", true), ("free\\smoney", "free   money", true),
      ("goal", "GOAL", true), ("Goal", "goal", false), ("[A-Z]{4}", "what a GOAL", true),
      ("[A-Z]{4}", "what a goal", false), ("\\W", "a!", true), ("(a*)*b", "aaab", true),
      ("(|a)+b", "ab", true), ("été", "ÉTÉ", true), ("日本+", "日本本", true), ("a{2}?b", "aab", true),
    ])
  func matching(_ pattern: String, _ text: String, _ expected: Bool) throws {
    let pattern = try Pattern(pattern)
    var steps = 0
    let found = pattern.matches(QueryText(text, pattern.reading).scalars, steps: &steps)
    #expect(found == expected)
  }

  @Test(
    "of several matches the leftmost and longest is lit",
    arguments: [
      ("go+", "gogooo", [0..<2, 2..<6]), ("a|ab", "ab", [0..<2]), ("x*", "axxb", [1..<3]),
      ("b|abcd|c", "abc", [1..<2, 2..<3]), ("a.*c|b", "abxc", [0..<4]), ("^", "abc", []),
    ])
  func ranges(_ pattern: String, _ text: String, _ expected: [Range<Int>]) throws {
    var steps = 0
    let found = try Pattern(pattern).ranges(
      in: QueryText(text, .lowerCase).scalars, atMost: 10, steps: &steps)
    #expect(found == expected)
  }

  @Test(
    "a bad pattern says what is wrong with it",
    arguments: [
      ("(a", "re: a ) is missing"), ("a)", "re: ) without a ("), ("[a", "re: a ] is missing"),
      ("*a", "re: * has nothing to repeat; \\* stands for itself"),
      ("a**", "re: * has nothing to repeat; use (…)* around a repeat"),
      ("a\\", "re: \\ at the end; \\\\ is a backslash"),
      ("(a)\\1", "re: \\1 is not known; \\d \\w \\s \\b and their capitals are"),
      ("(?=a)", "re: (?= is not known; only (?: and ( are"),
      ("a{3,2}", "re: {3,2} must ascend, and end at 100"),
      ("a{101}", "re: {101} must ascend, and end at 100"),
      ("[z-a]", "re: a range in [ ] runs backwards"),
      ("(a{99}){99}", "re: the pattern is too large; repeat less with {n,m}"),
      ("(((((((((((((((((((((a)))))))))))))))))))))", "re: too many ( within ("),
    ])
  func problems(_ pattern: String, _ message: String) {
    #expect(throws: QueryProblem(message)) { try Pattern(pattern) }
  }

  @Test(
    "no pattern costs more than its size for each scalar, however hostile it is",
    arguments: [
      "(a+)+$", "(a|a)*b", "(a|aa)+$", "(.*)(.*)(.*)(.*)(.*)x", "((a*)*)*b", "a?{99}a{99}",
      "(((((a{0}){99}){99}){99}){99}){99}",
    ])
  func cost(_ text: String) throws {
    guard let pattern = try? Pattern(text) else { return }
    let hostile = QueryText(String(repeating: "a", count: 500), pattern.reading).scalars
    var steps = 0
    _ = pattern.matches(hostile, steps: &steps)
    // A step may be reached from two others.
    #expect(steps <= 3 * pattern.size * (hostile.count + 1))
    steps = 0
    _ = pattern.ranges(in: hostile, atMost: 32, steps: &steps)
    #expect(steps <= 20 * Pattern.sizeLimit * hostile.count)
  }

  @Test("random patterns agree with another engine", arguments: [UInt64(1), 2, 3, 4])
  func oracle(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let source = Self.pattern(depth: 3, using: &generator)
      let text = String(
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in
          "abc".randomElement(using: &generator) ?? "a"
        })
      let pattern = try Pattern(source)
      let expression = try NSRegularExpression(pattern: source)
      let whole = NSRange(text.startIndex..., in: text)
      var steps = 0
      #expect(
        pattern.matches(QueryText(text, pattern.reading).scalars, steps: &steps)
          == (expression.firstMatch(in: text, range: whole) != nil),
        "seed \(seed): \(source) on \(text)")
    }
  }

  private static func pattern(depth: Int, using generator: inout SeededGenerator) -> String {
    let leaf = ["a", "b", "c", ".", "[ab]", "[^a]", "\\b", "^", "$"]
    guard depth > 0 else { return leaf.randomElement(using: &generator) ?? "a" }
    let inner = { (generator: inout SeededGenerator) in
      pattern(depth: depth - 1, using: &generator)
    }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return "(" + inner(&generator) + "|" + inner(&generator) + ")"
    case 1: return "(" + inner(&generator) + ")*"
    case 2: return "(" + inner(&generator) + ")?"
    case 3: return "(" + inner(&generator) + "){1,3}"
    case 4: return "(" + inner(&generator) + ")+"
    default: return inner(&generator) + inner(&generator)
    }
  }
}
