import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// The stream's controls, with its charts.
@Suite struct StreamPaneTests {
  private func stage(columns: Int, rows: Int) -> Stage {
    var stage = Stage(columns: columns, rows: rows)
    stage.goLive(Stage.chat, you: Stage.ana)
    stage.watch(minutes: 5, perSecond: 9)
    stage.press("S")
    stage.answerRules()
    return stage
  }

  @Test("at 80×24 a moderator sees the charts whatever the rules are, and can scroll to all else")
  func charts() {
    var stage = stage(columns: 80, rows: 24)
    #expect(stage.screen().contains("10 min ago") && stage.screen().contains("(dots)"))
    #expect(stage.screen().contains("↓ "))
    stage.press("G")
    #expect(stage.screen().contains(":rules") && !stage.screen().contains("↓ "))
    stage.press("g")
    #expect(stage.screen().contains("10 min ago"))
  }

  @Test(
    "where only sparklines fit, they are of the span that is named, and nothing is said of dots")
  func sparklines() {
    let stage = stage(columns: 60, rows: 16)
    #expect(stage.screen().contains("Last 10 minutes"))
    #expect(!stage.screen().contains("(dots)"))
  }

  @Test("the rate now is one of those that the most is of")
  func rates() {
    var stage = Stage(columns: 120, rows: 40)
    stage.goLive(Stage.chat)
    stage.pass(.seconds(5))
    stage.arrive(Stage.comments(10, from: 200))
    stage.pass(.seconds(5))
    stage.status(.normal, rate: 99)
    stage.press("S")
    #expect(stage.screen().contains("2.0 now  2.0 at most"))
  }
}
