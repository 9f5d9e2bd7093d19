import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct SearchTests {
  /// 40 comments; every tenth is about a goal.
  @Test("a match above the screen comes with rows that led to it")
  func context() throws {
    var stage = Stage()
    stage.goLive(
      (1...100).map { Stage.comment($0, "user", $0 == 40 ? "needle" : "comment \($0)") })
    stage.press("/")
    stage.type("needle")
    stage.press("enter")
    let row = try #require(stage.rowIndex(of: "needle"))
    #expect(row == 3 && stage.row(2).hasSuffix("comment 39"))
  }

  private func stage(you: User? = Stage.alice, rows: Int = 12) -> Stage {
    var stage = Stage(columns: 80, rows: rows)
    stage.goLive(
      (1...40).map {
        Stage.comment($0, "user\($0 % 7)", $0 % 10 == 0 ? "what a GOAL \($0)" : "pass \($0)")
      }, you: you)
    return stage
  }

  private func selected(_ stage: Stage) -> Int64? {
    stage.model.frozen?.selectedComment?.seq.rawValue
  }

  /// The line that is typed on.
  private func line(_ stage: Stage) -> String { stage.row(-2) }

  @Test("typing shows the newest match and how many there are; no match goes back")
  func incremental() {
    var stage = stage()
    stage.press("/")
    stage.type("go")
    #expect(selected(stage) == 40)
    #expect(line(stage).hasPrefix("/go ") && line(stage).hasSuffix("1/4"))
    stage.type("x")
    #expect(stage.model.frozen == nil)
    #expect(line(stage).hasSuffix(" 0"))
    stage.press("backspace")
    #expect(selected(stage) == 40)
  }

  @Test("Enter keeps the search; n goes to older matches, N to newer ones, and both end")
  func jumping() {
    var stage = stage()
    stage.press("/")
    stage.type("goal")
    stage.press("enter")
    #expect(stage.row(-3).contains("/goal 1/4"))
    stage.press("n", "n")
    #expect(selected(stage) == 20)
    #expect(stage.row(-3).contains("/goal 3/4"))
    stage.press("n", "n")
    #expect(selected(stage) == 10)
    #expect(stage.said.contains("no older match"))
    stage.press("N", "N", "N", "N")
    #expect(selected(stage) == 40)
    #expect(stage.said.contains("no newer match"))
  }

  @Test("Esc goes back to where one was: the selection, the rows, the search before")
  func escape() {
    var stage = stage()
    stage.press("k", "k", "k", "pageup")
    let before = stage.screen()
    stage.press("/")
    stage.type("goal 10")
    #expect(selected(stage) == 10)
    stage.press("esc")
    #expect(stage.screen() == before)
    stage.press("G", "/")
    stage.type("goal")
    stage.press("esc")
    #expect(stage.model.frozen == nil && stage.model.search == nil)
    stage.press("/")
    stage.type("pass")
    stage.press("enter", "/")
    stage.type("goal")
    stage.press("esc")
    #expect(stage.row(-3).contains("/pass"))
  }

  @Test("while frozen, the search begins at the selected comment")
  func fromSelection() {
    var stage = stage()
    stage.press("g")
    for _ in 0..<24 { stage.press("j") }
    stage.press("/")
    stage.type("goal")
    #expect(selected(stage) == 20)
    #expect(line(stage).hasSuffix("3/4"))
    stage.press("ctrl-s")
    #expect(selected(stage) == 30)
    stage.press("ctrl-r", "ctrl-r")
    #expect(selected(stage) == 10)
  }

  @Test("n freezes a live view at the newest match; Esc thaws, and Esc again ends the search")
  func liveJump() {
    var stage = stage()
    stage.press("/")
    stage.type("goal")
    stage.press("enter", "G")
    #expect(stage.model.frozen == nil)
    #expect(stage.row(-3).contains(" /goal 4 "))
    stage.press("n")
    #expect(selected(stage) == 40)
    stage.press("esc")
    #expect(stage.model.frozen == nil && stage.model.search != nil)
    stage.press("N")
    #expect(stage.model.frozen == nil && stage.said.contains("no newer match"))
    stage.press("esc")
    #expect(stage.model.search == nil)
    #expect(!stage.row(-3).contains("goal"))
  }

  @Test("what arrives is found, what leaves is not counted any more")
  func arrivals() {
    var stage = stage()
    stage.press("/")
    stage.type("goal")
    stage.press("enter", "G")
    stage.arrive([Stage.comment(41, "eve", "another goal")])
    #expect(stage.row(-3).contains(" /goal 5 "))
    stage.moderate(.delete, .deleted, [Stage.comment(20, "user6", "what a GOAL 20")])
    #expect(stage.row(-3).contains(" /goal 4 "))
    stage.press("n", "n", "n", "n")
    #expect(selected(stage) == 10)
  }

  @Test("a match that is retracted while the view stands still is passed over")
  func retracted() {
    var stage = stage()
    stage.press("/")
    stage.type("goal")
    stage.press("enter")
    stage.moderate(.delete, .deleted, [Stage.comment(30, "user2", "what a GOAL 30")])
    #expect(stage.row(-3).contains("/goal 1/3"))
    stage.press("n")
    #expect(selected(stage) == 20)
  }

  @Test("moderators find what was deleted, also when it is deleted only now")
  func deleted() {
    var stage = stage(you: Stage.ana)
    stage.press("/")
    stage.type("is:deleted")
    stage.press("enter")
    #expect(stage.said.contains("nothing matches is:deleted"))
    stage.moderate(.delete, .deleted, [Stage.comment(7, "user0", "pass 7")])
    #expect(stage.row(-3).contains(" /is:deleted 1 "))
    stage.press("n")
    #expect(selected(stage) == 7)
    // The view is frozen now: what happens in it counts as well.
    stage.moderate(.delete, .deleted, [Stage.comment(5, "user5", "pass 5")])
    stage.press("n")
    #expect(selected(stage) == 5)
    stage.moderate(.restore, .visible, [Stage.comment(7, "user0", "pass 7")])
    #expect(stage.row(-3).contains("/is:deleted 1/1"))
  }

  @Test("pins are found as they come and go")
  func pinned() {
    var stage = stage()
    stage.pin(Stage.comment(12, "user5", "pass 12"))
    stage.press("/")
    stage.type("is:pinned")
    stage.press("enter")
    #expect(selected(stage) == 12)
    stage.pin(Stage.comment(14, "user0", "pass 14"))
    #expect(stage.row(-3).contains("/is:pinned 2/2"))
    stage.moderate(.unpin, .visible, [Stage.comment(12, "user5", "pass 12")])
    #expect(stage.row(-3).contains("/is:pinned 1 "))
  }

  @Test("a query with a mistake says so while it is typed, and Enter does not take it")
  func mistakes() {
    var stage = stage()
    stage.press("/")
    stage.type("re:[a")
    #expect(stage.said.contains("! re: a ] is missing"))
    stage.press("enter")
    #expect(stage.model.inputContext == .searching)
    stage.type("]")
    #expect(!stage.said.contains("missing"))
    stage.press("enter")
    #expect(stage.model.inputContext == .frozen)
    #expect(stage.row(-3).contains("/re:[a]"))
  }

  @Test("readline keys and the history work on the line; an empty line goes back")
  func editing() {
    var stage = stage()
    stage.press("/")
    stage.type("goal")
    stage.press("enter", "esc", "/")
    stage.press("up")
    #expect(line(stage).hasPrefix("/goal "))
    stage.press("ctrl-a")
    stage.type("what a ")
    #expect(line(stage).hasPrefix("/what a goal ") && line(stage).hasSuffix("1/4"))
    stage.press("ctrl-u", "ctrl-k", "backspace")
    #expect(stage.model.inputContext == .live)
    stage.press("/")
    stage.send(.terminal(.paste("goal\n3")))
    #expect(line(stage).hasPrefix("/goal 3") && selected(stage) == 30)
  }

  @Test("an empty query ends the search")
  func ending() {
    var stage = stage()
    stage.press("/")
    stage.type("goal")
    stage.press("enter", "/", "enter")
    #expect(stage.model.search == nil)
    stage.press("N")
    #expect(stage.said.contains("/ searches"))
  }

  @Test("what matches is lit, across the ends of rows, and has a sign where nothing can be lit")
  func lighting() {
    var stage = Stage(columns: 40, rows: 12)
    stage.goLive([
      Stage.comment(1, "bob", "nothing to see here, not even a free mon key"),
      Stage.comment(2, "eve", "it is said that there is Free   Money in here"),
    ])
    stage.press("/")
    stage.type("\"free money\"")
    stage.press("enter", "G")
    let grid = stage.grid()
    let lit = (0..<grid.rows).map { row in
      String(
        (0..<grid.columns).filter { grid[row, $0].style.attributes.contains(.underline) }
          .compactMap { column in
            grid.line(row).dropFirst(column).first
          })
    }.filter { !$0.isEmpty }
    #expect(lit.joined(separator: "|").filter { $0 != " " && $0 != "|" } == "FreeMoney")
    stage.press("/")
    stage.type("from:bob")
    stage.press("enter", "G")
    #expect(stage.rowIndex(of: "nothing to see").map { stage.row($0).first } == "/")
  }

  @Test("* on a match marks all matches, and the next action takes them as one event")
  func marking() {
    var stage = stage(you: Stage.ana)
    stage.press("/")
    stage.type("goal")
    stage.press("enter", "n", "*")
    #expect(stage.said.contains("marked 4 matches"))
    #expect(stage.row(-3).contains("● 4 marked"))
    stage.press("d")
    #expect(stage.decisions.map { $0.request.commentIDs?.count } == [4])
    #expect(stage.said.contains("deleted 4 comments"))
    // Beside a match, it is about the author.
    stage.press("k", "*")
    #expect(stage.said.contains("matches") == false)
  }

  @Test("what matches beyond the limit is said, and goes out as one event per 256")
  func markingMany() {
    var stage = Stage(columns: 100)
    stage.goLive(Stage.comments(3_000), you: Stage.ana)
    stage.press("/")
    stage.type("comment")
    stage.press("enter")
    stage.pass(.seconds(1))
    stage.press("*")
    #expect(stage.said.contains("marked the newest 2,560 of 3,000 matches"))
    stage.press("h", "y")
    #expect(
      stage.decisions.map { $0.request.commentIDs?.count } == Array(repeating: 256, count: 10))
  }

  @Test("while something is searched for, the hints say first how to go on")
  func hints() {
    var viewer = stage()
    viewer.press("/")
    viewer.type("goal")
    viewer.press("enter")
    #expect(viewer.said.hasPrefix(" n older  N newer  "))
    var moderator = stage(you: Stage.ana)
    moderator.pass(.seconds(9))
    moderator.press("/")
    moderator.type("goal")
    moderator.press("enter")
    #expect(moderator.said.hasPrefix(" * mark matches  n older  N newer  "))
    moderator.press("k")
    #expect(!moderator.said.contains("mark matches") && moderator.said.contains("n older"))
  }

  @Test("in a thread a search goes through the thread, and after it through the feed again")
  func thread() {
    var stage = Stage(columns: 80, rows: 16)
    let question = Stage.comment(20, "eve", "which goal?")
    stage.goLive(
      Stage.comments(19) + [question, Stage.comment(21, "bob", "another goal")]
        + [Stage.comment(22, "max", "the second goal", replyTo: question.commentID)])
    stage.press("/")
    stage.type("goal")
    stage.press("enter", "t")
    #expect(stage.screen().contains("thread of 2 comments"))
    stage.press("n")
    #expect(selected(stage) == 20)
    stage.press("t", "N")
    #expect(selected(stage) == 21)
  }

  @Test("what is marked is seen, though it was folded into another")
  func markingRepeats() {
    var stage = Stage(columns: 80, rows: 24)
    stage.goLive(
      (1...5).map { Stage.comment($0, "raider\($0)", "join my giveaway at the usual place") },
      you: Stage.ana)
    stage.press("/")
    stage.type("giveaway")
    stage.press("enter", "*")
    #expect(stage.said.contains("marked 5 matches"))
    let marked = (1...20).count { ["●", "◉"].contains(stage.row($0).first) }
    #expect(marked == 5)
  }

  @Test("moderators restore all that was deleted by one query")
  func restoring() {
    var stage = stage(you: Stage.ana)
    let chosen = [3, 5, 7].map { Stage.comment($0, "user\($0 % 7)", "pass \($0)") }
    stage.moderate(.delete, .deleted, chosen)
    stage.press("/")
    stage.type("is:deleted pass")
    stage.press("enter", "*", ":")
    stage.type("restore")
    stage.press("enter")
    #expect(stage.decisions.map { $0.request.commentIDs?.count } == [3])
  }

  @Test("a feed that is cleared is searched anew")
  func cleared() {
    var stage = stage()
    stage.press("/")
    stage.type("goal")
    stage.press("enter")
    stage.loseConnection()
    stage.pass(.seconds(3))
    stage.send(.session(.opened))
    stage.welcome(resume: .reset, reason: .epoch)
    stage.send(
      .session(.joined(.success(Stage.page([Stage.comment(3, "eve", "goal in the new log")])))))
    stage.press("esc")
    #expect(stage.row(-3).contains(" /goal 1 "))
  }
}
