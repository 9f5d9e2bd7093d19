import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct UndoTests {
  private let third = Stage.comment(3, "user3", "comment 3")

  private func stage(_ state: CommentState = .visible) -> Stage {
    var comments = Stage.comments(5)
    comments[2].state = state
    var stage = Stage(columns: 120)
    stage.goLive(comments, you: Stage.ana)
    stage.press("k", "k", "k")
    return stage
  }

  @Test(
    "u takes back what a key did",
    arguments: [
      (["d"], CommentState.visible, ModerationAction.restore), (["h"], .visible, .approve),
      (["h"], .deleted, .delete), (["a"], .held, .hold), (["x"], .held, .hold),
      (["p"], .visible, .unpin), (["m", "3"], .visible, .unmute),
      (["b", "y"], .visible, .liftShadowBan),
    ])
  func inverse(_ keys: [String], _ state: CommentState, _ action: ModerationAction) throws {
    var stage = stage(state)
    for key in keys { stage.press(key) }
    stage.accept(try #require(stage.decisions.first?.key))
    stage.press("u")
    #expect(stage.decisions.last?.request.action == action)
    #expect(stage.said.contains("took back: "))
    stage.press("u")
    #expect(stage.decisions.count == 2 && stage.said.contains("nothing to take back"))
  }

  @Test("a purge is restored by the id that its ack brought, and not before")
  func purge() throws {
    var stage = stage()
    stage.press("D", "y", "u")
    #expect(stage.decisions.count == 1 && stage.said.contains("not confirmed"))
    stage.accept(try #require(stage.decisions.first?.key), modSeq: 7)
    stage.press("u")
    var generator = SeededGenerator(seed: 7)
    #expect(
      stage.decisions.last?.request
        == ModerationRequest(
          action: .restore, moderationID: ModerationID(at: Stage.start, using: &generator)))
  }

  @Test("deeds are taken back one by one, the last first")
  func order() {
    var stage = stage()
    stage.press("d", "k", "h", "u", "u")
    let second = Stage.comment(2, "user2", "comment 2")
    #expect(
      stage.decisions.map(\.request.action) == [.delete, .hold, .approve, .restore])
    #expect(stage.decisions[2].request.commentIDs == [second.commentID])
    #expect(stage.decisions[3].request.commentIDs == [third.commentID])
  }

  @Test(
    "stream controls go back to what they were",
    arguments: [
      ("slow 10", ModerationRequest(action: .slowMode, seconds: 5)),
      ("unlock", ModerationRequest(action: .lock)),
      ("level hot", ModerationRequest(action: .setLevel, level: .auto)),
    ])
  func controls(_ command: String, _ inverse: ModerationRequest) {
    var stage = Stage(columns: 120)
    stage.goLive(Stage.comments(2), you: Stage.ana) {
      $0.slowModeSeconds = 5
      $0.locked = true
    }
    stage.press(":")
    stage.type(command)
    stage.press("enter", "u")
    #expect(stage.decisions.last?.request == inverse)
  }

  @Test("a mute that replaced another is undone by the rest of the other")
  func muteBefore() {
    var stage = stage()
    stage.moderate(.mute, .visible) {
      $0.userID = "u-user3"
      $0.until = Timestamp(milliseconds: Stage.start.milliseconds + 90_000)
    }
    stage.press("m", "0", "u")
    #expect(
      stage.decisions.last?.request
        == ModerationRequest(action: .mute, userID: "u-user3", durationSeconds: 90))
  }
}
