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

  @Test("what another moderator decided since stands, and is said")
  func overtaken() throws {
    var stage = stage()
    stage.press("d")
    stage.accept(try #require(stage.decisions.last?.key))
    stage.moderate(.delete, .deleted, [third]) { $0.actor = Stage.ana.userID }
    stage.moderate(.delete, .deleted, [third]) { $0.actor = "max" }
    stage.press("u")
    #expect(stage.decisions.count == 1)
    #expect(stage.said.contains("not taken back") && stage.said.contains("max decided on that"))
  }

  @Test("a reason that was added does not stand in the way")
  func reasoned() throws {
    var stage = stage()
    stage.press("d")
    stage.accept(try #require(stage.decisions.last?.key))
    stage.moderate(.delete, .deleted, [third]) { $0.actor = Stage.ana.userID }
    stage.press("1")
    stage.accept(try #require(stage.decisions.last?.key))
    stage.moderate(.delete, .deleted, [third]) { $0.actor = Stage.ana.userID }
    stage.press("u")
    #expect(stage.decisions.last?.request.action == .restore)
  }

  @Test("of several comments those that others decided on are left out")
  func partlyOvertaken() throws {
    var stage = stage()
    stage.press("space", "k", "space", "d")
    stage.accept(try #require(stage.decisions.last?.key))
    let both = [Stage.comment(2, "user2", "comment 2"), third]
    stage.moderate(.delete, .deleted, both) { $0.actor = Stage.ana.userID }
    stage.moderate(.restore, .visible, [third]) { $0.actor = "max" }
    stage.press("u")
    #expect(stage.decisions.last?.request.action == .restore)
    #expect(stage.decisions.last?.request.commentIDs == [both[0].commentID])
    #expect(stage.said.contains("max decided on that since"))
  }

  @Test("a mute, slow mode or lock that another moderator has set since stands")
  func overtakenControls() throws {
    let user = UserID(rawValue: "u-user3")
    let cases: [(String, ModerationAction, (inout ModerationEvent) -> Void)] = [
      ("mute user3 10m", .mute, { $0.userID = user }), ("slow 5", .slowMode, { $0.seconds = 60 }),
      ("unlock", .lock, { _ in }),
    ]
    for (command, action, change) in cases {
      var stage = stage()
      stage.command(command)
      stage.accept(try #require(stage.decisions.last?.key))
      stage.moderate(action, .visible, change: change)
      stage.moderate(action, .visible, change: change)
      stage.press("u")
      #expect(stage.decisions.count == 1, "\(command)")
      #expect(stage.said.contains("not taken back"), "\(command)")
    }
  }

  @Test("a pin that others have taken down since is not put up again, nor is a name made up")
  func overtakenPin() throws {
    var stage = stage()
    stage.pin(third)
    stage.press("p")
    stage.accept(try #require(stage.decisions.last?.key))
    stage.moderate(.unpin, .visible, [third])
    stage.moderate(.unpin, .visible, [third])
    stage.press("u")
    #expect(stage.decisions.count == 1 && stage.said.contains("; others decided on that since"))
  }

  @Test("a pin that had to go for another comes back with it")
  func evictedPin() throws {
    var stage = stage()
    for number in [1, 2, 4] {
      stage.pin(Stage.comment(Int64(number), "user\(number)", "comment \(number)"))
    }
    stage.press("p")
    stage.accept(try #require(stage.decisions.last?.key))
    stage.press("u")
    #expect(stage.decisions.suffix(2).map(\.request.action) == [.unpin, .pin])
    #expect(
      stage.decisions.last?.request.commentIDs == [
        Stage.comment(1, "user1", "comment 1").commentID
      ])
  }

  @Test("a hold of what only its author saw is not taken back by showing it to all")
  func shadowBanned() throws {
    var stage = stage(.shadowBanned)
    stage.press("h")
    stage.accept(try #require(stage.decisions.last?.key))
    stage.press("u")
    #expect(stage.decisions.count == 1 && stage.said.contains("nothing to take back"))
  }
}
