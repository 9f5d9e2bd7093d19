import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct MarkTests {
  private func stage(_ count: Int64 = 20) -> Stage {
    var stage = Stage(columns: 100)
    stage.goLive(Stage.comments(count), you: Stage.ana)
    stage.press("k")
    return stage
  }

  private func seqs(_ request: ModerationRequest?, _ count: Int64 = 20) -> [Int64] {
    let ids = request?.commentIDs ?? []
    return Stage.comments(count).filter { ids.contains($0.commentID) }.map(\.seq.rawValue)
  }

  @Test("Space marks and unmarks; an action takes all marks in one event, and ends them")
  func space() {
    var stage = stage()
    stage.press("space", "k", "space", "k", "space", "space", "k")
    #expect(stage.row(-3).contains("● 2 marked"))
    #expect(stage.screen().contains("●"))
    stage.press("d")
    #expect(stage.decisions.count == 1)
    #expect(seqs(stage.decisions.first?.request) == [19, 20])
    #expect(!stage.row(-3).contains("marked"))
    #expect(stage.said.contains("deleted 2 comments by 2 users"))
  }

  @Test("v marks a range while the selection moves, in both directions")
  func range() {
    var stage = stage()
    stage.press("k", "k", "v", "k", "k", "k")
    #expect(stage.row(-3).contains("● 4 marked"))
    stage.press("v", "G", "k")
    #expect(stage.row(-3).contains("marked") == false)
    stage.press("k", "v", "j", "h")
    #expect(seqs(stage.decisions.last?.request) == [19, 20])
  }

  @Test("* marks all of the author; Esc takes the marks away first, then thaws")
  func author() {
    var stage = stage()
    stage.press("*")
    #expect(stage.row(-3).contains("● 3 marked"))
    stage.press("esc")
    #expect(stage.model.frozen != nil && stage.model.frozen?.hasMarks == false)
    stage.press("esc")
    #expect(stage.model.frozen == nil)
  }

  @Test("more than 20 are asked about first; with n they stay marked")
  func asking() {
    var stage = stage(21)
    stage.press("v", "g", "d", "n")
    #expect(stage.decisions.isEmpty && stage.row(-3).contains("21 marked"))
    stage.press("d", "1")
    #expect(stage.decisions.first?.request.reason == stage.model.settings.reasons.first)
  }

  @Test("more than 256 go out as several events, and come back with one key")
  func chunks() {
    var stage = stage(600)
    stage.press("v", "g", "d")
    #expect(stage.decisions.isEmpty && stage.screen().contains("Delete 600 comments by"))
    stage.press("y")
    #expect(stage.decisions.map { $0.request.commentIDs?.count } == [256, 256, 88])
    stage.press("u")
    #expect(stage.decisions.dropFirst(3).map(\.request.action) == [.restore, .restore, .restore])
    #expect(stage.decisions.dropFirst(3).map { $0.request.commentIDs?.count } == [256, 256, 88])
  }

  @Test("what needs no action is left out, and counted")
  func mixed() {
    var stage = stage()
    stage.moderate(.delete, .deleted, [Stage.comment(19, "user5", "comment 19")])
    stage.press("v", "k", "k", "d")
    #expect(seqs(stage.decisions.last?.request) == [18, 20])
    #expect(stage.said.contains("1 more did not need it"))
  }

  @Test("users of marked comments are muted each, with one digit")
  func users() {
    var stage = stage()
    stage.press("v", "k", "k", "m", "2")
    #expect(stage.decisions.map(\.request.userID) == ["u-user4", "u-user5", "u-user6"])
  }
}
