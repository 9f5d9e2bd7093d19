import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

/// A command that was typed where comments are written.
@Suite struct MisplacedCommandTests {
  private func posts(_ stage: Stage) -> [String] {
    stage.model.session.outbox.entries.compactMap {
      if case .post(let request) = $0.request { request.content } else { nil }
    }
  }

  private func submitted(_ text: String) -> Stage {
    var stage = Stage()
    stage.goLive(Stage.comments(2), you: Stage.ana)
    stage.press("i")
    stage.type(text)
    stage.press("enter")
    return stage
  }

  @Test(
    "it is not posted before it has been asked about; with n it stays to be put right",
    arguments: [":mute fay 10m spam", "/mute fay", ":mut fay", " :delete", "/Purge fay"])
  func asked(_ text: String) {
    var stage = submitted(text)
    #expect(posts(stage).isEmpty && stage.screen().contains("post it for everybody to read?"))
    stage.press("n")
    #expect(posts(stage).isEmpty && stage.model.mode == .composing)
    stage.press("enter", "y")
    #expect(posts(stage).count == 1)
  }

  @Test(
    "what merely begins with the sign is a comment",
    arguments: [":wave: hello", "/s", ":)", ":-D", "/shrug that is life", ":3 muted", "://"])
  func comments(_ text: String) {
    let stage = submitted(text)
    #expect(posts(stage) == [text])
  }
}
