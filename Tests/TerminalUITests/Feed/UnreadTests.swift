import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// The line where reading stopped, and the way to what came after it.
@Suite struct UnreadTests {
  private static let line = "since you last looked, at 14:05"

  private var live: Stage {
    var stage = Stage()
    stage.goLive(Stage.comments(30))
    return stage
  }

  @Test(
    "what comes while the terminal is not looked at is below a line, until one looks away again")
  func focus() {
    var stage = live
    stage.send(.terminal(.focus(gained: false)))
    #expect(stage.rowIndex(of: Self.line) == nil)
    stage.arrive(Stage.comments(5, from: 31))
    #expect(stage.rowIndex(of: Self.line).map { stage.row($0 + 1).hasSuffix("comment 31") } == true)
    stage.send(.terminal(.focus(gained: true)))
    stage.arrive(Stage.comments(2, from: 36))
    #expect(stage.rowIndex(of: Self.line).map { stage.row($0 + 1).hasSuffix("comment 31") } == true)
    stage.send(.terminal(.focus(gained: false)))
    stage.arrive(Stage.comments(1, from: 38))
    #expect(stage.rowIndex(of: Self.line).map { stage.row($0 + 1).hasSuffix("comment 38") } == true)
  }

  @Test("who comes back before anything came reads on without a line")
  func nothingMissed() {
    var stage = live
    for _ in 0..<2 {
      stage.send(.terminal(.focus(gained: false)))
      stage.send(.terminal(.focus(gained: true)))
      stage.press("k", "G")
      stage.arrive(Stage.comments(5, from: 1 + stage.model.session.feed.lastSeenSeq.rawValue))
    }
    #expect(stage.rowIndex(of: "since you last looked") == nil)
  }

  @Test("a frozen view is where reading stopped", arguments: ["G", "esc"])
  func frozen(_ thaw: String) {
    var stage = live
    stage.press("k")
    stage.arrive(Stage.comments(5, from: 31))
    #expect(stage.rowIndex(of: "since you last looked") == nil)
    stage.press(thaw)
    #expect(stage.rowIndex(of: Self.line).map { stage.row($0 + 1).hasSuffix("comment 31") } == true)
  }

  @Test(
    "n selects the first new comment, from the live view and from a frozen one",
    arguments: [false, true])
  func first(_ isFrozen: Bool) {
    var stage = live
    stage.press("k", "k", "k")
    stage.arrive(Stage.comments(40, from: 31))
    if !isFrozen { stage.press("G") }
    stage.press("n")
    #expect(stage.model.frozen?.selectedComment?.seq == 31)
    // With what was read last in sight.
    #expect(stage.row(1).hasSuffix("comment 30"))
    #expect(stage.row(2).contains(Self.line))
    #expect(stage.row(3).hasPrefix("▌") && stage.row(3).hasSuffix("comment 31"))
    #expect(stage.model.frozen?.newComments == 0)
  }

  @Test("where nothing is new n says so, and freezes nothing")
  func nothingNew() {
    var stage = live
    stage.press("n")
    #expect(stage.model.frozen == nil)
    #expect(stage.said.contains("nothing is new since you last looked"))
  }

  @Test("n does not lose marks")
  func marks() {
    var stage = Stage()
    stage.goLive(Stage.comments(30), you: Stage.ana)
    stage.press("k", "space")
    stage.arrive(Stage.comments(5, from: 31))
    stage.press("n")
    #expect(stage.model.frozen?.markCount == 1)
    #expect(stage.said.contains("unmark first"))
  }

  @Test("when the first new comment has left the timeline, the oldest that is there is shown")
  func evicted() {
    var stage = live
    stage.press("k")
    for batch in 0..<6 { stage.arrive(Stage.comments(1_000, from: 31 + Int64(batch) * 1_000)) }
    stage.press("n")
    #expect(stage.model.frozen?.selectedIndex == 0)
  }
}
