import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct OptimisticTests {
  private let third = Stage.comment(3, "user3", "comment 3")

  private func deleted() -> Stage {
    var stage = Stage(columns: 100)
    stage.goLive(Stage.comments(5), you: Stage.ana)
    stage.press("k", "k", "k", "d")
    return stage
  }

  private func row(_ stage: Stage) -> String { stage.row(stage.rowIndex(of: "comment 3") ?? 0) }

  @Test("the screen reacts at the key; the feed itself changes with the event")
  func lifecycle() throws {
    var stage = deleted()
    let key = try #require(stage.decisions.first?.key)
    #expect(row(stage).contains("[… deleted by you] comment 3"))
    #expect(stage.model.session.feed.timeline[third.commentID]?.state == .visible)
    stage.accept(key)
    #expect(row(stage).contains("[deleted by you] comment 3"))
    #expect(stage.model.decisions.entries.count == 1)
    stage.moderate(.delete, .deleted, [third]) { $0.actor = Stage.ana.userID }
    #expect(row(stage).contains("[deleted by you] comment 3"))
    #expect(stage.model.decisions.isEmpty)
    #expect(stage.model.session.feed.timeline[third.commentID]?.state == .deleted)
  }

  @Test("the event may come before its ack")
  func eventFirst() throws {
    var stage = deleted()
    let key = try #require(stage.decisions.first?.key)
    stage.moderate(.delete, .deleted, [third]) { $0.actor = Stage.ana.userID }
    #expect(row(stage).contains("[… deleted by you]"))
    stage.accept(key, modSeq: stage.model.session.feed.lastModSeq)
    #expect(row(stage).contains("[deleted by you]"))
    #expect(stage.model.decisions.isEmpty)
  }

  @Test("a refusal takes it back, says so, and leaves nothing to undo")
  func rollback() throws {
    var stage = deleted()
    let before = stage.decisions.count
    stage.refuse(
      try #require(stage.decisions.first?.key), .forbidden, "only moderators delete")
    #expect(row(stage).hasSuffix("│ comment 3"))
    #expect(stage.said.contains("refused, nothing changed: deleted user3's comment: only moder"))
    #expect(stage.model.session.outbox.entries.isEmpty)
    stage.press("u")
    #expect(stage.decisions.count == before)
    #expect(stage.said.contains("nothing to take back"))
  }

  @Test("a later decision of another moderator wins over what was decided here")
  func race() throws {
    var stage = deleted()
    let key = try #require(stage.decisions.first?.key)
    stage.accept(key, modSeq: 1)
    stage.moderate(.delete, .deleted, [third]) { $0.actor = Stage.ana.userID }
    stage.moderate(.restore, .visible, [third]) {
      $0.actor = "u-max"
      $0.comments = [third]
    }
    #expect(row(stage).hasSuffix("│ comment 3"))
    #expect(stage.said.contains("u-max restored this comment"))
  }

  @Test("without a connection it waits, and goes out once when the connection is back")
  func offline() {
    var stage = Stage(columns: 100)
    stage.goLive(Stage.comments(5), you: Stage.ana)
    stage.press("k")
    stage.loseConnection()
    stage.press("d")
    #expect(stage.decisions.isEmpty)
    #expect(stage.said.contains("sent when the connection is back"))
    #expect(stage.screen().contains("[… deleted by you] comment 5"))
    stage.pass(.seconds(3))
    stage.send(.session(.opened))
    stage.welcome(you: Stage.ana)
    #expect(stage.decisions.map(\.request.action) == [.delete])
  }

  @Test("a full outbox refuses before anything is shown")
  func full() {
    var stage = Stage(columns: 100)
    stage.goLive(Stage.comments(100), you: Stage.ana)
    stage.loseConnection()
    for _ in 0..<70 { stage.press("k", "d") }
    #expect(stage.model.decisions.entries.count == 64)
    #expect(stage.said.contains("too much waits"))
  }

  @Test("stream controls and pins react at once, and go back when refused")
  func streamControls() throws {
    var stage = Stage(columns: 120)
    stage.goLive(Stage.comments(5), you: Stage.ana)
    stage.press(":")
    stage.type("slow 10")
    stage.press("enter")
    #expect(stage.row(0).contains("slow 10 s"))
    stage.refuse(try #require(stage.decisions.last?.key), .forbidden, "no")
    #expect(!stage.row(0).contains("slow 10 s"))
    stage.press("k", "p", "G")
    #expect(stage.row(1).contains("pinned user5 comment 5"))
    stage.refuse(try #require(stage.decisions.last?.key), .conflict, "no")
    #expect(!stage.row(1).contains("pinned"))
  }

  @Test("rows of a frozen view stay, whatever is decided in it, here and elsewhere")
  func frozenRows() {
    var generator = SeededGenerator(seed: 11)
    for you in [Stage.ana, Stage.alice] {
      var stage = Stage(columns: 60, rows: 20)
      stage.goLive(Stage.chat + Stage.comments(30, from: 200), you: you)
      stage.press("k", "k", "k", "k")
      let times = { (stage: Stage) in (1..<17).map { String(stage.row($0).prefix(18).dropFirst()) }
      }
      let before = times(stage)
      for _ in 0..<60 {
        let comment = stage.model.session.feed.timeline.randomElement(using: &generator)
        guard let comment else { break }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: stage.moderate(.delete, .deleted, [comment]) { $0.reason = "spam" }
        case 1: stage.moderate(.hold, .held, [comment])
        case 2: stage.moderate(.restore, .visible, [comment]) { $0.comments = [comment] }
        default: stage.press("d")
        }
        #expect(times(stage) == before, "seed 11")
      }
    }
  }
}
