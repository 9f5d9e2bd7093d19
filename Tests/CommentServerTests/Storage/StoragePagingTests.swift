import GRDB
import LiveComments
import ServerCore
import Testing

@testable import CommentServer

struct StoragePagingTests {
  @Test("pages are exactly what a naive reference answers", arguments: 0..<6 as Range<UInt64>)
  func reference(seed: UInt64) async throws {
    let fixture = try LogFixture.restoring(by: 2)
    var history = RandomHistory(seed: seed)
    var reference = ReferenceStream(streamID: .launch, epoch: fixture.log.epoch)
    var applied = 0
    for _ in 0..<8 {
      try await history.play(25, on: fixture)
      let publications = try await fixture.allPublications(of: .launch)
      for publication in publications[applied...] { reference.apply(publication) }
      applied = publications.count
      for _ in 0..<30 { try await compare(fixture, reference, &history, seed: seed) }
    }
    #expect(reference.comments.count > 40 && reference.events.count > 20, "seed \(seed)")
  }

  private func compare(
    _ fixture: LogFixture, _ reference: ReferenceStream, _ history: inout RandomHistory,
    seed: UInt64
  ) async throws {
    let audience = history.audience()
    let query = history.commentQuery(latest: reference.latestSeq)
    let page = try await fixture.page(query, for: audience)
    #expect(page == reference.page(query, for: audience), "seed \(seed): \(query), \(audience)")

    let eventQuery = history.eventQuery(latest: reference.latestModSeq)
    let events = try await fixture.log.events(eventQuery, of: .launch, for: audience, epoch: nil)
    #expect(
      events == reference.page(eventQuery, for: audience),
      "seed \(seed): \(eventQuery), \(audience)")

    let held = try await fixture.log.heldComments(of: .launch, after: 3, limit: 4)
    #expect(held.comments == reference.held(after: 3, limit: 4), "seed \(seed)")
    #expect(held.after == held.upto)

    if let comment = reference.comments.randomElement() {
      let seen = try? await fixture.log.comment(comment.commentID, of: .launch, for: audience)
      #expect(seen == audience.view(of: comment), "seed \(seed): \(comment), \(audience)")
    }
  }

  @Test("paging back and forth covers everything once", arguments: [1, 3, 7, 100])
  func walks(count: Int) async throws {
    let fixture = try LogFixture.restoring(by: 2)
    var history = RandomHistory(seed: UInt64(count))
    try await history.play(80, on: fixture)
    for audience in [Audience.moderators, .everyone, .user("ada")] {
      let whole = try await fixture.page(.forward(after: 0, limit: 1_000), for: audience)
      var forwards: [Comment] = []
      var after = Seq.zero
      repeat {
        let page = try await fixture.page(.forward(after: after, limit: count), for: audience)
        #expect(page.after == after)
        forwards += page.comments
        after = page.upto
      } while after < whole.latestSeq
      #expect(forwards == whole.comments)

      var backwards: [Comment] = []
      var upto = whole.latestSeq
      repeat {
        let page = try await fixture.page(.newest(count: count, upto: upto), for: audience)
        #expect(page.upto == upto)
        backwards = page.comments + backwards
        upto = page.after
      } while upto > 0
      #expect(backwards == whole.comments)
    }
  }

  @Test("a page that ends with the last comment is not cut")
  func exactFit() async throws {
    let fixture = try LogFixture()
    for number in 1...4 { try await fixture.post("\(number)") }
    let last = try await fixture.page(.newest(count: 1)).comments
    try await fixture.moderate(.init(action: .delete, commentIDs: last.map(\.commentID)))
    let forward = try await fixture.page(.forward(after: 0, limit: 3))
    #expect(forward.comments.map(\.seq) == [1, 2, 3])
    #expect(forward.upto == 4)
    let cut = try await fixture.page(.forward(after: 0, limit: 2))
    #expect(cut.upto == 2)
    let newest = try await fixture.page(.newest(count: 3))
    #expect(newest.after == 0 && newest.upto == 4)
    let beyond = try await fixture.page(.newest(count: 2, upto: 99))
    #expect(beyond.after == 1 && beyond.upto == 4)
  }

  @Test("a position that cannot be honoured is a reset with its reason")
  func resets() async throws {
    let fixture = try LogFixture()
    for _ in 0..<4 { try await fixture.post() }
    try await fixture.moderate(.init(action: .lock))
    let other = Epoch(rawValue: "another")
    try await expectReset(.epoch) { try await fixture.page(.newest(count: 1), epoch: other) }
    try await expectReset(.future) { try await fixture.page(.forward(after: 5, limit: 1)) }
    try await expectReset(.future) {
      try await fixture.log.events(
        EventQuery(after: 2, limit: 1), of: .launch, for: .everyone, epoch: nil)
    }
    try await expectReset(.epoch) {
      try await fixture.log.events(
        EventQuery(after: 0, limit: 1), of: .launch, for: .everyone, epoch: other)
    }
    #expect(try await fixture.page(.forward(after: 4, limit: 1)).comments.isEmpty)
    #expect(
      try await fixture.page(.newest(count: 1), epoch: fixture.log.epoch).comments.count == 1)

    try await fixture.log.database.write {
      try $0.execute(sql: "UPDATE streams SET trimmed_seq = 2, trimmed_mod_seq = 1")
    }
    try await expectReset(.trimmed) { try await fixture.page(.forward(after: 1, limit: 1)) }
    try await expectReset(.trimmed) { try await fixture.page(.newest(count: 1, upto: 1)) }
    try await expectReset(.trimmed) {
      try await fixture.log.events(
        EventQuery(after: 0, limit: 1), of: .launch, for: .everyone, epoch: nil)
    }
    #expect(try await fixture.page(.forward(after: 2, limit: 9)).comments.map(\.seq) == [3, 4])
  }

  @Test("a range that ends before it begins is refused")
  func backwardsRange() async throws {
    let fixture = try LogFixture()
    for _ in 0..<4 { try await fixture.post() }
    let problem = await #expect(throws: Problem.self) {
      try await fixture.page(.forward(after: 3, upto: 2, limit: 1))
    }
    #expect(problem?.code == .invalid && problem?.field == "upto")
  }

  @Test("a page of events is cut before it grows too large")
  func largeEvents() async throws {
    let fixture = try LogFixture()
    for _ in 0..<256 { try await fixture.post() }
    let ids = try await fixture.allComments().map(\.commentID)
    for _ in 0..<220 { try await fixture.moderate(.init(action: .delete, commentIDs: ids)) }
    let first = try await fixture.log.events(
      EventQuery(after: 0, limit: 1_000), of: .launch, for: .everyone, epoch: nil)
    #expect(first.events.count < 220)
    #expect(first.upto == first.events.last?.modSeq)
    let second = try await fixture.log.events(
      EventQuery(after: first.upto, limit: 1_000), of: .launch, for: .everyone, epoch: nil)
    #expect(first.events.count + second.events.count == 220)
    #expect(second.upto == second.latestModSeq)
  }

  private func expectReset(
    _ reason: ResetReason, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> some Sendable
  ) async throws {
    let problem = await #expect(throws: Problem.self, sourceLocation: sourceLocation) {
      _ = try await body()
    }
    #expect(problem?.code == .reset && problem?.reason == reason, sourceLocation: sourceLocation)
  }
}
