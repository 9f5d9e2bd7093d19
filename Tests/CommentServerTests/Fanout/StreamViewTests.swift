import LiveComments
import NIOCore
import ServerCore
import Testing

@testable import CommentServer

@Suite("A stream in memory")
struct StreamViewTests {
  private func comment(
    _ seq: Int64, _ content: String = "text", by user: UserID = "ada",
    state: CommentState = .visible
  ) throws -> Comment {
    var generator = SystemRandomNumberGenerator()
    return Comment(
      streamID: .launch, seq: try #require(Seq(rawValue: seq)),
      commentID: CommentID(at: Timestamp(milliseconds: seq), using: &generator), userID: user,
      userName: user.rawValue, role: .viewer, content: content,
      createdAt: Timestamp(milliseconds: seq), state: state)
  }

  private func view(_ comments: [Comment], maximumCount: Int = 100) -> StreamView {
    var view = StreamView(
      comments: CommentRing(at: .zero, maximumCount: maximumCount, maximumBytes: 16 << 20),
      events: EventRing(at: .zero, maximumCount: 100, maximumBytes: 1 << 20),
      controls: StreamControls())
    view.append(comments.map(EncodedComment.init), upto: comments.last?.seq ?? .zero)
    return view
  }

  private func batch(
    _ view: inout StreamView, after: Seq, for audience: Audience
  ) throws -> ServerFrame.CommentBatch {
    let frame = view.commentFrame(after: after, for: audience)
    // Past the two-, four- or ten-byte header of the WebSocket frame.
    let bytes = Array(frame.bytes.readableBytesView.drop { $0 != UInt8(ascii: "{") })
    guard case .comments(let batch) = try WireCodec.decode(ServerFrame.self, from: bytes) else {
      throw WrongFrame()
    }
    return batch
  }

  private struct WrongFrame: Error {}

  @Test("text survives its encoding, whatever is in it")
  func escaping() throws {
    let content = "\"quoted\" \\ / é 😀 \u{2028} \u{7F} \n \u{1}"
    var view = view([try comment(1, content)])
    #expect(try batch(&view, after: 0, for: .everyone).comments.first?.content == content)
  }

  @Test("a comment by hand and by the codec are the same")
  func sameAsCodec() throws {
    var original = try comment(3, "hello")
    original.replyTo = original.commentID
    original.moderation = Comment.Moderation(
      actor: "mo", action: .hold, reason: "why \"so\"", policy: "links",
      at: Timestamp(milliseconds: 5))
    var buffer = ByteBuffer()
    buffer.writeJSON(original)
    #expect(
      try WireCodec.decode(Comment.self, from: buffer.readableBytesView) == original)
  }

  @Test("who sees what, by state", arguments: CommentState.allCases)
  func audiences(_ state: CommentState) throws {
    let original = try comment(1, state: state)
    var view = view([original])
    for audience in [Audience.everyone, .user("ada"), .user("bob"), .moderators] {
      let batch = try batch(&view, after: 0, for: audience)
      #expect(batch.comments == [audience.view(of: original)].compactMap(\.self))
      #expect(batch.coverage == Coverage(after: 0, upto: 1))
    }
  }

  @Test("all viewers share one frame, an author of something hidden has one of their own")
  func sharing() throws {
    var view = view([try comment(1), try comment(2, by: "troll", state: .shadowBanned)])
    let everyone = view.commentFrame(after: 0, for: .everyone)
    #expect(view.commentFrame(after: 0, for: .user("bob")).bytes == everyone.bytes)
    #expect(view.commentFrame(after: 0, for: .user("troll")).bytes != everyone.bytes)
    #expect(view.comments.sharedAudience(of: .user("troll"), after: 2) == .everyone)
  }

  @Test("an event changes what is cached, and is said in the frame")
  func invalidation() throws {
    let first = try comment(1)
    var view = view([first, try comment(2)])
    #expect(try batch(&view, after: 0, for: .everyone).comments.count == 2)
    var generator = SystemRandomNumberGenerator()
    let event = ModerationEvent(
      modSeq: 1, moderationID: ModerationID(at: Timestamp(milliseconds: 9), using: &generator),
      action: .delete, at: Timestamp(milliseconds: 9),
      targets: [.init(commentID: first.commentID, seq: 1, state: .deleted)], actor: "mo")
    view.apply(
      [EncodedEvent(PublishedEvent(event: event, receivedAt: Instant(milliseconds: 0)))], upto: 1)
    let after = try batch(&view, after: 0, for: .everyone)
    #expect(after.comments.map(\.seq) == [2])
    #expect(after.latestModSeq == 1)
    let moderators = try batch(&view, after: 0, for: .moderators)
    #expect(moderators.comments.first?.state == .deleted)
    #expect(moderators.comments.first?.moderation?.actor == "mo")
  }

  @Test("a full ring forgets its oldest, and says so by its floor")
  func bounded() throws {
    let view = view(try (1...10).map { try comment($0) }, maximumCount: 4)
    #expect(view.comments.comments.count == 4)
    #expect(view.comments.floor == 6)
    #expect(view.comments.count(after: 6) == 4)
    #expect(view.comments.count(after: 5) == nil)
  }

  @Test("frames of much are cut at whole comments and join without a gap")
  func cutting() throws {
    let long = String(repeating: "😀", count: 500)
    var view = view(try (1...300).map { try comment($0, long) }, maximumCount: 1_000)
    var position = Seq.zero
    var contents = 0
    while position < view.comments.latest {
      let frame = try batch(&view, after: position, for: .everyone)
      #expect(frame.after == position)
      contents += frame.comments.count
      #expect(frame.upto > position)
      position = frame.upto
    }
    #expect(contents == 300)
  }
}
