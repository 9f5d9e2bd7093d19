import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// Whatever happens to a feed, in whatever order: the search knows what a new one would find.
@Suite struct MatchIndexTests {
  @Test(
    "matching step by step finds what matching from scratch finds",
    arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func incremental(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let queries = [
      "goal", "from:user3", "is:deleted", "is:held -goal", "re:[02468]$", "-re:1", "is:pinned",
      "pass is:mod",
    ]
    var stage = Stage(columns: 60, rows: 12)
    stage.goLive(FeedEvents.comments(1...30), you: seed.isMultiple(of: 2) ? Stage.ana : Stage.alice)
    stage.press("/")
    stage.type(queries[Int(seed) - 1])
    stage.press("enter")
    for step in 0..<150 {
      FeedEvents.happen(&stage, using: &generator)
      guard stage.model.search != nil else {
        Issue.record("the search is gone")
        return
      }
      try Self.expectAsFromScratch(stage, "seed \(seed), step \(step)")
    }
  }

  private static func expectAsFromScratch(_ stage: Stage, _ when: String) throws {
    let model = stage.model
    let search = try #require(model.search)
    #expect(search.isComplete, "\(when)")
    let pins = Set(model.session.feed.pins.map(\.commentID))
    var reader = QueryReader()
    let expected = model.feedContent.comments.compactMap { comment -> Seq? in
      let now = model.frozen == nil ? comment : model.frozen?.comment(comment.commentID)
      guard let now,
        search.query.matches(now, isPinned: pins.contains(now.commentID), &reader)
      else { return nil }
      return now.seq
    }
    // What came back into the feed behind a view that stands still is found, but not shown there.
    let shown = search.index.all.filter {
      model.feedContent.comments.contains($0.commentID)
    }
    #expect(shown.map(\.seq) == expected, "\(when)")
    for (rank, match) in search.index.all.reversed().enumerated() {
      #expect(search.index.rank(of: match.commentID) == rank + 1, "\(when)")
    }
  }

  @Test("a long feed is matched in portions, the newest first, and the keys are not kept waiting")
  func portions() {
    var stage = Stage(columns: 60, rows: 12)
    let text = String(repeating: "aaaa ", count: 100)
    stage.goLive((1...5_000).map { Stage.comment($0, "user\($0 % 7)", "\(text)\($0)") })
    settle(&stage)
    stage.press("/")
    // Every position begins a new attempt: the dearest kind.
    stage.send(.terminal(.paste("re:(a|a)*(a|a)*b|^a")))
    #expect(stage.model.search?.isComplete == false)
    #expect(stage.model.frozen?.selectedComment?.seq == 5_000)
    #expect(stage.row(-2).contains("…"))
    #expect((stage.model.search?.index.count ?? 0) < 5_000)
    var readings = 0
    while stage.model.search?.isComplete == false, readings < 5_000 {
      #expect(stage.model.nextDeadline == stage.model.clock.instant + MatchBudget.pause)
      stage.pass(MatchBudget.pause)
      readings += 1
    }
    #expect(stage.model.search?.index.count == 5_000)
    #expect(readings > 2)
    #expect(stage.row(-2).hasSuffix("1/5,000"))
  }

  @Test("nothing is matched twice: an update costs what arrived, however long the feed is")
  func cost() {
    var stage = Stage(columns: 60, rows: 12)
    stage.goLive(FeedEvents.comments(1...5_000))
    stage.press("/")
    stage.type("goal")
    stage.press("enter", "G")
    #expect(stage.model.matchBudget.spent > 5_000)
    settle(&stage)
    #expect(stage.model.matchBudget.spent == 0)
    stage.arrive(FeedEvents.comments(5_001...5_010))
    // Ten comments of some ten letters, read for the search and for mentions.
    #expect((1...1_000).contains(stage.model.matchBudget.spent))
  }

  /// Lets time pass until everything has been looked at, mentions too, which come last.
  private func settle(_ stage: inout Stage) {
    for _ in 0..<1_000 {
      stage.pass(MatchBudget.pause)
      if stage.model.highlights.isComplete, stage.model.search?.isComplete != false { break }
    }
    stage.pass(MatchBudget.pause)
  }
}
