import LiveComments
import NIOCore
import ServerCore
import Testing

@testable import CommentServer

@Suite("Pages that many ask for")
struct PageCacheTests {
  private let now = Instant(milliseconds: 1_000)

  /// A hub that has taken `count` comments: the even ones are seen by their author and moderators only.
  private func core(_ count: Int64) throws -> HubCore {
    var core = HubCore(
      streamID: .launch, epoch: try epoch(), limits: FanoutLimits(), table: .standard)
    post(1...count, to: &core)
    return core
  }

  private func epoch() throws -> Epoch { try #require(Epoch(rawValue: "epoch")) }

  private func post(_ seqs: ClosedRange<Int64>, to core: inout HubCore) {
    var generator = SystemRandomNumberGenerator()
    let comments = seqs.map { number in
      let time = Timestamp(milliseconds: number)
      return Comment(
        streamID: .launch, seq: Seq.zero.advanced(by: number),
        commentID: CommentID(at: time, using: &generator),
        userID: number % 2 == 0 ? "troll" : "ada", userName: "Somebody", role: .viewer,
        content: "text", createdAt: time, state: number % 2 == 0 ? .shadowBanned : .visible)
    }
    let first = Seq.zero.advanced(by: seqs.lowerBound - 1)
    let modSeq = core.view.events.latest
    _ = core.receive(
      Publication(
        streamID: .launch, coverage: Coverage(after: first, upto: comments.last?.seq ?? first),
        comments: comments.map { StoredComment(comment: $0, receivedAt: now) },
        moderationCoverage: Coverage(after: modSeq, upto: modSeq)),
      at: now)
  }

  /// Deletes a comment.
  private func delete(_ comment: Comment, in core: inout HubCore) {
    var generator = SystemRandomNumberGenerator()
    let at = Timestamp(milliseconds: 1)
    let latest = core.view.events.latest
    let event = ModerationEvent(
      modSeq: latest.advanced(by: 1), moderationID: ModerationID(at: at, using: &generator),
      action: .delete, at: at,
      targets: [
        ModerationEvent.Target(commentID: comment.commentID, seq: comment.seq, state: .deleted)
      ])
    let seq = core.view.comments.latest
    _ = core.receive(
      Publication(
        streamID: .launch, coverage: Coverage(after: seq, upto: seq), comments: [],
        moderationCoverage: Coverage(after: latest, upto: event.modSeq),
        events: [PublishedEvent(event: event, receivedAt: now)]),
      at: now)
  }

  private func page(
    _ core: inout HubCore, _ query: CommentQuery, for audience: Audience = .everyone
  ) throws -> EncodedPage<CommentPlane> {
    let page = core.page(query, epoch: try epoch(), for: audience)
    return try #require(page)
  }

  /// Tells one encoding from another: those who share it have the same bytes in memory.
  private func address(_ page: EncodedPage<CommentPlane>) -> UnsafeRawPointer? {
    page.body.withUnsafeReadableBytes { $0.baseAddress }
  }

  private func comments(_ page: EncodedPage<CommentPlane>) throws -> CommentPage {
    try WireCodec.decode(CommentPage.self, from: page.body.readableBytesView)
  }

  @Test(
    "a thousand who ask for the same page share one encoding",
    arguments: [.newest(count: 200), .forward(after: 5, upto: 90, limit: 1_000)] as [CommentQuery])
  func shared(_ query: CommentQuery) throws {
    var core = try core(400)
    let pages = try (0..<1_000).map { number in
      try page(
        &core, query, for: number % 2 == 0 ? .everyone : .user(UserID(rawValue: "user\(number)")))
    }
    #expect(Set(pages.map(address)).count == 1)
  }

  @Test("who reads otherwise has a page of their own")
  func audiences() throws {
    var core = try core(100)
    let query = CommentQuery.newest(count: 10)
    #expect(try comments(page(&core, query)).comments.map(\.seq).last == 99)
    #expect(try comments(page(&core, query, for: .user("troll"))).comments.last?.seq == 100)
    #expect(
      try comments(page(&core, query, for: .moderators)).comments.last?.state == .shadowBanned)
    #expect(try comments(page(&core, query)).comments.map(\.seq).last == 99)
  }

  @Test("as a position moves, what was encoded before is void")
  func moves() throws {
    var core = try core(100)
    let query = CommentQuery.forward(after: 0, limit: 10)
    let before = try comments(page(&core, query))
    #expect(before.latestSeq == 100)
    post(101...101, to: &core)
    #expect(try comments(page(&core, query)).latestSeq == 101)
    let first = try #require(before.comments.first)
    delete(first, in: &core)
    let after = try comments(page(&core, query))
    #expect(after.latestModSeq == 1)
    #expect(!after.comments.contains { $0.seq == first.seq })
  }

  @Test("a thousand who wait for the same event share one encoding, and need no log")
  func events() throws {
    var core = try core(10)
    let query = EventQuery(after: 0, limit: 100)
    let first = try #require(core.view.comments.comments.first).comment
    delete(first, in: &core)
    let epoch = try epoch()
    let pages = (0..<1_000).compactMap { _ in core.page(query, epoch: epoch, for: .everyone) }
    #expect(pages.count == 1_000)
    #expect(Set(pages.map { $0.body.withUnsafeReadableBytes { $0.baseAddress } }).count == 1)
    let body = try #require(pages.first).body
    let page = try WireCodec.decode(EventPage.self, from: body.readableBytesView)
    #expect(page.events.map(\.modSeq) == [1])
    #expect(page.upto == 1)
  }

  @Test("few are kept: the oldest goes first, and what is too large is not kept at all")
  func bounded() throws {
    var cache = PageCache<Int, CommentPlane>()
    func page(_ size: Int) -> EncodedPage<CommentPlane> {
      EncodedPage(
        body: ByteBuffer(repeating: 0, count: size), isEmpty: false,
        coverage: Coverage(after: 0, upto: 0), latestSeq: 0, latestModSeq: 0)
    }
    func key(_ query: Int) -> PageCache<Int, CommentPlane>.Key {
      .init(query: query, audience: .everyone)
    }
    for query in 0..<100 { cache.keep(page(10), as: key(query)) }
    #expect(cache.count == 16)
    #expect(cache.page(key(83), at: (0, 0)) == nil)
    #expect(cache.page(key(84), at: (0, 0)) != nil)
    #expect(cache.page(key(84), at: (1, 0)) == nil)
    for query in 100..<110 { cache.keep(page(400 << 10), as: key(query)) }
    #expect(cache.count == 2)
    cache.keep(page(2 << 20), as: key(200))
    #expect(cache.page(key(200), at: (0, 0)) == nil)
    #expect(cache.count == 2)
  }
}
