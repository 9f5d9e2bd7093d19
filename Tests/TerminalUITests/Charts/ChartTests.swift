import Testing

@testable import TerminalUI

@Suite struct ChartTests {
  private func draw(
    _ filled: [Double?], line: [Double?] = [], columns: Int, rows: Int, _ kind: DotCanvas.Kind
  ) -> [String] {
    Chart(filled: filled, line: line, capacity: filled.count) { String(Int($0)) }
      .rows(columns: columns, rows: rows, kind: kind).map { "\($0.label)|\($0.dots)" }
  }

  @Test("in ASCII each cell has two dots, filled up to the value")
  func ascii() {
    #expect(
      draw([0, 1, 2, 3, 4, 5, 6, 7], columns: 8, rows: 4, .ascii) == [
        "7|      .:",
        "|    .:::",
        "|  .:::::",
        "0|.:::::::",
      ])
  }

  @Test("in braille each cell has eight dots")
  func braille() {
    #expect(draw([0, 1, 2, 3, 4, 5, 6, 7], columns: 4, rows: 2, .braille) == ["7|  ⣠⣾", "0|⣠⣾⣿⣿"])
  }

  @Test("zero is a line at the bottom, missing data is nothing at all")
  func missing() {
    #expect(draw([4, nil, nil, 0, 0, 2], columns: 6, rows: 1, .ascii) == ["4|:  ..:"])
    #expect(draw([nil, nil], columns: 2, rows: 2, .ascii) == ["1|  ", "0|  "])
    #expect(draw([0, 0], columns: 2, rows: 2, .ascii) == ["1|  ", "0|.."])
  }

  @Test("a second series is a line of dots over the first")
  func line() {
    #expect(
      draw([1, 1, 1], line: [3, 7, nil], columns: 3, rows: 4, .ascii) == [
        "7| ' ",
        "|   ",
        "|'  ",
        "0|:::",
      ])
  }

  @Test("fewer points than the width stands for leave its beginning blank, the newest is last")
  func beginning() {
    let chart = Chart(filled: [5, 5], capacity: 6) { String(Int($0)) }
    #expect(chart.rows(columns: 6, rows: 1, kind: .ascii).map(\.dots) == ["    ::"])
  }

  @Test("more points than dots: no peak is lost", arguments: 0..<30)
  func peaks(_ peak: Int) {
    var values = [Double?](repeating: 0, count: 30)
    values[peak] = 9
    let dots = Chart(filled: values, capacity: 30) { _ in "" }
      .rows(columns: 7, rows: 1, kind: .ascii)[0].dots
    #expect(dots.count(where: { $0 == ":" }) == 1, "\(dots)")
  }

  @Test("more dots than points: each stands for several")
  func wide() {
    #expect(draw([0, 6], columns: 6, rows: 1, .ascii) == ["6|...:::"])
  }

  @Test("values that are no numbers break nothing")
  func hostile() {
    #expect(draw([.nan, .infinity, -1, 1], columns: 4, rows: 1, .ascii) == ["1|...:"])
  }
}
