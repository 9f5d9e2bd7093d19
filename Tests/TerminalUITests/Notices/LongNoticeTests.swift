import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// What is longer than the last line.
@Suite struct LongNoticeTests {
  private func stage(_ columns: Int = 60) -> Stage {
    var stage = Stage(columns: columns, rows: 16)
    stage.goLive(Stage.comments(50), you: Stage.ana)
    stage.press("k", "k")
    return stage
  }

  private func feed(_ stage: Stage) -> [String] {
    let area = stage.model.layout?.feed
    let grid = stage.grid()
    return (area?.rowRange ?? 0..<0).map { grid.line($0) }
  }

  @Test("every term of a mute and every reason can be seen, and the feed does not move for them")
  func menus() {
    var stage = stage()
    let before = feed(stage)
    stage.press("m")
    for term in MuteTerm.all { #expect(stage.said.contains("\(term.digit) \(term.label)")) }
    #expect(stage.said.contains("Esc leave it"))
    #expect(feed(stage) == before)
    stage.press("esc", "d")
    for (index, reason) in stage.model.settings.reasons.enumerated() {
      #expect(stage.said.contains("\(index + 1) \(reason)"), "\(stage.said)")
    }
    #expect(feed(stage).count == before.count)
    stage.press("D")
    #expect(stage.said.contains("y yes") && stage.said.contains("n no"))
  }

  @Test("a long notice is said to its end, in place of the line that nobody writes on")
  func notice() {
    var stage = stage()
    let before = feed(stage)
    stage.send(
      .themeRefused("themes/x.toml, line 3: a colour has six hexadecimal digits, and this has 4"))
    #expect(stage.said.contains("hexadecimal") && stage.said.hasSuffix("this has 4"))
    #expect(feed(stage) == before)
    stage.pass(.seconds(30))
    #expect(stage.row(-2).hasPrefix("›"))
  }

  @Test("while one writes, the line stays, and so does what is selected")
  func writing() {
    var stage = stage()
    stage.press("r")
    stage.type("hello")
    stage.send(
      .themeRefused("themes/x.toml, line 3: a colour has six hexadecimal digits, and this has 4"))
    #expect(stage.said.hasSuffix("this has 4") && stage.screen().contains("› hello"))
    let before = feed(stage)
    stage.pass(.seconds(30))
    #expect(feed(stage).prefix(before.count) == before.prefix(before.count))
  }
}
