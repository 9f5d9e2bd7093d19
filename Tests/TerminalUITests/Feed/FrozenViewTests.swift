import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct FrozenViewTests {
  /// The rows of the feed and of the divider, without status and what is below.
  private func feed(_ stage: Stage) -> [String] {
    let grid = stage.grid()
    return (1..<grid.rows - 3).map { grid.line($0) }
  }

  private var frozen: Stage {
    var stage = Stage()
    stage.goLive(Stage.comments(100))
    stage.press("k", "k", "k")
    return stage
  }

  @Test("freezing moves nothing", arguments: ["k", "up"])
  func freezing(_ key: String) {
    var stage = Stage()
    stage.goLive(Stage.comments(100))
    let before = feed(stage)
    stage.press(key)
    let after = feed(stage)
    #expect(before.map { $0.dropFirst() } == after.map { $0.dropFirst() })
  }

  @Test("while 1,000 comments arrive, no row changes and the selection stays")
  func arrivals() {
    var stage = frozen
    let before = feed(stage)
    let selection = stage.model.frozen?.selection
    for batch in 0..<100 {
      stage.arrive(Stage.comments(10, from: 101 + Int64(batch) * 10))
      #expect(feed(stage) == before)
    }
    #expect(stage.model.frozen?.selection == selection)
    #expect(stage.row(-3).contains("↓ 1,000 new"))
  }

  /// The server takes what was posted last.
  private func accept(_ stage: inout Stage, seq: Int64) {
    let comment = Stage.comment(seq, "alice", "hello")
    guard let key = stage.posts.last?.key else { return }
    stage.frame(
      .ack(.comment(key: key, seq: comment.seq, commentID: comment.commentID, state: .visible)))
    stage.arrive([comment])
  }

  @Test("with the lowest comment selected, what is being sent moves nothing")
  func posting() {
    var stage = Stage()
    stage.goLive(Stage.comments(100))
    stage.press("k")
    let before = feed(stage)
    stage.press("r")
    stage.type("hello")
    stage.press("enter")
    #expect(stage.screen().contains("… hello"))
    // The row of what is being sent covers the last one, and no other.
    #expect(feed(stage).prefix(before.count - 2) == before.prefix(before.count - 2))
    accept(&stage, seq: 101)
    #expect(feed(stage).dropLast() == before.dropLast())
  }

  @Test("who goes back to reading sees what is selected, and afterwards all is where it was")
  func readingBesideOutbox() {
    var stage = Stage()
    stage.goLive(Stage.comments(100))
    stage.press("k")
    let before = feed(stage)
    stage.press("r")
    stage.type("hello")
    stage.press("enter", "esc")
    #expect(stage.screen().contains("▌") && stage.screen().contains("… hello"))
    accept(&stage, seq: 101)
    #expect(feed(stage).dropLast() == before.dropLast())
  }

  @Test("how one gets back is said wherever there is room for the bar", arguments: [60, 80, 120])
  func wayBack(_ columns: Int) {
    var stage = Stage(columns: columns, rows: 16)
    stage.goLive(Stage.comments(1_000), you: Stage.ana)
    stage.press("k", "k", "space")
    stage.arrive(Stage.comments(1_000, from: 1_001))
    #expect(stage.row(-3).contains("live"), "\(stage.row(-3))")
  }

  @Test("what the live timeline has dropped can still be read, and retracted")
  func evicted() {
    var stage = frozen
    let before = feed(stage)
    for batch in 0..<6 {
      stage.arrive(Stage.comments(1_000, from: 101 + Int64(batch) * 1_000))
    }
    #expect(stage.model.session.feed.timeline.first?.seq ?? .zero > 100)
    #expect(feed(stage) == before)
    stage.moderate(.delete, .deleted, [Stage.comment(98, "user0", "comment 98")])
    #expect(stage.screen().contains("— removed —"))
    #expect(!stage.screen().contains("comment 98"))
  }

  @Test("a retraction replaces the text in place; nothing else moves")
  func retraction() {
    var stage = Stage()
    stage.goLive(Stage.chat)
    stage.press("k")
    let before = feed(stage)
    let row = stage.rowIndex(of: "◆houston │ ↳ marie_curie: Does anyone")
    stage.moderate(.delete, .deleted, [Stage.chat[3]])
    let after = feed(stage)
    #expect(stage.rowIndex(of: "◆houston │ — removed —") == row)
    let changed = before.indices.filter { before[$0] != after[$0] }
    #expect(changed.count == 3)
    #expect(!stage.screen().contains("four minutes"))
  }

  @Test("a purge replaces every comment of its author and range, and no other")
  func purge() {
    var stage = frozen
    stage.moderate(.purgeUser) {
      $0.userID = "u-user3"
      $0.fromSeq = 90
      $0.uptoSeq = 97
    }
    let removed = stage.model.frozen?.content.changes.keys.compactMap {
      stage.model.frozen?.content.comments[$0]?.seq
    }
    #expect(removed?.sorted() == [94])
  }

  @Test("a retraction that is taken back shows the text again, in its place")
  func restore() {
    var stage = frozen
    let comment = Stage.comment(98, "user0", "comment 98")
    let before = feed(stage)
    stage.moderate(.delete, .deleted, [comment])
    #expect(feed(stage) != before)
    stage.moderate(.restore, .visible, [comment]) { $0.comments = [comment] }
    #expect(feed(stage) == before)
  }

  @Test("the selection may be retracted: it stays where it is, and cannot be replied to")
  func retractedSelection() {
    var stage = frozen
    let selection = stage.model.frozen?.selection
    stage.moderate(.delete, .deleted, [Stage.comment(98, "user0", "comment 98")])
    #expect(stage.model.frozen?.selection == selection)
    let row = stage.rowIndex(of: "user0 │ — removed —")
    #expect(row.map { stage.row($0).first } == "▌")
    stage.press("r")
    #expect(stage.model.inputContext == .frozen)
  }

  @Test("a new comment that is retracted is no longer counted as new")
  func countedOnce() {
    var stage = frozen
    stage.arrive(Stage.comments(5, from: 101))
    stage.moderate(.delete, .deleted, [Stage.comment(103, "user5", "comment 103")])
    #expect(stage.row(-3).contains("↓ 4 new"))
  }

  @Test("a feed that joins anew leaves the view as it is, and counts only what is new")
  func rejoining() {
    var stage = frozen
    let before = feed(stage)
    stage.loseConnection()
    stage.pass(.seconds(40))
    stage.send(.session(.opened))
    stage.welcome(resume: .reset, reason: .trimmed)
    let page = Stage.page(Stage.comments(50, from: 60), after: 59)
    stage.send(.session(.joined(.success(page))))
    #expect(Array(feed(stage).dropLast()) == Array(before.dropLast()))
    #expect(stage.row(-3).contains("↓ 9 new"))
  }

  @Test(
    "the view thaws by G, End and Esc only",
    arguments: ["j", "k", "down", "pageup", "pagedown", "g", "ctrl-d", "c", "z", "space"])
  func staysFrozen(_ key: String) {
    var stage = frozen
    for _ in 0..<200 { stage.press(key) }
    #expect(stage.model.frozen != nil)
    for thaw in ["G", "end", "esc"] {
      var copy = stage
      copy.press(thaw)
      #expect(copy.model.frozen == nil)
      #expect(copy.screen().contains("comment 100"))
    }
  }

  @Test("looking back freezes; scrolling down while live does nothing")
  func freezingKeys() {
    for (key, freezes) in [
      ("k", true), ("pageup", true), ("ctrl-u", true), ("g", true), ("pagedown", false),
      ("ctrl-d", false), ("G", false), ("esc", false),
    ] {
      var stage = Stage()
      stage.goLive(Stage.comments(100))
      stage.press(key)
      #expect((stage.model.frozen != nil) == freezes, "\(key)")
    }
  }

  @Test("an empty feed cannot be frozen")
  func empty() {
    var stage = Stage()
    stage.goLive()
    stage.press("k", "pageup", "g")
    #expect(stage.model.frozen == nil)
  }

  @Test("the wheel scrolls by three rows and freezes; a click selects what is under it")
  func mouse() {
    var stage = Stage()
    stage.goLive(Stage.comments(100))
    let place = GridPosition(row: 10, column: 30)
    let row = stage.row(10)
    stage.send(.terminal(.mouse(MouseEvent(.wheelUp, at: place))))
    #expect(stage.row(13) == row)
    #expect(stage.model.frozen?.selection == nil)
    stage.send(.terminal(.mouse(MouseEvent(.press(.left), at: place))))
    #expect(stage.row(10).hasPrefix("▌"))
    stage.send(.terminal(.mouse(MouseEvent(.wheelDown, at: place))))
    #expect(stage.model.frozen != nil)
  }

  @Test("walking up and down keeps the selection on the screen", arguments: [(80, 24), (60, 16)])
  func walking(_ size: (Int, Int)) {
    var stage = Stage(columns: size.0, rows: size.1)
    stage.goLive(Stage.comments(60))
    for key in Array(repeating: "k", count: 70) + Array(repeating: "j", count: 70) {
      stage.press(key)
      let screen = stage.screen()
      #expect(screen.contains("▌"))
    }
    #expect(stage.model.frozen?.selectedIndex == 59)
  }

  @Test("a page up shows what was above, and pages end at the oldest comment")
  func paging() {
    var stage = Stage()
    stage.goLive(Stage.comments(100))
    stage.press("pageup")
    #expect(stage.row(1).contains("comment 63"))
    for _ in 0..<10 { stage.press("pageup") }
    #expect(stage.row(1).contains("beginning of the stream"))
    #expect(stage.row(2).hasSuffix(" comment 1"))
  }

  @Test("a resize keeps the selection, whatever the size", arguments: [3, 20, 50])
  func resizing(_ steps: Int) {
    var stage = Stage()
    stage.goLive(Stage.comments(20) + Stage.chat)
    for _ in 0..<steps { stage.press("k") }
    let selection = stage.model.frozen?.selection
    for (columns, rows) in [(200, 60), (24, 6), (60, 16), (10, 3), (400, 120), (80, 24)] {
      stage.resize(columns: columns, rows: rows)
      #expect(stage.model.frozen?.selection == selection)
      if stage.model.layout != nil { #expect(stage.screen().contains("▌")) }
    }
  }

  @Test("a pin does not move what is being read")
  func pins() {
    var stage = frozen
    let before = feed(stage)
    stage.pin(Stage.comment(50, "user1", "comment 50"))
    #expect(feed(stage) == before)
    stage.press("G")
    #expect(stage.row(1).contains("pinned user1 comment 50"))
  }

  @Test("writing does not thaw, and what grows below moves nothing above")
  func composing() {
    var stage = Stage()
    stage.goLive(Stage.comments(100))
    stage.press("k", "k", "k", "k", "k", "k")
    let before = feed(stage)
    stage.press("i")
    stage.type(String(repeating: "long ", count: 40))
    let after = feed(stage)
    #expect(Array(before.prefix(15)) == Array(after.prefix(15)))
    stage.press("esc")
    #expect(stage.model.inputContext == .frozen)
  }
}
