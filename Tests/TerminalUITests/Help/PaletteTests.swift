import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct PaletteTests {
  private static func stage(you: User? = Stage.alice, rows: Int = 24) -> Stage {
    var stage = Stage(rows: rows)
    stage.goLive(Stage.chat, you: you)
    return stage
  }

  private static func rows(_ stage: Stage) -> [Substring] {
    stage.screen().split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// What is selected in the list, as the screen shows it.
  private static func selected(_ stage: Stage) -> Substring {
    rows(stage).first { $0.hasPrefix("▌") } ?? ""
  }

  @Test("typing narrows the list to what has all the words, whatever their case")
  func search() {
    var stage = Self.stage()
    stage.press("?")
    stage.type("COMMENT write")
    #expect(stage.screen().contains("write a comment"))
    #expect(!stage.screen().contains("leave"))
    stage.press("ctrl-u")
    stage.type("zzz")
    #expect(stage.screen().contains("nothing matches"))
    stage.press("enter", "esc")
    #expect(stage.model.inputContext == .live)
  }

  @Test("Enter does what is selected, as its key would")
  func runs() {
    var stage = Self.stage()
    stage.press("?")
    stage.type("write a comment")
    stage.press("enter")
    #expect(stage.model.inputContext == .composing)
    stage.press("esc", "?")
    stage.type("connection's counts")
    stage.press("enter")
    #expect(stage.model.pane.shows(.connection))
    stage.press("?")
    stage.type("leave")
    stage.press("enter")
    #expect(stage.effects.last == .quit)
  }

  @Test("a command that needs words is put into the command line, another is run")
  func commands() {
    var stage = Self.stage()
    stage.press("?")
    stage.type(":theme")
    stage.press("enter")
    #expect(stage.model.inputContext == .commandLine)
    #expect(stage.model.commandLine.text == "theme ")
    stage.press("esc", "?")
    stage.type(":connection")
    stage.press("enter")
    #expect(stage.model.pane.shows(.connection))
    #expect(stage.model.inputContext == .pane)
  }

  @Test("what one may not do says why, and is not done")
  func rights() {
    var stage = Self.stage()
    stage.press("k", "?")
    stage.type("hold it for review")
    let why = "only moderators"
    #expect(Self.selected(stage).contains(why))
    stage.press("enter")
    #expect(stage.said.contains(why))
    #expect(stage.decisions.isEmpty)
    #expect(stage.model.inputContext == .help)
  }

  @Test("without a selection what needs one says so, with one it is done")
  func selection() {
    var stage = Self.stage(you: Stage.ana)
    stage.press("?")
    stage.type("hold it for review")
    #expect(Self.selected(stage).contains("select a comment first"))
    stage.press("esc", "k", "?")
    stage.type("hold it for review")
    #expect(!Self.selected(stage).contains("select a comment first"))
    stage.press("enter")
    #expect(stage.decisions.map(\.request.action) == [.hold])
    #expect(stage.model.inputContext == .frozen)
  }

  @Test("a viewer may delete their own comment, and no other")
  func own() {
    var stage = Stage()
    stage.goLive([Stage.comment(1, "bo", "theirs"), Stage.comment(2, "alice", "mine")])
    stage.press("k")
    #expect(stage.model.whyNot(Action.delete) == nil)
    stage.press("k")
    #expect(stage.model.whyNot(Action.delete)?.contains("only moderators") == true)
  }

  @Test("what is possible here comes first, by subject; keys of other places say where they work")
  func order() {
    var stage = Self.stage()
    let groups = stage.model.paletteEntries.map(\.group)
    #expect(groups.first == "Moderating" || groups.first == "Reading")
    #expect(
      Set(Topic.allCases.map(\.title)).isSuperset(of: groups.prefix { $0 != "Reading, frozen" }))
    stage.press("?")
    stage.type("put back what was cut")
    stage.press("enter")
    #expect(stage.said.contains("that key works elsewhere: writing"))
  }

  @Test(
    "the list goes to its end and round, the selected entry in sight, at every size",
    arguments: [6, 9, 16, 24, 60])
  func moves(_ rows: Int) {
    var stage = Self.stage(rows: rows)
    stage.press("?")
    let count = stage.model.paletteEntries.count
    for _ in 0..<count {
      stage.press("down")
      #expect(!Self.selected(stage).isEmpty)
    }
    stage.press("up")
    #expect(Self.selected(stage).contains("a stream from which nothing comes"))
    for _ in 0..<count { stage.press("pgdn") }
    #expect(Self.selected(stage).contains("a stream from which nothing comes"))
    for _ in 0..<count { stage.press("pgup") }
    stage.press("esc")
    #expect(stage.model.inputContext == .live)
  }

  @Test("the wheel moves, a click selects, and a click on what is selected does it")
  func mouse() {
    var stage = Self.stage()
    stage.press("?")
    stage.type("write a comment")
    func click(_ row: Int) {
      stage.send(
        .terminal(.mouse(MouseEvent(.press(.left), at: GridPosition(row: row, column: 9)))))
    }
    // The heading does nothing.
    click(2)
    #expect(stage.model.inputContext == .help)
    click(3)
    #expect(stage.model.inputContext == .composing)
    stage.press("esc", "?")
    stage.send(.terminal(.mouse(MouseEvent(.wheelDown, at: GridPosition(row: 5, column: 9)))))
    let line = Self.selected(stage)
    stage.send(.terminal(.mouse(MouseEvent(.wheelUp, at: GridPosition(row: 5, column: 9)))))
    #expect(Self.selected(stage) != line)
  }

  @Test("the cursor is where one types, so that an input method works")
  func cursor() {
    var stage = Self.stage()
    stage.press("?")
    #expect(stage.grid().cursor == GridPosition(row: 1, column: 2))
    stage.type("日本")
    #expect(stage.grid().cursor == GridPosition(row: 1, column: 6))
  }

  @Test("pasted text is searched for, and does nothing")
  func paste() {
    var stage = Self.stage()
    stage.press("?")
    stage.send(.terminal(.paste("leave\nq\n")))
    #expect(stage.model.inputContext == .help)
    #expect(!stage.effects.contains(.quit))
  }
}
