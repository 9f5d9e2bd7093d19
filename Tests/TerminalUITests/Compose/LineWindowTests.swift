import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct LineWindowTests {
  /// A bar stands for the cursor.
  private func shown(_ marked: String, columns: Int, in window: inout LineWindow) -> String {
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false)
    let (text, cursor) = window.show(
      before: SafeText(String(parts[0])), after: SafeText(String(parts[1])), columns: columns)
    #expect(text.columns <= max(0, columns))
    #expect(0...max(0, columns) ~= cursor)
    let before = text.prefix(columns: cursor)
    let after = text.suffix(columns: text.columns - before.columns)
    return "\(before)|\(after)"
  }

  @Test(
    "a line that fits stands as it is; of a longer one what is around the cursor, and marks",
    arguments: [
      ("|", 10, "|"), ("abc|", 10, "abc|"), ("0123456789|", 10, "0123456789|"),
      ("0123456789a|", 10, "…56789a|"), ("|0123456789abcdef", 10, "|012345678…"),
      ("0123|456789abcdef", 10, "0123|45678…"), ("日本語日本語日本語|", 10, "…日本語|"),
      ("abcdefgh|", 3, "gh|"), ("abc|", 1, "c|"), ("abc|def", 0, "|"),
    ])
  func edges(_ line: String, _ columns: Int, _ expected: String) {
    var window = LineWindow()
    #expect(shown(line, columns: columns, in: &window) == expected)
  }

  @Test("it stands still while the cursor moves inside it, and moves by a third when it leaves")
  func movement() {
    var window = LineWindow()
    let text = "0123456789abcdefghij"
    func at(_ index: Int, _ window: inout LineWindow) -> String {
      shown("\(text.prefix(index))|\(text.dropFirst(index))", columns: 10, in: &window)
    }
    #expect(at(8, &window) == "01234567|8…")
    #expect(at(9, &window) == "…345678|9a…")
    let first = window.first
    #expect(at(10, &window).hasPrefix("…"))
    #expect(window.first == first)
    #expect(at(20, &window).hasSuffix("ghij|"))
    let last = window.first
    #expect(at(18, &window).hasSuffix("|ij"))
    #expect(window.first == last)
    #expect(at(0, &window) == "|012345678…")
  }

  @Test("half of a wide character at an edge is a blank, and the cursor is where it belongs")
  func wide() {
    var window = LineWindow()
    for columns in 1...12 {
      for index in 0...10 {
        let text = "日本語日本語日本語日"
        _ = shown("\(text.prefix(index))|\(text.dropFirst(index))", columns: columns, in: &window)
      }
    }
  }
}
