import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct DecidingTests {
  /// A moderator before a frozen feed, with `comment 3` of 5 selected.
  private func stage(_ you: User = Stage.ana, states: CommentState = .visible) -> Stage {
    var comments = Stage.comments(5)
    comments[2].state = states
    var stage = Stage(columns: 120, rows: 24)
    stage.goLive(comments, you: you)
    stage.press("k", "k", "k")
    return stage
  }

  private let third = Stage.comment(3, "user3", "comment 3")

  @Test(
    "a key is a request about the selected comment",
    arguments: [
      ("d", CommentState.visible, ModerationAction.delete), ("h", .visible, .hold),
      ("a", .held, .approve), ("x", .held, .reject), ("p", .visible, .pin), ("d", .held, .delete),
    ])
  func onComment(_ key: String, _ state: CommentState, _ action: ModerationAction) {
    var stage = stage(states: state)
    stage.press(key)
    #expect(
      stage.decisions.map(\.request)
        == [ModerationRequest(action: action, commentIDs: [third.commentID])])
    #expect(stage.said.contains(ActionWords.past(action) + " user3's comment"))
  }

  @Test(
    "a key that fits no selected comment says why, and sends nothing",
    arguments: [
      ("d", CommentState.deleted, "this comment is deleted already"),
      ("h", .held, "this comment is held already"), ("a", .visible, "this comment is not held"),
      ("x", .deleted, "this comment is not held"),
      ("p", .held, "only what everybody sees can be pinned"),
    ])
  func notFitting(_ key: String, _ state: CommentState, _ words: String) {
    var stage = stage(states: state)
    stage.press(key)
    #expect(stage.decisions.isEmpty)
    #expect(stage.said.contains(words))
  }

  @Test(
    "m and a digit mute the author for so long",
    arguments: [
      ("1", 60), ("2", 300), ("3", 600), ("5", 3_600), ("9", 2_592_000), ("0", nil),
    ] as [(String, Int?)])
  func mute(_ digit: String, _ seconds: Int?) {
    var stage = stage()
    stage.press("m")
    #expect(stage.said.contains("Mute user3:  1 1m  2 5m  3 10m  4 30m  5 1h"))
    #expect(stage.decisions.isEmpty)
    stage.press(digit)
    #expect(
      stage.decisions.map(\.request)
        == [ModerationRequest(action: .mute, userID: "u-user3", durationSeconds: seconds)])
  }

  @Test(
    "what hits many asks once, in place",
    arguments: [
      ("b", "Shadow-ban user3?", ModerationAction.shadowBan),
      ("D", "Delete ALL comments of user3?", .purgeUser),
    ])
  func asks(_ key: String, _ question: String, _ action: ModerationAction) {
    var stage = stage()
    stage.press(key)
    #expect(stage.said.contains(question))
    stage.press("n")
    #expect(stage.decisions.isEmpty && stage.said.contains("left as it is"))
    stage.press(key, "y")
    #expect(
      stage.decisions.map(\.request) == [ModerationRequest(action: action, userID: "u-user3")])
    stage.press(key == "b" ? "D" : "b", "2")
    #expect(stage.decisions.last?.request.reason == "abuse")
  }

  @Test("while a question is asked, keys mean nothing else", arguments: ["d", "j", "q", "G", "9"])
  func modal(_ key: String) {
    var stage = stage()
    stage.press("D", key)
    #expect(stage.said.contains("Delete ALL"))
    #expect(stage.decisions.isEmpty)
  }

  @Test("a digit after the deed adds a reason; any other key is just itself")
  func reasons() {
    var stage = stage()
    stage.press("d")
    #expect(stage.said.contains("why? 1 spam  2 abuse"))
    stage.press("1")
    #expect(
      stage.decisions.last?.request
        == ModerationRequest(action: .delete, commentIDs: [third.commentID], reason: "spam"))
    #expect(stage.decisions.count == 2)
    stage.press("k", "d", "k", "1")
    #expect(stage.decisions.count == 3)
  }

  @Test(
    "nothing selected: a key says how to select, and sends nothing", arguments: ["d", "m", "b"])
  func nothingSelected(_ key: String) {
    var stage = Stage()
    stage.goLive(Stage.comments(5), you: Stage.ana)
    stage.press(key)
    #expect(stage.decisions.isEmpty)
    #expect(stage.said.contains("select a comment first (k)"))
  }

  @Test(
    "a key that the role does not allow says so",
    arguments: [
      ("h", "only moderators hold comments"), ("a", "only moderators review held comments"),
      ("p", "only moderators pin comments"), ("m", "only moderators mute users"),
      ("b", "only moderators shadow-ban users"), ("D", "only moderators purge users"),
      ("d", "only moderators delete others' comments"), ("u", "only moderators restore comments"),
    ])
  func viewer(_ key: String, _ words: String) {
    var stage = stage(Stage.alice)
    stage.press(key)
    #expect(stage.decisions.isEmpty)
    #expect(stage.said.contains("\(words): you are a viewer"))
  }

  @Test("a viewer is asked once before their own comment goes, because nobody gives it back")
  func ownComment() {
    var stage = Stage()
    stage.goLive(Stage.comments(3) + [Stage.comment(9, "alice", "oops")], you: Stage.alice)
    stage.press("k", "d")
    #expect(stage.decisions.isEmpty && stage.said.contains("Delete “oops” for good?"))
    stage.press("1", "n")
    #expect(stage.decisions.isEmpty && stage.said.contains("left as it is"))
    stage.press("d", "y")
    #expect(stage.decisions.map(\.request.action) == [.delete])
    #expect(stage.screen().contains("— removed —") && !stage.screen().contains("oops"))
  }

  @Test("user actions against moderators are the owner's", arguments: [Stage.ana, Stage.owner])
  func againstModerators(_ you: User) {
    var stage = Stage(columns: 120)
    stage.goLive([Stage.comment(1, "max", "I moderate", role: .moderator)], you: you)
    stage.press("k", "m")
    #expect((stage.model.inputContext == .choosing) == (you.role == .owner))
    #expect(stage.said.contains("max moderates: only the owner") == (you.role == .moderator))
  }

  @Test("pressed on a live feed 500 times a second, `d` hits what is selected, 200 times of 200")
  func rightHits() {
    var generator = SeededGenerator(seed: 500)
    var stage = Stage()
    stage.goLive(Stage.comments(300), you: Stage.ana)
    var next: Int64 = 301
    var hits = 0
    for _ in 0..<200 {
      stage.effects.removeAll()
      if stage.model.frozen == nil { stage.press("k") }
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        stage.press(["k", "j", "k"].randomElement(using: &generator) ?? "k")
        // 500 comments a second, a key every tenth of one.
        stage.arrive(Stage.comments(50, from: next))
        next += 50
        stage.pass(.milliseconds(100))
      }
      // What was deleted before needs no second key.
      while stage.model.frozen?.selectedComment?.state == .deleted { stage.press("k") }
      let before = stage.grid()
      let row = (0..<before.rows).first { before.line($0).hasPrefix("▌") }
      guard let row, let selected = stage.model.frozen?.selectedComment else {
        Issue.record("nothing is selected")
        return
      }
      stage.arrive(Stage.comments(50, from: next))
      next += 50
      stage.press("d")
      // What stood under the eye, what the model says, and what was sent are one comment.
      if before.line(row).hasSuffix(selected.content),
        stage.decisions.map(\.request.commentIDs) == [[selected.commentID]]
      {
        hits += 1
      }
      if let key = stage.decisions.first?.key { stage.accept(key) }
      stage.moderate(.delete, .deleted, [selected]) { $0.actor = Stage.ana.userID }
      if Bool.random(using: &generator) { stage.press("G") } else { stage.press("k") }
    }
    #expect(hits == 200, "seed 500")
  }
}
