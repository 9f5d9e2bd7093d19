import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct FilterTests {
  private func stage(
    you: User? = Stage.alice, filters: [String] = [], columns: Int = 100
  ) throws -> Stage {
    var settings = Settings()
    settings.hasToken = true
    settings.filters = try filters.compactMap { try Filter.parse($0) }
    var stage = Stage(columns: columns, rows: 24, settings: settings)
    stage.goLive(
      (1...30).map {
        Stage.comment($0, "user\($0 % 3)", $0 % 3 == 0 ? "spam \($0)" : "talk \($0)")
      },
      you: you)
    return stage
  }

  private func run(_ stage: inout Stage, _ command: String) {
    stage.press(":")
    stage.type(command)
    stage.press("enter")
  }

  @Test("what matches leaves the feed, and the status line counts it; :unfilter brings it back")
  func hiding() throws {
    var stage = try stage()
    #expect(stage.screen().contains("spam 27") && !stage.row(0).contains("hidden"))
    run(&stage, "filter spam")
    #expect(stage.said.contains("hides 10 by spam"))
    #expect(!stage.screen().contains("spam 27") && stage.screen().contains("talk 28"))
    #expect(stage.row(0).contains("10 hidden"))
    stage.arrive([Stage.comment(31, "eve", "SPAM again"), Stage.comment(32, "eve", "hello")])
    #expect(!stage.screen().contains("SPAM again") && stage.screen().contains("hello"))
    #expect(stage.row(0).contains("11 hidden"))
    run(&stage, "unfilter")
    #expect(stage.screen().contains("SPAM again") && stage.screen().contains("spam 27"))
    #expect(!stage.row(0).contains("hidden"))
  }

  @Test("what is hidden of older comments that were loaded is counted too")
  func hiddenOlder() throws {
    var stage = Stage(columns: 100, rows: 24)
    stage.goLive(Stage.comments(100, from: 501), after: 500)
    run(&stage, "filter \"comment 4\"")
    run(&stage, "filter \"comment 5\"")
    #expect(stage.row(0).contains("99 hidden"))
    stage.press("k", "g")
    stage.older(Stage.comments(100, from: 401), after: 400, upTo: 500)
    #expect(stage.row(0).contains("199 hidden"))
    run(&stage, "filter")
    #expect(stage.said.contains("hides 199"))
    stage.press("G")
    #expect(stage.row(0).contains("99 hidden"))
  }

  @Test("filters are listed with numbers, and end by number, by text, or all at once")
  func listing() throws {
    var stage = try stage()
    run(&stage, "filter")
    #expect(stage.said.contains("nothing is hidden"))
    run(&stage, "filter spam -from:user2")
    run(&stage, "filter \"talk 2\"")
    run(&stage, "filter is:mod")
    run(&stage, "filter")
    #expect(stage.said.contains("1 spam -from:user2  2 \"talk 2\"  3 is:mod"))
    run(&stage, "unfilter")
    #expect(stage.said.contains("which one?"))
    run(&stage, "unfilter 1")
    #expect(stage.said.contains("no longer hidden: spam -from:user2"))
    run(&stage, "unfilter is:mod")
    #expect(stage.model.filters.map(\.text) == ["\"talk 2\""])
    run(&stage, "unfilter all")
    #expect(stage.model.filters.isEmpty && stage.model.filtered == nil)
  }

  @Test(
    "a mistake is explained, and hides nothing",
    arguments: [
      ("filter re:(", "re: a ) is missing"), ("filter is:nice", "is: takes held"),
      ("unfilter 3", "nothing is hidden"), ("filer spam", "did you mean :filter?"),
    ])
  func mistakes(_ command: String, _ words: String) throws {
    var stage = try stage()
    run(&stage, command)
    #expect(stage.said.contains(words))
    #expect(stage.model.filters.isEmpty)
  }

  @Test("own comments and mentions stay, unless they are asked for")
  func own() throws {
    var stage = try stage()
    stage.arrive([
      Stage.comment(31, "alice", "is this spam?"), Stage.comment(32, "eve", "alice: spam!"),
      Stage.comment(33, "eve", "malice spam"),
    ])
    run(&stage, "filter spam")
    #expect(stage.screen().contains("is this spam?") && stage.screen().contains("alice: spam!"))
    #expect(!stage.screen().contains("malice spam"))
    run(&stage, "filter ! spam")
    #expect(!stage.screen().contains("is this spam?") && !stage.screen().contains("alice: spam!"))
  }

  @Test("filters from the settings know who the user is once the server has said so")
  func settings() throws {
    var stage = try stage(filters: ["spam", "from:alice"])
    #expect(stage.row(0).contains("10 hidden"))
    stage.arrive([Stage.comment(31, "alice", "it is me")])
    #expect(stage.screen().contains("it is me"))
  }

  @Test("the held queue shows what filters hide in the feed")
  func held() throws {
    var stage = try stage(you: Stage.ana)
    run(&stage, "filter is:held")
    stage.moderate(.hold, .held, [Stage.comment(29, "user2", "talk 29")])
    #expect(!stage.screen().contains("talk 29"))
    #expect(stage.row(0).contains("1 held") && stage.row(0).contains("1 hidden"))
    stage.press("H")
    #expect(stage.screen().contains("talk 29"))
    stage.moderate(.approve, .visible, [Stage.comment(29, "user2", "talk 29")])
    stage.press("esc")
    #expect(stage.screen().contains("talk 29") && stage.row(0).contains("0 hidden"))
  }

  @Test("a frozen view stays as it is, and what it counts as new is what will be shown")
  func frozen() throws {
    var stage = try stage()
    stage.press("k", "k")
    let before = (1..<20).map { stage.row($0) }
    run(&stage, "filter spam")
    #expect((1..<20).map { stage.row($0) } == before)
    #expect(stage.said.contains("the frozen view stays as it is"))
    stage.arrive([
      Stage.comment(31, "eve", "spam"), Stage.comment(32, "eve", "spam"),
      Stage.comment(33, "eve", "hello"),
    ])
    #expect(stage.row(-3).contains("↓ 1 new"))
    stage.press("G")
    #expect(!stage.screen().contains("spam 30") && stage.screen().contains("hello"))
  }

  @Test("a search finds nothing that is hidden")
  func searching() throws {
    var stage = try stage()
    stage.press("/")
    stage.type("2")
    stage.press("enter", "G")
    let all = stage.model.search?.index.count
    run(&stage, "filter spam")
    #expect(all == 12 && stage.model.search?.index.count == 8)
    stage.press("n")
    #expect(stage.model.frozen?.selectedComment?.content == "talk 29")
  }

  @Test("what was folded into a comment that is hidden is still shown")
  func repeats() throws {
    var stage = try stage()
    stage.arrive(
      (31...33).map { Stage.comment($0, "raider\($0)", "join my giveaway at the usual place") })
    run(&stage, "filter from:raider31")
    #expect(stage.screen().contains("join my giveaway"))
    run(&stage, "filter from:raider*")
    #expect(!stage.screen().contains("join my giveaway"))
  }

  @Test("everything hidden is said, and not taken for silence")
  func everything() throws {
    var stage = try stage()
    run(&stage, "filter -nonsense")
    #expect(stage.screen().contains("Everything is hidden: :filter lists by what."))
  }

  @Test(
    "filtering step by step leaves what filtering from scratch leaves",
    arguments: [UInt64(1), 2, 3, 4])
  func incremental(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var stage = try stage(
      you: seed.isMultiple(of: 2) ? Stage.ana : Stage.alice,
      filters: [["spam"], ["is:deleted", "is:pinned"], ["re:[13579]$"], ["-talk", "is:held"]][
        Int(seed) - 1])
    for step in 0..<150 {
      FeedEvents.happen(&stage, using: &generator)
      let model = stage.model
      let pins = Set(model.session.feed.pins.map(\.commentID))
      var reader = QueryReader()
      let expected = model.session.feed.timeline.filter { !model.hides($0, pins, &reader) }
      let filtered = try #require(model.filtered)
      #expect(Array(filtered.shown) == expected, "seed \(seed), step \(step)")
      #expect(
        filtered.hidden.count == model.session.feed.timeline.count - expected.count,
        "seed \(seed), step \(step)")
    }
  }
}
