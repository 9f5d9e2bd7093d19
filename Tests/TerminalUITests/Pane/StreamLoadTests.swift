import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

/// What the server says of a stream's load, where people look for it.
@Suite struct StreamLoadTests {
  private func stage(_ you: User, _ load: LoadReport?) -> Stage {
    var stage = Stage(columns: 160, rows: 40)
    stage.goLive(Stage.comments(3), you: you)
    stage.frame(
      .status(
        ServerFrame.Status(
          level: .hot, slowModeSeconds: 5, locked: false, viewers: 9, commentsPerSecond: 400,
          latestModSeq: stage.model.session.feed.lastModSeq, load: load)))
    return stage
  }

  @Test("a moderator, who is sent everything, sees that viewers are not")
  func sampling() {
    var stage = stage(Stage.ana, LoadReport(sampling: 5))
    #expect(stage.row(0).contains("hot 1 in 5"))
    stage.press("S")
    #expect(stage.screen().contains("1 in 5 comments reaches viewers"))
  }

  @Test("a moderator sees how the server fares; what it has nothing to say of is left out")
  func load() {
    var stage = stage(
      Stage.ana,
      LoadReport(
        lagMilliseconds: 12, visibleP95Milliseconds: 50, moderationP95Milliseconds: 10,
        slowViewers: 2))
    stage.press("S")
    let screen = stage.screen()
    for words in ["lag 12 ms", "comments p95 ≤ 50 ms", "2 slow viewers"] {
      #expect(screen.contains(words))
    }
    #expect(!screen.contains("1 in"))
  }

  @Test("from a server that says nothing of it, nothing is claimed")
  func silent() {
    var stage = stage(Stage.ana, nil)
    #expect(!stage.row(0).contains("1 in"))
    stage.press("S")
    #expect(!stage.screen().contains(" lag "))
  }
}
