import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// Screen readers and magnifiers follow the terminal's own cursor.
@Suite struct SelectionCursorTests {
  @Test("the cursor sits on the selected comment, and is hidden while nothing is selected")
  func feed() {
    var stage = Stage()
    stage.goLive(Stage.chat)
    #expect(stage.grid().cursor == nil)
    for _ in 0..<4 {
      stage.press("k")
      let row = stage.grid().cursor?.row ?? -1
      #expect(stage.row(row).hasPrefix("▌"))
      #expect(stage.grid().cursor?.column == 0)
    }
    stage.press("G")
    #expect(stage.grid().cursor == nil)
  }

  @Test("while one writes it is where the text goes")
  func writing() {
    var stage = Stage()
    stage.goLive(Stage.chat)
    stage.press("k", "r")
    #expect(stage.grid().cursor?.row == 22)
  }

  @Test("in the side pane it sits on what is selected there")
  func pane() {
    var stage = Stage(columns: 120, rows: 30)
    stage.goLive(Stage.chat, you: Stage.ana)
    stage.review(Stage.heldComments)
    stage.press("k", "H")
    let first = stage.grid().cursor
    #expect(first.map { Array(stage.row($0.row))[$0.column] } == "▌")
    stage.press("j")
    #expect(stage.grid().cursor != first)
    #expect((stage.grid().cursor?.column ?? 0) > 60)
  }
}
