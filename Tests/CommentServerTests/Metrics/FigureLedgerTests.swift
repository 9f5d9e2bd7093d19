import LiveComments
import Testing

@testable import CommentServer

@Suite("What is counted of streams over several scrapes")
struct FigureLedgerTests {
  private static let others = FigureLedger.labelledStreams

  private func stream(_ name: String) throws -> StreamID { try #require(StreamID(rawValue: name)) }

  /// Figures of a stream that has published `comments`, each 2 ms after accepting it.
  private func figures(_ comments: Int, perSecond rate: Double) -> StreamFigures {
    var figures = StreamFigures()
    figures.counters.comments = comments
    for _ in 0..<comments { figures.counters.publish.observe(microseconds: 2_000) }
    figures.gauges.commentsPerSecond = rate
    return figures
  }

  /// Fills every series of a stream's own with streams that are more active than 1 comment a second.
  private func crowded() throws -> FigureLedger {
    var ledger = FigureLedger()
    for number in 0..<Self.others {
      ledger.note(figures(0, perSecond: 5), of: try stream("busy\(number)"))
    }
    return ledger
  }

  private func comments(_ label: String, in series: [FigureLedger.Series]) -> Int? {
    let counters = series.first { $0.label == label }?.counters
    #expect(counters.map(\.comments) == counters.map(\.publish.count))
    return counters?.comments
  }

  @Test("the least active streams are one series, with the sum of their gauges")
  func fold() throws {
    var ledger = FigureLedger()
    for number in 0..<80 {
      var figures = StreamFigures()
      figures.gauges.viewers = number
      ledger.note(figures, of: try stream("s\(number)"))
    }
    let series = ledger.scrape()
    #expect(series.count == Self.others + 1)
    #expect(series.first?.label == "s79" && series.first?.gauges.viewers == 79)
    #expect(series.last?.label == "other")
    #expect(series.last?.gauges.viewers == (0..<30).reduce(0, +))
  }

  @Test(
    "a stream that comes out of `other` leaves there what was counted there, and goes back to it")
  func places() throws {
    var ledger = try crowded()
    let launch = try stream("launch")
    ledger.note(figures(40, perSecond: 1), of: launch)
    #expect(comments("other", in: ledger.scrape()) == 40)

    ledger.note(figures(50, perSecond: 9), of: launch)
    let risen = ledger.scrape()
    #expect(comments("launch", in: risen) == 10)
    #expect(comments("other", in: risen) == 40)

    ledger.note(figures(53, perSecond: 1), of: launch)
    let folded = ledger.scrape()
    #expect(comments("launch", in: folded) == nil)
    #expect(comments("other", in: folded) == 43)

    ledger.note(figures(60, perSecond: 9), of: launch)
    let again = ledger.scrape()
    #expect(comments("launch", in: again) == 17)
    #expect(comments("other", in: again) == 43)
    #expect(ledger.total.comments == 60)
  }

  @Test(
    "what a hub counted since the last scrape is not lost when it retires, and never counted twice")
  func retiring() throws {
    var ledger = FigureLedger()
    let launch = try stream("launch")
    ledger.note(figures(10, perSecond: 1), of: launch)
    #expect(comments("launch", in: ledger.scrape()) == 10)
    ledger.retire(figures(12, perSecond: 0), of: launch)
    let gone = ledger.scrape()
    #expect(comments("launch", in: gone) == nil)
    #expect(comments("other", in: gone) == 2)

    ledger.note(figures(3, perSecond: 1), of: launch)
    let back = ledger.scrape()
    #expect(comments("launch", in: back) == 3)
    #expect(comments("other", in: back) == 2)
    #expect(ledger.total.comments == 15)
  }

  @Test("`other` is there from its first count on, though nothing is folded any more")
  func persistence() throws {
    var ledger = try crowded()
    let launch = try stream("launch")
    #expect(comments("other", in: ledger.scrape()) == nil)
    ledger.note(figures(1, perSecond: 1), of: launch)
    _ = ledger.scrape()
    ledger.note(figures(1, perSecond: 9), of: launch)
    ledger.retire(figures(0, perSecond: 0), of: try stream("busy0"))
    #expect(comments("other", in: ledger.scrape()) == 1)
  }
}
