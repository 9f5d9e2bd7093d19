import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct FirstStepsTests {
  private static func stage(rows: Int = 24) -> Stage {
    var stage = Stage(rows: rows, isFirstStart: true)
    stage.goLive(Stage.chat)
    return stage
  }

  private static func shows(_ stage: Stage) -> Bool {
    stage.screen().contains("lists all that can be done here")
  }

  @Test("the first start shows three lines, a later one none")
  func first() {
    let stage = Self.stage()
    #expect(stage.grid().dump().ranges(of: " » ").count == 3)
    #expect(Self.shows(stage))
    var later = Stage()
    later.goLive(Stage.chat)
    #expect(!Self.shows(later))
  }

  @Test("Esc and the list of keys send them away, other keys do not")
  func away() {
    for key in ["esc", "?"] {
      var stage = Self.stage()
      stage.press("k", "G", "i")
      stage.type("x")
      stage.press("enter")
      #expect(Self.shows(stage))
      stage.press("esc", key, "esc")
      #expect(!Self.shows(stage))
    }
  }

  @Test("they go away by themselves, and a frozen view stays where it is")
  func time() {
    var stage = Self.stage()
    stage.press("k")
    let row = stage.rowIndex(of: "Stage separation")
    stage.pass(.seconds(FirstSteps.seconds - 1))
    #expect(Self.shows(stage))
    #expect(stage.model.nextDeadline.map { $0 <= stage.model.clock.instant + .seconds(1) } == true)
    stage.pass(.seconds(1))
    #expect(!Self.shows(stage))
    #expect(stage.rowIndex(of: "Stage separation") == row)
  }

  @Test("where there is little room they give way, not the feed")
  func small() {
    let stage = Self.stage(rows: 8)
    #expect(stage.screen().contains("Stage separation"))
  }

  @Test("who cannot write is not told to")
  func reading() {
    var stage = Stage(hasToken: false, isFirstStart: true)
    stage.goLive(Stage.chat, you: nil)
    #expect(stage.screen().contains("You are reading along"))
  }
}
