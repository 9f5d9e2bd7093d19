import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct HighlightTests {
  private func stage(
    _ highlights: [String] = ["penalty", "from:houston*"], bell: Settings.Bell = .off
  ) throws -> Stage {
    var settings = Settings()
    settings.hasToken = true
    settings.highlights = try highlights.compactMap { try Query.parse($0) }
    settings.bell = bell
    var stage = Stage(columns: 80, rows: 24, settings: settings)
    stage.goLive([
      Stage.comment(1, "bob", "hello"), Stage.comment(2, "eve", "that was a PENALTY"),
      Stage.comment(3, "bob", "hey Alice"), Stage.comment(4, "bob", "malice"),
      Stage.comment(5, "houston_tv", "we are live"), Stage.comment(6, "alice", "penalty, alice!"),
    ])
    return stage
  }

  private func sign(_ stage: Stage, _ text: String) -> Character? {
    stage.rowIndex(of: text).flatMap { stage.row($0).first }
  }

  @Test("what the user wants to see has a sign in the margin, and own comments have none")
  func signs() throws {
    let stage = try stage()
    #expect(sign(stage, "that was a PENALTY") == "!")
    #expect(sign(stage, "hey Alice") == "@")
    #expect(sign(stage, "we are live") == "!")
    #expect(sign(stage, "malice") == " ")
    #expect(sign(stage, "penalty, alice!") == " ")
  }

  @Test("[ and ] jump between them, and freeze the view")
  func jumps() throws {
    var stage = try stage()
    stage.press("[")
    #expect(stage.model.frozen?.selectedComment?.seq == 5)
    stage.press("[", "[", "[")
    #expect(stage.model.frozen?.selectedComment?.seq == 2)
    #expect(stage.said.contains("no older mention or highlight"))
    // A key that does nothing leaves what was said; the next that does something ends it.
    stage.press("f12")
    #expect(stage.said.contains("no older mention or highlight"))
    stage.press("]")
    #expect(stage.model.frozen?.selectedComment?.seq == 3)
    #expect(!stage.said.contains("no older mention"))
    stage.moderate(.delete, .deleted, [Stage.comment(5, "houston_tv", "we are live")])
    stage.press("]")
    #expect(stage.said.contains("no newer mention or highlight"))
  }

  @Test(
    "the bell rings for what is asked, not for what was there before, and once a second",
    arguments: [
      (Settings.Bell.off, "alice, penalty", 0), (.mentions, "penalty", 0), (.mentions, "Alice!", 1),
      (.highlights, "penalty", 1), (.highlights, "\u{7}\u{1b}[5m", 0),
    ])
  func bell(_ bell: Settings.Bell, _ content: String, _ rings: Int) throws {
    var stage = try stage(bell: bell)
    #expect(stage.rings == 0)
    stage.arrive([Stage.comment(7, "eve", content)])
    stage.arrive([Stage.comment(8, "eve", content)])
    #expect(stage.rings == rings)
    stage.pass(.seconds(1))
    #expect(stage.rings == rings)
    stage.arrive([Stage.comment(9, "eve", content), Stage.comment(10, "eve", content)])
    #expect(stage.rings == 2 * rings)
  }

  @Test("own comments, what filters hide and what is caught up ring nothing")
  func silence() throws {
    var stage = try stage(bell: .highlights)
    stage.arrive([Stage.comment(7, "alice", "penalty alice")])
    stage.press(":")
    stage.type("filter from:eve")
    stage.press("enter")
    stage.arrive([Stage.comment(8, "eve", "penalty")])
    stage.loseConnection()
    stage.pass(.seconds(3))
    stage.send(.session(.opened))
    stage.welcome(latestSeq: 9)
    stage.arrive([Stage.comment(9, "bob", "penalty")])
    #expect(stage.rings == 0)
    stage.arrive([Stage.comment(10, "bob", "penalty")])
    #expect(stage.rings == 1)
  }

  @Test("it rings while the view stands still")
  func frozen() throws {
    var stage = try stage(bell: .mentions)
    stage.press("k")
    stage.arrive([Stage.comment(7, "bob", "alice?")])
    #expect(stage.rings == 1)
  }
}
