import Testing

@testable import TerminalGrid

@Suite("A grid")
struct GridTests {
  @Test("shows what is written where it is written")
  func writing() {
    var grid = Grid(columns: 12, rows: 3)
    #expect(grid.write("top", row: 0, column: 0) == 3)
    #expect(grid.write("漢字", row: 1, column: 2) == 4)
    #expect(grid.write("end", row: 2, column: 9) == 3)
    #expect(
      grid.dump() == """
        top
          漢字
                 end
        """)
    #expect(grid[1, 2].glyph.width == 2)
    #expect(grid[1, 3].isContinuation)
  }

  @Test("clips at its edges")
  func clipping() {
    var grid = Grid(columns: 6, rows: 1)
    #expect(grid.write("abcdefgh", row: 0, column: 3) == 3)
    #expect(grid.write("xyz", row: 0, column: -1) == 3)
    #expect(grid.write("no", row: 1, column: 0) == 0)
    #expect(grid.write("no", row: -1, column: 0) == 0)
    #expect(grid.write("no", row: 0, column: 6) == 0)
    #expect(grid.write("no", row: 0, column: 0, columns: 0) == 0)
    #expect(grid.write("no", row: 0, column: -7) == 2)
    #expect(grid.dump() == "yz abc")
  }

  @Test("half a wide glyph at an edge is a blank")
  func wideAtEdges() {
    var grid = Grid(columns: 5, rows: 3)
    grid.fill(rows: 0..<3, columns: 0..<5, with: ".")
    #expect(grid.write("漢字漢", row: 0, column: 0) == 5)
    #expect(grid.write("漢字", row: 1, column: -1) == 4)
    #expect(grid.write("漢字", row: 2, column: 1, columns: 3) == 3)
    #expect(grid.dump() == "漢字\n 字..\n.漢 .")
    #expect(!grid[0, 4].isContinuation)
  }

  @Test(
    "overwriting half of a wide glyph blanks the other half",
    arguments: [(1, "x", " x字"), (2, "x", "漢x"), (1, "字", " 字"), (0, "x", "x 字"), (3, "x", "漢 x")])
  func seams(column: Int, text: String, expected: String) {
    var grid = Grid(columns: 4, rows: 1)
    grid.write("漢字", row: 0, column: 0)
    grid.write(SafeText(text), row: 0, column: column)
    #expect(grid.dump() == expected)
    #expect(Self.isSound(grid))
  }

  @Test("is sound whatever is drawn", arguments: 0..<200)
  func soundness(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var grid = Grid(
      columns: .random(in: 1...9, using: &random), rows: .random(in: 1...3, using: &random))
    for _ in 0..<30 {
      let row = Int.random(in: -1...3, using: &random)
      let column = Int.random(in: -3...9, using: &random)
      switch Int.random(in: 0...3, using: &random) {
      case 0:
        grid.fill(rows: row..<row + 2, columns: column..<column + 3, with: "#")
      default:
        let texts: [SafeText] = ["漢", "漢字漢字", "a漢b", "x", "", "🇩🇪é"]
        let text = texts[Int.random(in: 0..<texts.count, using: &random)]
        grid.write(text, row: row, column: column, columns: .random(in: 0...6, using: &random))
      }
      #expect(Self.isSound(grid), "seed \(seed)")
    }
    let other = TerminalSize(columns: .random(in: 1...12, using: &random), rows: 2)
    #expect(Self.isSound(grid.resized(to: other)), "seed \(seed)")
  }

  /// Every wide glyph has its right half, and every right half its glyph.
  private static func isSound(_ grid: Grid) -> Bool {
    (0..<grid.rows).allSatisfy { row in
      (0..<grid.columns).allSatisfy { column in
        let isWide = grid[row, column].glyph.width == 2
        let hasHalf = column + 1 < grid.columns && grid[row, column + 1].isContinuation
        return isWide == hasHalf && !(column == 0 && grid[row, column].isContinuation)
      }
    }
  }

  @Test("draws lines and boxes")
  func lines() {
    var grid = Grid(columns: 5, rows: 3)
    grid.horizontalLine(row: 1, columns: -3..<99)
    grid.verticalLine(column: 2, rows: 0..<3)
    grid.horizontalLine(row: 9, columns: 0..<5)
    #expect(grid.dump() == "  │\n──│──\n  │")
  }

  @Test("changes styles of what is there, and keeps the text")
  func restyling() {
    var grid = Grid(columns: 3, rows: 1)
    grid.write("abc", row: 0, column: 0, style: Style(foreground: .rgb(1, 2, 3)))
    grid.restyle(rows: 0..<9, columns: 1..<2) { $0.adding(.reverse) }
    #expect(grid.dump() == "abc")
    #expect(grid[0, 0].style.attributes == [])
    #expect(grid[0, 1].style == Style(foreground: .rgb(1, 2, 3), attributes: .reverse))
  }

  @Test("resizing keeps what fits")
  func resizing() {
    var grid = Grid(columns: 4, rows: 2)
    grid.write("a漢b", row: 0, column: 0)
    grid.write("second", row: 1, column: 0)
    #expect(grid.resized(to: TerminalSize(columns: 2, rows: 1)).dump() == "a")
    #expect(grid.resized(to: TerminalSize(columns: 6, rows: 3)).dump() == "a漢b\nseco\n")
  }

  @Test("a size is at least 1x1 and bounded")
  func sizes() {
    #expect(TerminalSize(columns: 0, rows: -5) == TerminalSize(columns: 1, rows: 1))
    #expect(TerminalSize(columns: 100_000, rows: 5).columns == TerminalSize.maximum)
  }

  @Test("a cell is 24 bytes without padding, which comparing rows as memory relies on")
  func layout() {
    #expect(MemoryLayout<Cell>.size == 24)
    #expect(MemoryLayout<Cell>.stride == 24)
  }

  @Test(
    "a style holds what it is given",
    arguments: [Color.standard, .rgb(0, 0, 0), .rgb(255, 254, 253)],
    [Attributes(), [.bold, .reverse], [.dim, .italic, .underline, .strikethrough]])
  func styles(color: Color, attributes: Attributes) {
    var style = Style(foreground: color, background: .rgb(9, 8, 7), attributes: attributes)
    #expect(style.foreground == color)
    #expect(style.background == .rgb(9, 8, 7))
    #expect(style.attributes == attributes)
    style.background = color
    style.attributes = [.italic]
    #expect(style == Style(foreground: color, background: color, attributes: [.italic]))
  }
}
