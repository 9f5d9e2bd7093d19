import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// Tab in the `:` line.
@Suite struct CommandCompletionTests {
  private func stage(_ typed: String, columns: Int = 80) -> Stage {
    var stage = Stage(columns: columns, rows: 24)
    stage.goLive((1...13).map { Stage.comment($0, "user\($0)", "hello") }, you: Stage.ana)
    stage.press(":")
    stage.type(typed)
    return stage
  }

  @Test("what is ambiguous is listed at the first Tab, and further ones go through it and around")
  func cycling() {
    var stage = stage("mute us")
    stage.press("tab")
    #expect(stage.model.commandLine.text == "mute user")
    #expect(stage.said.contains("user13") && stage.said.contains("user12"))
    var seen: [String] = []
    for _ in 0..<14 {
      stage.press("tab")
      seen.append(String(stage.model.commandLine.text.dropFirst(5)))
      #expect(stage.said.contains("▸" + (seen.last ?? "")), "\(stage.said)")
    }
    #expect(seen == (1...13).reversed().map { "user\($0)" } + ["user13"])
    stage.press("shift-tab")
    #expect(stage.model.commandLine.text == "mute user1")
  }

  @Test("Shift-Tab begins with the last; Esc brings back what was typed, and then leaves")
  func backwards() {
    var stage = stage("mute us")
    stage.press("tab", "shift-tab")
    #expect(stage.model.commandLine.text == "mute user1")
    stage.press("esc")
    #expect(stage.model.commandLine.text == "mute user")
    #expect(stage.model.mode == .commandLine)
    stage.press("esc")
    #expect(stage.model.mode == .reading)
  }

  @Test("the list goes when the line changes")
  func stale() {
    var stage = stage("re")
    stage.press("tab")
    #expect(stage.said.contains("reconnect"))
    stage.press("ctrl-u")
    #expect(!stage.said.contains("reconnect"))
    stage.type("mut")
    stage.press("tab")
    #expect(stage.model.commandLine.text == "mute ")
    #expect(!stage.said.contains("reconnect"))
  }

  @Test("a name with spaces is put into quotes, whichever of several it is")
  func quotes() {
    var stage = Stage()
    stage.goLive(
      [Stage.comment(1, "mary", "a"), Stage.comment(2, "mary ann", "b")], you: Stage.ana)
    stage.press(":")
    stage.type("mute m")
    stage.press("tab", "tab")
    #expect(stage.model.commandLine.text == "mute \"mary ann\"")
    stage.press("tab")
    #expect(stage.model.commandLine.text == "mute mary")
  }
}
