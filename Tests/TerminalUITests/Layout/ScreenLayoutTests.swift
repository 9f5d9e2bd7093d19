import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct ScreenLayoutTests {
  @Test(
    "areas fill the screen without overlap, and the feed always has room",
    arguments: [(24, 6), (60, 9), (60, 16), (80, 24), (100, 30), (400, 120)])
  func tiling(_ size: (Int, Int)) throws {
    let size = TerminalSize(columns: size.0, rows: size.1)
    for pinned in 0...3 {
      for outbox in 0...3 {
        for compose in 0...3 {
          for showsPane in [false, true] {
            let wishes = ScreenLayout.Wishes(
              pinned: pinned, outbox: outbox, compose: compose, showsPane: showsPane)
            let layout = try #require(ScreenLayout(size: size, wishes: wishes))
            #expect(coverage(of: layout, size) == 1...1)
            #expect(layout.feed.rows >= (size.rows - 3) / 2)
            #expect(compose == 0 || layout.compose.rows >= 1)
            #expect(showsPane != layout.pane.isEmpty)
          }
        }
      }
    }
  }

  /// How often the least and the most covered cell is part of an area.
  private func coverage(of layout: ScreenLayout, _ size: TerminalSize) -> ClosedRange<Int> {
    var counts = Array(repeating: 0, count: size.columns * size.rows)
    var areas = [
      layout.status, layout.pinned, layout.divider, layout.outbox, layout.compose, layout.hints,
      layout.feed,
    ]
    // On a narrow screen the pane covers the feed.
    if size.columns >= ScreenLayout.columnsForTwoPanes { areas.append(layout.pane) }
    for area in areas {
      for row in area.rowRange {
        for column in area.columnRange { counts[row * size.columns + column] += 1 }
      }
    }
    return (counts.min() ?? 0)...(counts.max() ?? 0)
  }

  @Test("a size below the smallest has no layout")
  func tooSmall() {
    for (columns, rows) in [(1, 1), (23, 24), (80, 5)] {
      let size = TerminalSize(columns: columns, rows: rows)
      #expect(ScreenLayout(size: size, wishes: ScreenLayout.Wishes()) == nil)
    }
  }

  @Test("the compose line grows to three rows and keeps its cursor on the screen")
  func composeGrows() {
    var stage = Stage(columns: 60, rows: 16)
    stage.goLive(Stage.comments(30))
    stage.press("i")
    for rows in [1, 2, 3, 3, 3] {
      let area = stage.model.layout?.compose
      #expect(area?.rows == rows)
      let row = stage.grid().cursor?.row
      #expect(row.flatMap { area?.rowRange.contains($0) } == true)
      stage.type(String(repeating: "x", count: 51))
    }
  }

  @Test("on a narrow screen the pane takes the feed's place; on a wide one it stands beside it")
  func pane() {
    for (columns, feedIsSeen) in [(80, false), (120, true)] {
      var stage = Stage(columns: columns)
      stage.goLive(Stage.comments(30))
      stage.press("tab")
      #expect(stage.screen().contains("Connection"))
      #expect(stage.screen().contains("comment 30") == feedIsSeen)
      #expect(stage.model.inputContext == .pane)
      stage.press("tab")
      #expect(stage.model.inputContext == .live)
      stage.press("tab", "esc")
      #expect(!stage.screen().contains("Connection"))
    }
  }
}
