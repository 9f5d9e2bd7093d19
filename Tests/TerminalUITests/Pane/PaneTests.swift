import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct PaneTests {
  private func stage(columns: Int = 120) -> Stage {
    var stage = Stage(columns: columns, rows: 30)
    stage.goLive(Stage.chat, you: Stage.ana)
    stage.review([])
    return stage
  }

  @Test("tabs follow each other around; a viewer has two of them")
  func tabs() {
    var stage = stage()
    stage.press("tab")
    var seen: [SidePane.Tab?] = []
    for _ in 0..<6 {
      seen.append(stage.model.pane.tab)
      stage.press("right")
    }
    #expect(seen == [.held, .log, .user, .stream, .connection, .held])
    stage.press("[", "[", "[")
    #expect(stage.model.pane.tab == .stream)
    var viewer = Stage()
    viewer.goLive(Stage.chat)
    viewer.press("H")
    #expect(!viewer.model.pane.isOpen && viewer.said.contains("you are a viewer"))
    viewer.press("tab", "right")
    #expect(viewer.model.pane.tab == .stream)
  }

  @Test("every tab is named whole beside a feed of 60 columns, however many comments are held")
  func names() {
    var stage = Stage(columns: 100, rows: 30)
    stage.goLive(Stage.chat, you: Stage.ana)
    var held = Stage.comments(Int64(Inquiry.heldPage))
    for index in held.indices { held[index].state = .held }
    stage.review(held)
    stage.press("H")
    let row = stage.rowIndex(of: "▸Held 200") ?? -1
    #expect(stage.row(row).hasSuffix("Connection"))
    stage.mouse(.press(.left), row: row, column: 95)
    #expect(stage.model.pane.shows(.connection))
  }

  @Test("a click on a tab opens it, a click below gives the pane the keys, the wheel moves in it")
  func mouse() {
    for columns in [80, 120] {
      var stage = stage(columns: columns)
      stage.press("L")
      let row = stage.rowIndex(of: "Connection") ?? -1
      let line = stage.row(row)
      for (title, tab) in [("Stream", SidePane.Tab.stream), ("Held", .held), ("Log", .log)] {
        let column = line.firstRange(of: title).map {
          line.distance(from: line.startIndex, to: $0.lowerBound)
        }
        stage.mouse(.press(.left), row: row, column: column ?? -1)
        #expect(stage.model.pane.shows(tab))
        #expect(stage.model.pane.hasKeys)
      }
      stage.press("tab")
      #expect(!stage.model.pane.hasKeys)
      // Where it covered the feed it is closed now.
      if !stage.model.pane.isOpen { stage.press("tab") }
      stage.mouse(.press(.left), row: row + 3, column: columns - 2)
      #expect(stage.model.pane.hasKeys && stage.model.pane.shows(.log))
      stage.mouse(.wheelDown, row: row + 3, column: columns - 2)
      stage.mouse(.press(.left), row: row, column: columns - 1)
      #expect(stage.model.pane.isOpen)
    }
  }

  @Test("a click far outside the screen does nothing")
  func farOutside() {
    var stage = stage()
    stage.press("L")
    let before = stage.screen()
    for (row, column) in [(99_998, 99_998), (-1, -1), (0, 99_998), (99_998, 0)] {
      stage.mouse(.press(.left), row: row, column: column)
    }
    #expect(stage.screen() == before)
  }

  @Test("the log shows what happens as it happens, with names, and pages back")
  func log() {
    var stage = stage()
    stage.press("L")
    stage.actOfModerators()
    stage.answerDecisions()
    for words in ["u-max deleted neil's “T-10", "rule links held", "you muted kerbal for 10 m"] {
      #expect(stage.screen().contains(words))
    }
    #expect(stage.screen().contains("– the beginning –"))
  }

  @Test("the log fetches what is before its oldest record when one comes near it")
  func logPages() {
    var log = DecisionLog()
    #expect(log.pageBefore(1_000) == Coverage(after: 800, upto: 1_000))
    log.fetched(Coverage(after: 800, upto: 1_000))
    #expect(!log.isNearEnd)
    #expect(log.pageBefore(1_050) == Coverage(after: 600, upto: 800))
    log.fetched(Coverage(after: .zero, upto: 200))
    #expect(log.pageBefore(1_050) == nil)
  }

  @Test("the card follows the selection while the feed has the keys, one request at a time")
  func card() {
    var stage = stage()
    stage.press("k", "U")
    let mission = Stage.chat[7].userID
    #expect(stage.inquiries.last == .userCard(mission))
    stage.press("k")
    #expect(stage.inquiries.last == .userCard(mission))
    stage.answerCard()
    #expect(stage.inquiries.last == .userCard(Stage.chat[6].userID))
    stage.answerCard()
    #expect(stage.screen().contains("41 visible, 2 deleted"))
    #expect(stage.screen().contains("muted for 5 m more"))
    #expect(stage.screen().contains("u-max muted kerbal for 10 m: spoiler"))
    let before = stage.inquiries.count
    stage.moderate(.unmute, .visible) { $0.userID = Stage.chat[6].userID }
    #expect(stage.inquiries.count == before + 1)
    stage.press("tab", "m", "1")
    #expect(stage.decisions.last?.request.userID == Stage.chat[6].userID)
  }

  @Test("a rule is changed on the rules that the server has now, and taken back with u")
  func rules() {
    var stage = stage()
    stage.press(":")
    stage.type("rules links reject")
    stage.press("enter")
    #expect(stage.inquiries.last == .rules)
    stage.answerRules()
    var wanted = Stage.rules
    wanted["links"] = .reject
    #expect(stage.inquiries.last == .setRules(wanted))
    stage.send(.answered(.rulesSet(.success(wanted))))
    #expect(stage.model.rules.document == wanted)
    stage.press("u")
    // Others may have changed other rules since.
    #expect(stage.inquiries.last == .rules)
    wanted["blocklist"] = .hold
    stage.send(.answered(.rules(.success(wanted))))
    var former = Stage.rules
    former["blocklist"] = .hold
    #expect(stage.inquiries.last == .setRules(former))
  }

  @Test("a rule that somebody else has set since is not taken back")
  func overtakenRule() {
    var stage = stage()
    stage.command("rules links reject")
    stage.answerRules()
    var rules = Stage.rules
    rules["links"] = .reject
    stage.send(.answered(.rulesSet(.success(rules))))
    stage.press("u")
    rules["links"] = .flag
    let before = stage.inquiries.count
    stage.send(.answered(.rules(.success(rules))))
    #expect(stage.inquiries.count == before)
    #expect(stage.said.contains("links was set by others since"))
  }

  @Test("rules that were not taken are said, and fetched again when they are shown")
  func refusedRules() {
    var stage = stage()
    stage.press(":")
    stage.type("rules links reject")
    stage.press("enter")
    stage.answerRules()
    stage.send(.answered(.rulesSet(.failure(.refused(Problem(.forbidden, "not you"))))))
    #expect(stage.said.contains("the rules were not changed: not you"))
    stage.press("S")
    #expect(stage.inquiries.last == .rules)
  }
}
