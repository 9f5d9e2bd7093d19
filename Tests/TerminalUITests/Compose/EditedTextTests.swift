import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct EditedTextTests {
  @Test(
    "the cursor stands where the next character goes",
    arguments: [
      ("", "", 5, ["|"]),
      ("abc", "", 5, ["abc|"]),
      ("abcde", "", 5, ["abcde", "|"]),
      ("ab", "cdefg", 5, ["ab|cde", "fg"]),
      ("日本語", "", 5, ["日本", "語|"]),
      ("日本", "語", 5, ["日本|", "語"]),
    ])
  func cursor(_ before: String, _ after: String, _ columns: Int, _ expected: [String]) {
    let text = EditedText(before: before, after: after, columns: columns)
    var lines = text.lines
    let row = lines[text.cursor.row]
    let tail = row.suffix(columns: row.columns - text.cursor.column)
    lines[text.cursor.row] = row.prefix(columns: text.cursor.column) + "|" + tail
    #expect(lines.map(\.description) == expected)
  }

  @Test("the row of the cursor is shown, whichever it is", arguments: 0...9)
  func scrolling(_ cursor: Int) {
    let text = EditedText(
      before: String(repeating: "x", count: cursor * 10),
      after: String(repeating: "y", count: (9 - cursor) * 10 + 5), columns: 10)
    let first = text.firstRow(showing: 3)
    #expect((first..<first + 3).contains(text.cursor.row))
    #expect((0...max(0, text.lines.count - 3)).contains(first))
  }
}
