import TerminalGrid
import TestSupport
import Testing

@testable import NcursesBackend

extension TerminalProfile {
  /// A terminal as most are.
  static var usual: TerminalProfile {
    TerminalProfile(
      colorDepth: .truecolor,
      attributes: [.bold, .dim, .italic, .underline, .strikethrough, .reverse],
      erasesWithBackground: false, scrollsRegions: true, addressesColumns: true,
      scrollsAtLastCell: false, synchronizes: true, isUTF8: true, reflows: true,
      screenModes: Modes(enter: "", leave: ""), lineModes: Modes(enter: "", leave: ""), keys: [:])
  }
}

extension FrameWriter {
  fileprivate mutating func text(of grid: Grid) -> String {
    render(grid)
    return String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "␛")
  }
}

@Suite("Frames")
struct FrameWriterTests {
  private static func plain() -> TerminalProfile {
    var profile = TerminalProfile.usual
    profile.synchronizes = false
    return profile
  }

  @Test("the first clears the screen, the second changes what differs, the same again nothing")
  func differences() {
    var writer = FrameWriter(profile: Self.plain())
    var grid = Grid(columns: 20, rows: 2)
    grid.write("hello", row: 0, column: 0)
    #expect(writer.text(of: grid) == "␛[?25l␛[0m␛[H␛[Jhello")
    grid.write("E", row: 0, column: 1)
    #expect(writer.text(of: grid) == "␛[2GE")
    #expect(writer.text(of: grid) == "")
    grid.cursor = GridPosition(row: 1, column: 3)
    #expect(writer.text(of: grid) == "␛[2;4H␛[?25h")
    grid.cursor = nil
    #expect(writer.text(of: grid) == "␛[?25l")
    writer.forget()
    #expect(writer.text(of: grid) == "␛[0m␛[H␛[JhEllo")
  }

  @Test("the end of a line is erased rather than overwritten")
  func erasing() {
    var writer = FrameWriter(profile: Self.plain())
    var grid = Grid(columns: 40, rows: 1)
    grid.write("a long line of text", row: 0, column: 0)
    writer.render(grid)
    grid.clear()
    grid.write("short", row: 0, column: 0)
    #expect(writer.text(of: grid) == "␛[1Gshort␛[K")
  }

  @Test("lines that moved are scrolled")
  func scrolling() {
    var writer = FrameWriter(profile: Self.plain())
    func grid(from first: Int) -> Grid {
      var grid = Grid(columns: 30, rows: 10)
      for row in 0..<9 { grid.write("comment \(first + row)", row: row, column: 0) }
      grid.write("status", row: 9, column: 0)
      return grid
    }
    writer.render(grid(from: 0))
    #expect(writer.text(of: grid(from: 1)) == "␛[1;9r␛[1S␛[r␛[9;1Hcomment 9")
    #expect(writer.text(of: grid(from: 0)) == "␛[1;9r␛[1T␛[r␛[1;1Hcomment 0")
  }

  @Test("a glyph of doubtful width is contained")
  func containment() {
    var writer = FrameWriter(profile: Self.plain())
    var grid = Grid(columns: 10, rows: 1)
    grid.write("a😂b❤c", row: 0, column: 0)
    #expect(writer.text(of: grid).hasSuffix("a  ␛[1;2H😂␛[1;4Hb❤␛[1;6Hc"))
    grid.write("☆", row: 0, column: 4)
    // The cell after it is drawn again: the star may have covered it.
    #expect(writer.text(of: grid) == "␛[5G☆␛[1;6Hc")
  }

  @Test("colours and attributes are changed with as little as possible")
  func styles() {
    var writer = FrameWriter(profile: Self.plain())
    var grid = Grid(columns: 4, rows: 1)
    let red = Style(foreground: .rgb(255, 0, 0))
    grid.write("a", row: 0, column: 0, style: red)
    grid.write("b", row: 0, column: 1, style: red.adding(.bold))
    grid.write("c", row: 0, column: 2, style: Style(background: .rgb(0, 0, 9)))
    grid.write("d", row: 0, column: 3)
    #expect(
      writer.text(of: grid).hasSuffix(
        "␛[J␛[38;2;255;0;0ma␛[1mb␛[0;48;2;0;0;9mc␛[49md"))
  }

  @Test(
    "colours are said as the terminal knows them",
    arguments: [
      (ColorDepth.truecolor, "38;2;255;95;0;48;2;16;24;32"), (.indexed256, "38;5;202;48;5;234"),
      (.sixteen, "31;91;40"), (.none, ""),
    ])
  func depths(depth: ColorDepth, expected: String) {
    var profile = Self.plain()
    profile.colorDepth = depth
    var writer = FrameWriter(profile: profile)
    var grid = Grid(columns: 1, rows: 1)
    let style = Style(foreground: Color(hex: 0xFF5F00), background: Color(hex: 0x101820))
    grid.write("x", row: 0, column: 0, style: style)
    #expect(
      writer.text(of: grid).hasSuffix("␛[J" + (expected.isEmpty ? "" : "␛[\(expected)m") + "x"))
  }

  @Test("a terminal without UTF-8 gets ASCII only")
  func ascii() {
    var profile = Self.plain()
    profile.isUTF8 = false
    var writer = FrameWriter(profile: profile)
    var grid = Grid(columns: 10, rows: 1)
    grid.write("│─é漢…→", row: 0, column: 0)
    writer.render(grid)
    #expect(writer.bytes.allSatisfy { $0 < 0x80 })
    var terminal = ModelTerminal(size: grid.size)
    terminal.feed(writer.bytes)
    #expect(terminal.text == "|-??  ~>".replacing("??  ", with: "?? "))
  }

  @Test("the last cell is left alone where writing it would scroll")
  func lastCell() {
    var profile = Self.plain()
    profile.scrollsAtLastCell = true
    var writer = FrameWriter(profile: profile)
    var grid = Grid(columns: 3, rows: 2)
    grid.fill(rows: 0..<2, columns: 0..<3, with: "x")
    #expect(writer.text(of: grid).hasSuffix("xxx␛[2;1Hxx"))
  }

  @Test(
    "a terminal shows every frame exactly, whatever it thinks of doubtful widths",
    arguments: 0..<150, ModelTerminal.Opinion.allCases)
  func faithfulness(seed: UInt64, opinion: ModelTerminal.Opinion) {
    var random = SplitMix(seed: seed)
    let size = TerminalSize(
      columns: .random(in: 1...24, using: &random), rows: .random(in: 1...12, using: &random))
    var profile = TerminalProfile.usual
    profile.scrollsRegions = Bool.random(using: &random)
    profile.addressesColumns = Bool.random(using: &random)
    var writer = FrameWriter(profile: profile)
    var terminal = ModelTerminal(size: size, opinion: opinion)
    var feed = RandomFeed(size: size)
    for frame in 0..<12 {
      let grid = feed.next(&random)
      writer.render(grid)
      terminal.feed(writer.bytes)
      let difference = Self.difference(grid, terminal)
      #expect(difference == nil, "seed \(seed), \(opinion), frame \(frame)")
      #expect(terminal.unexpected.isEmpty, "seed \(seed)")
      guard difference == nil else { return }
    }
  }

  /// The first certain cell that the terminal shows otherwise than the grid has it.
  private static func difference(_ grid: Grid, _ terminal: ModelTerminal) -> String? {
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let cell = grid[row, column]
        guard !cell.isContinuation, TextWidth.isCertain(cell.glyph) else { continue }
        let expected = ModelTerminal.Place(
          text: String(String.UnicodeScalarView(cell.scalars)), style: cell.style)
        let actual = terminal.lines[row][column]
        if actual != expected {
          return
            "(\(row), \(column)) is \(actual), not \(expected) in\n\(grid.dump())\n\(terminal.text)"
        }
      }
    }
    if let cursor = grid.cursor {
      return terminal.cursor == cursor && terminal.isCursorVisible ? nil : "the cursor is elsewhere"
    }
    return terminal.isCursorVisible ? "the cursor is visible" : nil
  }
}

/// Frames as a feed makes them: lines that scroll, change, come and go.
private struct RandomFeed {
  let size: TerminalSize
  var lines: [(text: SafeText, style: Style, column: Int)] = []

  private static let pieces: [SafeText] = [
    "hello", " ", "漢字", "😂", "❤", "e\u{301}", "☆", "🇩🇪", "की", "x", "    ", "①", "word",
  ]

  private static let styles = [
    Style.standard, Style(foreground: .rgb(250, 1, 2)), Style(background: .rgb(3, 4, 5)),
    Style(foreground: .rgb(9, 9, 9), attributes: [.bold, .underline]), Style(attributes: .reverse),
  ]

  init(size: TerminalSize) { self.size = size }

  mutating func next(_ random: inout SplitMix) -> Grid {
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let count = Int.random(in: 0...6, using: &random)
      let text = (0..<count).reduce(into: SafeText("")) { text, _ in
        text += Self.pieces.randomElement(using: &random) ?? ""
      }
      let style = Self.styles.randomElement(using: &random) ?? .standard
      let line = (text, style, Int.random(in: 0...2, using: &random))
      if Bool.random(using: &random) {
        lines.append(line)
      } else {
        lines.insert(line, at: Int.random(in: 0...lines.count, using: &random))
      }
    }
    if Int.random(in: 0..<4, using: &random) == 0, !lines.isEmpty {
      lines.remove(at: Int.random(in: 0..<lines.count, using: &random))
    }
    let background = Self.styles[Int.random(in: 0..<8, using: &random) == 0 ? 2 : 0]
    var grid = Grid(size: size, style: background)
    for (row, line) in lines.suffix(size.rows).enumerated() {
      grid.write(line.text, row: row, column: line.column, style: line.style)
    }
    if Bool.random(using: &random) {
      grid.cursor = GridPosition(
        row: .random(in: 0..<size.rows, using: &random),
        column: .random(in: 0..<size.columns, using: &random))
    }
    return grid
  }
}
