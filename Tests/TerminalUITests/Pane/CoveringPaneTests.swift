import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// Below 100 columns the pane stands in the feed's place.
@Suite struct CoveringPaneTests {
  private func stage(columns: Int = 80) -> Stage {
    var stage = Stage(columns: columns, rows: 24)
    stage.goLive(Stage.chat, you: Stage.ana)
    stage.review([])
    stage.press("k", "k")
    return stage
  }

  @Test(
    "a pane that covers the feed has the keys: none acts on what it covers, and Esc goes back",
    arguments: ["L", "U", "S", "c"])
  func keys(_ key: String) {
    var stage = stage()
    let selection = stage.model.frozen?.selection
    stage.press(key)
    #expect(stage.model.paneCovers && stage.model.pane.hasKeys)
    // What the join said goes.
    stage.pass(.seconds(9))
    #expect(!stage.said.contains("delete") && !stage.said.contains("reply"))
    #expect(stage.said.contains("Esc close") && !stage.screen().contains("back to live"))
    for name in ["d", "h", "p", "space", "v", "*", "r", "t", "j"] { stage.press(name) }
    #expect(stage.decisions.isEmpty)
    #expect(stage.model.frozen?.selection == selection)
    #expect(stage.model.frozen?.hasMarks == false)
    #expect(stage.model.mode == .reading)
    stage.press("esc")
    #expect(!stage.model.pane.isOpen && stage.model.inputContext == .frozen)
    #expect(stage.model.frozen?.selection == selection)
  }

  @Test("the key that opened it closes it, Tab goes back to the feed and to the pane again")
  func backAndForth() {
    var stage = stage()
    for key in ["L", "U", "S"] {
      stage.press(key)
      #expect(stage.model.paneCovers)
      stage.press(key)
      #expect(!stage.model.pane.isOpen)
    }
    stage.press("L", "tab")
    #expect(stage.model.inputContext == .frozen)
    stage.press("tab")
    #expect(stage.model.pane.shows(.log) && stage.model.pane.hasKeys)
  }

  @Test("a pane that comes to cover the feed takes the keys; beside it it leaves them")
  func resized() {
    var stage = stage(columns: 120)
    stage.press("L")
    #expect(stage.model.inputContext == .frozen)
    stage.resize(columns: 80, rows: 24)
    #expect(stage.model.inputContext == .pane)
    stage.press("d")
    #expect(stage.decisions.isEmpty)
  }

  @Test("commands about comments say that none is selected")
  func commands() {
    var stage = stage()
    stage.press("S")
    stage.command("delete")
    #expect(stage.decisions.isEmpty && stage.said.contains("nothing is selected here"))
  }

  @Test("what is searched for can be seen: a search that a resize covers closes the pane")
  func searching() {
    var stage = stage(columns: 120)
    stage.press("L", "/")
    stage.resize(columns: 80, rows: 24)
    #expect(!stage.model.pane.isOpen && stage.model.mode == .searching)
  }
}
