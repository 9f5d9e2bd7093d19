import TerminalGrid
import TestSupport
import Testing

@testable import NcursesBackend

@Suite("Lines above a row that is typed on")
struct LineWriterTests {
  private static func plain() -> TerminalProfile {
    var profile = TerminalProfile.usual
    profile.synchronizes = false
    return profile
  }

  private func text(
    _ writer: inout LineWriter, _ lines: [SafeText], _ row: SafeText?, cursor: Int? = nil
  ) -> String {
    writer.render(
      lines, above: row.map { LineWriter.Row(text: $0, cursor: cursor ?? $0.columns) })
    return String(decoding: writer.bytes, as: UTF8.self).replacing("\u{1B}", with: "␛")
  }

  @Test("the row is erased, lines are added, and the row is drawn again; the same again is nothing")
  func bytes() {
    var writer = LineWriter(profile: Self.plain(), columns: 20)
    #expect(text(&writer, [], "> ") == "> ")
    #expect(text(&writer, [], "> ") == "")
    #expect(text(&writer, [], "> hi", cursor: 3) == "\r␛[J> hi\r␛[3C")
    #expect(text(&writer, ["one", "two"], "> hi") == "\r␛[Jone\r\ntwo\r\n> hi")
    #expect(text(&writer, [], nil) == "\r␛[J")
    #expect(text(&writer, ["three"], nil) == "three\r\n")
  }

  @Test("frames are bracketed where the terminal may know that; colours are never sent")
  func frames() {
    var writer = LineWriter(profile: .usual, columns: 20)
    let frame = text(&writer, ["one"], "> ")
    #expect(frame == "␛[?2026hone\r\n> ␛[?2026l")
    #expect(!frame.contains("m"))
  }

  @Test(
    "whatever the terminal makes of a glyph, what follows and the cursor stand where they belong",
    arguments: ModelTerminal.Opinion.allCases)
  func containment(_ opinion: ModelTerminal.Opinion) {
    var writer = LineWriter(profile: .usual, columns: 20)
    var terminal = ModelTerminal(size: TerminalSize(columns: 20, rows: 4), opinion: opinion)
    let typed: SafeText = "> a👍b①c❤️d"
    for line in ["one", "two", "three", "four"] as [SafeText] {
      writer.render([line], above: LineWriter.Row(text: typed, cursor: 4))
      terminal.feed(writer.bytes)
    }
    #expect(terminal.line(1) == "three")
    #expect(terminal.line(2) == "four")
    #expect(terminal.cursor == GridPosition(row: 3, column: 4))
    let places = terminal.lines[3]
    #expect([2, 5, 7, 9].map { places[$0].text } == ["a", "b", "c", "d"])
    #expect(terminal.unexpected.isEmpty)
  }

  @Test("the row never reaches the last column", arguments: 1...12)
  func margin(_ columns: Int) {
    var writer = LineWriter(profile: Self.plain(), columns: columns)
    writer.render([], above: LineWriter.Row(text: "日本語日本語", cursor: 12))
    var terminal = ModelTerminal(size: TerminalSize(columns: columns, rows: 2))
    terminal.feed(writer.bytes)
    #expect(terminal.cursor.column < columns)
    #expect(terminal.lines[0].last == .blank)
  }

  @Test(
    "a terminal that breaks the row anew has its pieces erased; of another only the row is",
    arguments: [
      (true, 4, 10, "␛[2A"), (true, 4, 4, ""), (true, 3, 4, "␛[1A"), (true, 20, 13, ""),
      (true, 12, 13, "␛[1A"), (true, 13, 13, ""), (true, 5, 0, ""), (false, 4, 10, ""),
    ])
  func reflow(_ reflows: Bool, _ columns: Int, _ cursor: Int, _ up: String) {
    var profile = Self.plain()
    profile.reflows = reflows
    var writer = LineWriter(profile: profile, columns: 40)
    _ = text(&writer, [], "> 0123456789abc", cursor: cursor)
    writer.resize(columns: columns)
    #expect(text(&writer, [], ">") == "\r" + up + "␛[J>")
  }

  @Test("after a new size the row is drawn again, though it is the same")
  func resized() {
    var writer = LineWriter(profile: Self.plain(), columns: 20)
    _ = text(&writer, [], "> hi")
    writer.resize(columns: 30)
    #expect(text(&writer, [], "> hi") == "\r␛[J> hi")
    writer.forget()
    #expect(text(&writer, [], "> hi") == "> hi")
  }

  @Test("a terminal that is no UTF-8 gets ASCII alone")
  func notUTF8() {
    var profile = Self.plain()
    profile.isUTF8 = false
    var writer = LineWriter(profile: profile, columns: 20)
    #expect(text(&writer, ["é ě 日"], "› ") == "? ? ? \r\n> ")
    #expect(writer.bytes.allSatisfy { $0 < 0x80 })
  }

  @Test("in the background lines are added as any program prints them")
  func away() {
    var writer = LineWriter(profile: .usual, columns: 20)
    _ = text(&writer, [], "> hi")
    writer.renderAway(["one", "two"])
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "one\ntwo\n")
    #expect(text(&writer, [], "> hi").contains("> hi"))
  }
}
