import LiveComments
import NIOCore
import ServerCore
import Testing

@testable import CommentServer

/// What a stream's rings answer must be what the log answers.
struct RingPagingTests {
  @Test("a page from the ring equals the log's", arguments: 0..<6 as Range<UInt64>)
  func pages(seed: UInt64) async throws {
    let fixture = try LogFixture.restoring(by: 2)
    var history = RandomHistory(seed: seed)
    // A stream with a past, of which the ring holds the newest part only.
    try await history.play(60, on: fixture)
    var view = try await openView(on: fixture, comments: 30)
    var received = try await fixture.allPublications(of: .launch).count
    var answered = 0
    for _ in 0..<6 {
      try await history.play(15, on: fixture)
      let publications = try await fixture.allPublications(of: .launch)
      for publication in publications[received...] {
        view.apply(
          publication.events.map(EncodedEvent.init), upto: publication.moderationCoverage.upto)
        view.append(
          publication.comments.map { EncodedComment($0.comment) }, upto: publication.coverage.upto)
      }
      received = publications.count
      for _ in 0..<40 {
        let audience = history.audience()
        let query = history.commentQuery(latest: view.comments.latest)
        guard
          let page = view.page(query, of: .launch, epoch: fixture.log.epoch, for: audience)
        else { continue }
        answered += 1
        let expected = try await fixture.page(query, for: audience)
        let decoded = try WireCodec.decode(CommentPage.self, from: page.body.readableBytesView)
        #expect(decoded == expected, "seed \(seed): \(query), \(audience)")
        #expect(page.coverage == expected.coverage, "seed \(seed)")
      }
      try await compareEvents(of: view, on: fixture, &history, seed: seed)
    }
    #expect(answered > 40, "seed \(seed): the ring answered almost nothing")
  }

  private func compareEvents(
    of view: StreamView, on fixture: LogFixture, _ history: inout RandomHistory, seed: UInt64
  ) async throws {
    for _ in 0..<10 {
      let audience = history.audience()
      let expected = try await fixture.log.events(
        EventQuery(after: view.events.floor, limit: 1_000), of: .launch, for: audience, epoch: nil)
      let events = try view.events.events.compactMap { event in
        try event.json(for: audience).map {
          try WireCodec.decode(ModerationEvent.self, from: $0.readableBytesView)
        }
      }
      #expect(events == expected.events, "seed \(seed): \(audience)")
      let query = history.eventQuery(latest: view.events.latest)
      guard let page = view.page(query, of: .launch, epoch: fixture.log.epoch, for: audience) else {
        #expect(query.after < view.events.floor)
        continue
      }
      let fromLog = try await fixture.log.events(query, of: .launch, for: audience, epoch: nil)
      let decoded = try WireCodec.decode(EventPage.self, from: page.body.readableBytesView)
      #expect(decoded == fromLog, "seed \(seed): \(query), \(audience)")
      #expect(page.coverage == Coverage(after: fromLog.after, upto: fromLog.upto))
    }
  }

  private func openView(on fixture: LogFixture, comments: Int) async throws -> StreamView {
    let page = try await fixture.page(.newest(count: comments), for: .moderators)
    var view = StreamView(
      comments: CommentRing(at: page.after, maximumCount: comments, maximumBytes: 1 << 20),
      events: EventRing(at: page.latestModSeq, maximumCount: 100, maximumBytes: 1 << 20),
      controls: StreamControls())
    view.append(page.comments.map(EncodedComment.init), upto: page.latestSeq)
    return view
  }
}
