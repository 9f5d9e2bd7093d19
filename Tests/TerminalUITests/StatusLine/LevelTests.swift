import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite("The level in the interface")
struct LevelTests {
  private let reason = "340 comments/s (over 300)"

  /// A viewer of a stream that has just become hot: of ten comments, two arrived.
  private func hot(you: User? = Stage.alice) -> Stage {
    var stage = Stage(columns: 120, rows: 30)
    let comments = Stage.comments(15)
    stage.goLive(Array(comments.prefix(5)), you: you)
    stage.status(.hot, slowModeSeconds: 5, rate: 340, reason: reason)
    stage.arrive([comments[8], comments[14]], sampledOut: 8)
    return stage
  }

  @Test("the status line says the level, the sampling ratio and slow mode")
  func statusLine() {
    #expect(hot().row(0).contains("hot 1 in 5  slow 5 s"))
  }

  @Test("the stream's tab says why, and that the history has all")
  func tab() {
    var stage = hot()
    stage.press("tab", "right")
    #expect(stage.model.pane.tab == .stream)
    #expect(stage.screen().contains("hot: 340 comments/s"))
    #expect(stage.screen().contains("1 in 5 comments"))
  }

  @Test("a level that goes takes its ratio with it; one in which nothing is left out has none")
  func falling() {
    var stage = hot()
    stage.status(.busy)
    #expect(stage.row(0).contains("busy"))
    #expect(!stage.row(0).contains("1 in"))
    stage.arrive(Array(Stage.comments(20).suffix(5)))
    #expect(!stage.row(0).contains("1 in"))
    stage.status(.normal)
    #expect(!stage.row(0).contains("busy"))
  }

  @Test("a level that a moderator sets takes the ratio of the one before with it")
  func overridden() {
    var stage = hot()
    stage.moderate(.setLevel) {
      $0.targets = nil
      $0.level = .fixed(.busy)
    }
    stage.status(.busy)
    #expect(stage.row(0).contains("busy"))
    #expect(!stage.row(0).contains("1 in"))
  }

  @Test("a level that has changed while the connection was away takes its ratio with it")
  func away() {
    var stage = hot()
    stage.loseConnection()
    stage.pass(.seconds(2))
    stage.send(.session(.tick))
    stage.send(.session(.opened))
    stage.welcome { $0.level = .busy }
    #expect(stage.row(0).contains("busy"))
    #expect(!stage.row(0).contains("1 in"))
  }

  @Test("the countdown of slow mode follows the automatic one")
  func countdown() {
    var stage = hot()
    stage.press("i")
    stage.type("well played")
    stage.press("enter")
    stage.frame(
      .ack(
        .comment(
          key: stage.posts.last?.key ?? "", seq: 100,
          commentID: Stage.comment(100, "alice", "well played").commentID,
          state: .visible)))
    #expect(stage.model.slowModeSecondsLeft == 5)
    stage.pass(.seconds(2))
    #expect(stage.model.slowModeSecondsLeft == 3)
    stage.status(.critical, slowModeSeconds: 30)
    #expect(stage.model.slowModeSecondsLeft == 28)
    stage.status(.normal)
    #expect(stage.model.slowModeSecondsLeft == 0)
  }

  @Test("an automatic level does not count as an override: undo of set_level leads back to auto")
  func undo() {
    var stage = hot(you: Stage.ana)
    stage.moderate(.setLevel) {
      $0.level = .fixed(.hot)
      $0.actorKind = .automated
    }
    stage.press(":")
    stage.type("level normal")
    stage.press("enter")
    #expect(stage.decisions.last?.request.level == .fixed(.normal))
    stage.accept(stage.decisions.last?.key ?? "")
    stage.press("u")
    #expect(stage.decisions.last?.request.level == .auto)
  }
}
