import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct StreamTabsTests {
  @Test("one stream has no strip; several have one, in their order, the shown one marked")
  func strip() {
    #expect(TabStage(["finals"]).row(0).hasPrefix(" finals"))
    let stage = TabStage()
    #expect(stage.row(0) == "▸1 finals   2 semis   3 lobby")
    #expect(stage.row(1).hasPrefix(" finals"))
    #expect(stage.screen().contains("welcome to finals"))
  }

  @Test("a stream in the background receives, and shows only its label")
  func background() {
    var stage = TabStage()
    stage.arrive(1, "one", "two")
    #expect(stage.row(0) == "▸1 finals   2 semis 2   3 lobby")
    #expect(!stage.screen().contains("two"))
    stage.press("alt-2")
    #expect(stage.row(0) == " 1 finals  ▸2 semis   3 lobby")
    #expect(stage.screen().contains("two"))
    #expect(!stage.screen().contains("welcome to finals"))
  }

  @Test("what a join or nothing brings is no activity")
  func noActivity() {
    var stage = TabStage()
    stage.arrive(1)
    #expect(stage.row(0) == "▸1 finals   2 semis   3 lobby")
  }

  @Test("a mention is marked until the stream is looked at")
  func mention() {
    var stage = TabStage()
    stage.arrive(2, "did Alice see this?", "another")
    #expect(stage.row(0) == "▸1 finals   2 semis   3 lobby @ 2")
    stage.press("alt-3", "alt-1")
    #expect(stage.row(0) == "▸1 finals   2 semis   3 lobby")
  }

  @Test("the count ends at a bound, and from there on nothing is drawn anew")
  func bound() {
    var stage = TabStage()
    for _ in 0..<150 { stage.arrive(1, "again") }
    #expect(stage.row(0) == "▸1 finals   2 semis 99+   3 lobby")
    let revision = stage.tabs.revision
    stage.arrive(1, "and again")
    #expect(stage.tabs.revision == revision)
    stage.arrive(0, "here")
    #expect(stage.tabs.revision > revision)
  }

  @Test("Alt-A goes to a mention first, then to what else is new, then says that nothing is")
  func active() {
    var stage = TabStage()
    stage.arrive(1, "something")
    stage.arrive(2, "alice: look")
    stage.press("alt-a")
    #expect(stage.row(1).hasPrefix(" lobby"))
    stage.press("alt-a")
    #expect(stage.row(1).hasPrefix(" semis"))
    stage.press("alt-a")
    #expect(stage.row(1).hasPrefix(" semis"))
    #expect(stage.row(-1).contains("nothing new in the other streams"))
  }

  @Test("Alt with an arrow goes round")
  func round() {
    var stage = TabStage()
    stage.press("alt-left")
    #expect(stage.row(1).hasPrefix(" lobby"))
    stage.press("alt-right", "alt-right")
    #expect(stage.row(1).hasPrefix(" semis"))
  }

  @Test("a number that no stream has is refused in words")
  func beyond() {
    var stage = TabStage()
    stage.press("alt-7")
    #expect(stage.row(-1).contains("there are 3 streams"))
    var alone = TabStage(["finals"])
    alone.press("alt-2")
    #expect(alone.row(-1).contains("only one stream is open"))
  }

  @Test("a draft, a frozen view and what is being typed stay with their stream")
  func ownState() {
    var stage = TabStage()
    stage.press("i")
    stage.type("half a thou")
    stage.press("alt-2", "k", "alt-1")
    stage.type("ght")
    #expect(stage.screen().contains("› half a thought"))
    #expect(!stage.screen().contains("FROZEN"))
    stage.press("alt-2")
    #expect(stage.screen().contains("FROZEN"))
    #expect(!stage.screen().contains("half a thought"))
  }

  @Test("what is posted goes to the stream that is shown")
  func posts() {
    var stage = TabStage()
    stage.press("alt-2", "i")
    stage.type("hello")
    stage.press("enter")
    let posted = stage.requests.filter {
      if case .session(.send(.post)) = $0.effect { true } else { false }
    }
    #expect(posted.map(\.tab) == [stage.tabs.ids[1]])
  }

  @Test("Ctrl-K lists the streams, narrows them by typing, and goes to the one chosen")
  func list() {
    var stage = TabStage()
    stage.arrive(2, "news")
    stage.press("ctrl-k")
    #expect(stage.row(0).hasPrefix(" Streams  3"))
    #expect(stage.screen().contains("lobby  1  chat.example"))
    stage.type("LOB")
    #expect(stage.row(0).hasPrefix(" Streams  1 of 3"))
    stage.press("enter")
    #expect(stage.row(1).hasPrefix(" lobby"))
    stage.press("ctrl-k", "down", "enter")
    #expect(stage.row(1).hasPrefix(" finals"))
    stage.press("ctrl-k")
    stage.type("xyz")
    #expect(stage.screen().contains("nothing matches"))
    stage.press("enter", "esc")
    #expect(stage.row(1).hasPrefix(" finals"))
  }

  @Test(
    "commands go to a stream by number, name or the beginning of a name",
    arguments: [("tab 2", "semis"), ("tab LOBBY", "lobby"), ("tab se", "semis")])
  func command(_ command: String, _ name: String) {
    var stage = TabStage()
    stage.press(":")
    stage.type(command)
    stage.press("enter")
    #expect(stage.row(1).hasPrefix(" \(name)"))
  }

  @Test(
    "a command that names no stream says so",
    arguments: ["tab 9", "tab -9223372036854775808", "tab nowhere", "tab"])
  func noSuch(_ command: String) {
    var stage = TabStage()
    stage.press(":")
    stage.type(command)
    stage.press("enter")
    #expect(stage.row(1).hasPrefix(" finals"))
    #expect(stage.row(-1).contains("stream"))
  }

  @Test("closing leaves that stream alone, and the last one ends the program")
  func close() {
    var stage = TabStage(["finals", "semis"])
    let ids = stage.tabs.ids
    stage.press("alt-2", ":")
    stage.type("close")
    stage.requests = []
    stage.press("enter")
    #expect(
      stage.requests == [
        StreamTabs.Request(tab: ids[1], effect: .session(.cancel)),
        StreamTabs.Request(tab: ids[1], effect: .forget),
      ])
    #expect(stage.row(0).hasPrefix(" finals"))
    #expect(stage.row(-1).contains("closed semis"))
    // Nothing of a stream that is gone does anything.
    #expect(stage.tabs.update(.session(.alive), for: ids[1]).isEmpty)
    stage.press(":")
    stage.type("close")
    stage.press("enter")
    #expect(stage.effects.suffix(2) == [.session(.cancel), .quit])
  }

  @Test("leaving leaves every stream, whichever is shown, by key or by signal")
  func quit() {
    for event in [TerminalEvent.key(.control("c")), .end(signal: 15)] {
      var stage = TabStage()
      stage.press("alt-3")
      stage.requests = []
      stage.send(.terminal(event))
      let left = stage.requests.filter { $0.effect == .session(.cancel) }.map(\.tab)
      #expect(Set(left) == Set(stage.tabs.ids))
      #expect(stage.requests.last?.effect == .quit)
    }
  }

  @Test("a size and a theme are every stream's")
  func shared() {
    var stage = TabStage()
    stage.send(.terminal(.resize(TerminalSize(columns: 60, rows: 16))))
    stage.send(.themeLoaded(Theme(name: "other", summary: "", faces: [:])))
    stage.press("alt-2")
    #expect(stage.tabs.size == TerminalSize(columns: 60, rows: 16))
    #expect(stage.tabs.tabs.map(\.model.theme.name) == ["other", "other", "other"])
  }

  @Test("no more streams than the bound")
  func capacity() {
    var stage = TabStage((1...StreamTabs.capacity).map { "s\($0)" })
    #expect(stage.tabs.open(stage.tabs.tabs[0].model) == nil)
    // The shown one stays in sight, whatever the width.
    for index in [0, 8, 31, 15] {
      stage.press(":")
      stage.type("tab \(index + 1)")
      stage.press("enter")
      #expect(stage.row(0).contains("▸\(index + 1) s\(index + 1)"))
    }
  }

  @Test("a lost connection in the background shows on its label")
  func cutOff() {
    var stage = TabStage()
    stage.send(.session(.closed(nil, "gone")), to: 1)
    #expect(stage.row(0) == "▸1 finals   2 semis ○   3 lobby")
  }

  @Test("a click on a label goes there")
  func click() {
    var stage = TabStage()
    let strip = stage.row(0)
    let column = strip.firstRange(of: "lobby").map {
      strip.distance(from: strip.startIndex, to: $0.lowerBound)
    }
    stage.send(
      .terminal(.mouse(MouseEvent(.press(.left), at: GridPosition(row: 0, column: column ?? -1)))))
    #expect(stage.row(1).hasPrefix(" lobby"))
    stage.send(.terminal(.mouse(MouseEvent(.press(.left), at: GridPosition(row: 0, column: 79)))))
    #expect(stage.row(1).hasPrefix(" lobby"))
  }

  @Test("a stream opened or closed keeps the selected comment where it is in view")
  func frozenThroughChange() {
    var stage = TabStage(["finals", "semis"], rows: 10)
    for number in 0..<40 { stage.arrive(0, "line \(number)") }
    stage.press("k", "k", "k", "alt-2", ":")
    stage.type("close")
    stage.press("enter")
    #expect(stage.screen().contains("▌"))
    #expect(stage.screen().contains("line 37"))
  }
}
