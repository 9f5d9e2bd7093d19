import Testing

@testable import TerminalUI

@Suite struct FeedScrollTests {
  private let heights = [1, 3, 2, 5, 1, 1, 4]
  private func height(_ index: Int) -> Int { heights[index] }

  @Test(
    "the newest comment ends on the last row",
    arguments: [
      (4, FeedScroll(index: 6, line: 0)), (3, FeedScroll(index: 6, line: 1)),
      (5, FeedScroll(index: 5, line: 0)), (8, FeedScroll(index: 3, line: 3)),
      (17, FeedScroll(index: 0, line: 0)), (20, FeedScroll(index: 0, line: -3)),
    ])
  func ending(_ rows: Int, _ expected: FeedScroll) {
    #expect(FeedScroll.ending(at: 6, rows: rows, height: height) == expected)
  }

  @Test("moving by lines and back ends where it began, wherever nothing was cut off")
  func moving() {
    let bottom = FeedScroll.ending(at: 6, rows: 5, height: height)
    for lines in 1...12 {
      let up = bottom.moved(by: -lines, rows: 5, count: 7, height: height)
      #expect(up.moved(by: lines, rows: 5, count: 7, height: height) == bottom)
    }
    let top = bottom.moved(by: -1_000, rows: 5, count: 7, height: height)
    #expect(top == FeedScroll(index: 0, line: 0))
    #expect(top.moved(by: 1_000, rows: 5, count: 7, height: height) == bottom)
  }

  @Test("a feed shorter than the screen does not move")
  func short() {
    let place = FeedScroll.ending(at: 6, rows: 30, height: height)
    for lines in [-5, -1, 0, 1, 5] {
      #expect(place.moved(by: lines, rows: 30, count: 7, height: height) == place)
    }
  }

  @Test("revealing shows the comment whole, and moves nothing when it is shown already")
  func revealing() {
    for start in 0..<7 {
      for target in 0..<7 {
        let place = FeedScroll(index: start, line: 0)
        let shown = place.revealing(target, rows: 6, height: height)
        #expect(shown.visible(rows: 6, count: 7, height: height).contains(target))
        #expect(shown.revealing(target, rows: 6, height: height) == shown)
      }
    }
    let tall = FeedScroll(index: 0, line: 0).revealing(3, rows: 3, height: height)
    #expect(tall == FeedScroll(index: 3, line: 0))
  }

  @Test("a row belongs to the comment that is drawn on it")
  func hit() {
    let place = FeedScroll(index: 1, line: 1)
    let hits = (0..<6).map { place.comment(atRow: $0, count: 7, height: height) }
    #expect(hits == [1, 1, 2, 2, 3, 3])
    let blank = FeedScroll(index: 0, line: -2)
    #expect(blank.comment(atRow: 1, count: 7, height: height) == nil)
    #expect(blank.comment(atRow: 2, count: 7, height: height) == 0)
    #expect(FeedScroll(index: 6, line: 0).comment(atRow: 4, count: 7, height: height) == nil)
  }
}
