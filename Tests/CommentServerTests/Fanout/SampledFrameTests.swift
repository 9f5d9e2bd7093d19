import LiveComments
import NIOCore
import ServerCore
import Testing

@testable import CommentServer

@Suite("Frames of a sampled stream")
struct SampledFrameTests {
  private func comments(_ count: Int64, role: Role = .viewer) throws -> [Comment] {
    var generator = SeededGenerator(seed: 7)
    return try (1...count).map { number in
      let time = Timestamp(milliseconds: 1_700_000_000_000 + number)
      return Comment(
        streamID: .launch, seq: try #require(Seq(rawValue: number)),
        commentID: CommentID(at: time, using: &generator), userID: "ada", userName: "Ada",
        role: role, content: "comment \(number)", createdAt: time, state: .visible)
    }
  }

  private func view(
    _ comments: [Comment], _ level: Level = .hot, pins: [Comment] = []
  ) -> StreamView {
    var view = StreamView(
      comments: CommentRing(at: .zero, maximumCount: 10_000, maximumBytes: 16 << 20),
      events: EventRing(at: .zero, maximumCount: 100, maximumBytes: 1 << 20),
      controls: StreamControls())
    view.append(comments.map { EncodedComment($0) }, upto: comments.last?.seq ?? .zero)
    view.control(by: StreamControls(automaticLevel: level, pins: pins))
    return view
  }

  private func batch(_ bytes: ByteBuffer) throws -> ServerFrame.CommentBatch {
    let json = Array(bytes.readableBytesView.drop { $0 != UInt8(ascii: "{") })
    guard case .comments(let batch) = try WireCodec.decode(ServerFrame.self, from: json) else {
      throw WrongFrame()
    }
    return batch
  }

  private struct WrongFrame: Error {}

  @Test(
    "viewers get the subset and how many were left out; the coverage is whole",
    arguments: [(Level.hot, 5), (.critical, 20)] as [(Level, UInt64)])
  func viewers(_ level: Level, _ ratio: UInt64) throws {
    let all = try comments(400)
    var view = view(all, level)
    let kept = all.filter { Sampling(ratio: ratio).keeps($0) }
    #expect(!kept.isEmpty && kept.count < 200)
    for audience in [Audience.everyone, .user("bob"), .user("ada")] {
      let batch = try batch(view.commentFrame(after: 100, for: audience).bytes)
      let expected = kept.filter { $0.seq > 100 }
      #expect(batch.comments.map(\.seq) == expected.map(\.seq))
      #expect(batch.sampledOut == 300 - expected.count)
      #expect(batch.after == 100)
      #expect(batch.upto == 400)
    }
  }

  @Test("all viewers share one buffer")
  func shared() throws {
    var view = view(try comments(400))
    func address(_ audience: Audience) -> UnsafeRawPointer? {
      view.commentFrame(after: 100, for: audience).bytes
        .withUnsafeReadableBytes { $0.baseAddress }
    }
    let first = address(.everyone)
    #expect(first != nil)
    #expect(address(.user("ada")) == first)
    #expect(address(.user("bob")) == first)
    #expect(address(.moderators) != first)
  }

  @Test("moderators get everything, and pages hold everything")
  func completeness() throws {
    var view = view(try comments(400), .critical)
    let batch = try batch(view.commentFrame(after: 0, for: .moderators).bytes)
    #expect(batch.comments.count == 400)
    #expect(batch.sampledOut == nil)
    let epoch = try #require(Epoch(rawValue: "epoch"))
    let page = try #require(
      view.page(.forward(after: 0, limit: 1_000), of: .launch, epoch: epoch, for: .everyone))
    let decoded = try WireCodec.decode(CommentPage.self, from: page.body.readableBytesView)
    #expect(decoded.comments.count == 400)
  }

  @Test("a part of the range, as a catch_up asks for it, is sampled by the same subset")
  func catchUp() throws {
    var view = view(try comments(400))
    let whole = try batch(view.commentFrame(after: 0, for: .everyone).bytes)
    let part = try batch(view.commentFrame(after: 50, upto: 150, for: .everyone).bytes)
    #expect(part.comments == whole.comments.filter { $0.seq > 50 && $0.seq <= 150 })
    #expect((part.sampledOut ?? 0) + part.comments.count == 100)
    #expect(part.upto == 150)
  }

  @Test("pinned comments and those of who moderates are in; a range without any is an empty batch")
  func exempt() throws {
    let all = try comments(400)
    let left = try #require(all.first { !Sampling(ratio: 20).keeps($0) })
    var pinned = view(all, .critical, pins: [left])
    let frame = pinned.commentFrame(after: 0, for: .everyone).bytes
    #expect(try batch(frame).comments.contains { $0.seq == left.seq })
    var owners = view(try comments(50, role: .owner), .critical)
    #expect(try batch(owners.commentFrame(after: 0, for: .everyone).bytes).comments.count == 50)
    var lonely = view([left], .critical)
    let empty = try batch(lonely.commentFrame(after: 0, for: .everyone).bytes)
    #expect(empty.comments.isEmpty)
    #expect(empty.sampledOut == 1)
    #expect(empty.upto == left.seq)
  }

  @Test("when the level goes, what is cut from then on is whole")
  func falling() throws {
    var view = view(try comments(400))
    #expect(try batch(view.commentFrame(after: 0, for: .everyone).bytes).sampledOut != nil)
    view.control(by: StreamControls())
    let batch = try batch(view.commentFrame(after: 0, for: .everyone).bytes)
    #expect(batch.comments.count == 400)
    #expect(batch.sampledOut == nil)
  }

  @Test("server-sent events are the same frames")
  func serverSentEvents() throws {
    var view = view(try comments(400))
    let epoch = try #require(Epoch(rawValue: "epoch"))
    let event = view.commentEvent(after: 100, at: 0, epoch: epoch, for: .everyone).bytes
    let text = String(buffer: event)
    let data = try #require(text.split(separator: "\n").first { $0.hasPrefix("data: ") })
    let frame = view.commentFrame(after: 100, for: .everyone).bytes
    #expect(try batch(ByteBuffer(substring: data.dropFirst(6))) == batch(frame))
    #expect(text.contains("id: epoch:400:0"))
  }
}
