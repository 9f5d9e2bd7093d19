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

  private func event(
    _ modSeq: ModSeq, _ action: ModerationAction, targets: [Comment] = [],
    comments: [Comment]? = nil, purging userID: UserID? = nil, upto: Seq? = nil
  ) -> ModerationEvent {
    var generator = SystemRandomNumberGenerator()
    var event = ModerationEvent(
      modSeq: modSeq, moderationID: ModerationID(at: Timestamp(milliseconds: 9), using: &generator),
      action: action, at: Timestamp(milliseconds: 9))
    if userID == nil {
      event.targets = targets.map {
        ModerationEvent.Target(commentID: $0.commentID, seq: $0.seq, state: $0.state)
      }
    }
    event.comments = comments
    event.userID = userID
    if userID != nil { (event.fromSeq, event.uptoSeq) = (1, upto) }
    event.actor = "mo"
    event.reason = "why \"so\""
    return event
  }

  private func encoded(_ event: ModerationEvent) -> EncodedEvent {
    EncodedEvent(PublishedEvent(event: event, receivedAt: Instant(milliseconds: 0)))
  }

  @Test("a purge waits for no encoding of what it retracts; whoever reads it reads it retracted")
  func purgeEncodesLater() throws {
    let comments = try (1...50).map { try comment($0, by: $0 % 2 == 0 ? "eve" : "ada") }
    var view = view(comments)
    let bytes = view.comments.comments.reduce(0) { $0 + $1.byteCount }
    view.apply([encoded(event(1, .restore, targets: comments, comments: comments))], upto: 1)
    let purge = encoded(event(2, .purgeUser, purging: "eve", upto: 40))
    view.apply([purge], upto: 2)

    let purged = comments.filter { $0.userID == "eve" && $0.seq <= 40 }.map(\.seq)
    #expect(view.comments.comments.filter { !$0.isEncoded }.count == 50)
    #expect(view.events.events.map(\.isEncoded) == [false, true])
    for audience in [Audience.everyone, .user("eve")] {
      let batch = try batch(&view, after: 0, for: audience)
      #expect(batch.comments.map(\.seq) == comments.map(\.seq).filter { !purged.contains($0) })
      let shown = try #require(view.events.events.first?.json(for: audience))
      let restored = try WireCodec.decode(ModerationEvent.self, from: shown.readableBytesView)
      #expect(restored.comments?.count == 30)
    }
    let moderators = try batch(&view, after: 0, for: .moderators)
    #expect(moderators.comments.filter { $0.state == .deleted }.map(\.seq) == purged)
    #expect(view.comments.comments.allSatisfy { $0.isEncoded })
    // What is counted is enough for what is encoded then, and no ground to forget half the ring.
    let after = view.comments.comments.reduce(0) { $0 + $1.byteCount }
    #expect(after > bytes && after < 2 * bytes)
  }

  @Test("an event by hand and by the codec are the same, for each audience")
  func eventSameAsCodec() throws {
    let comments = [
      try comment(1), try comment(2, by: "troll", state: .shadowBanned),
      try comment(3, "\"", by: "bob", state: .held), try comment(4, by: "eve", state: .deleted),
    ]
    let pin = event(1, .pin, targets: comments, comments: comments)
    var mute = event(2, .mute, purging: "bob")
    mute.fromSeq = nil
    for event in [pin, mute, event(3, .pin, targets: [], comments: [])] {
      let encoded = encoded(event)
      for audience in [Audience.everyone, .moderators, .user("troll"), .user("bob"), .user("zoe")] {
        let decoded = try encoded.json(for: audience).map {
          try WireCodec.decode(ModerationEvent.self, from: $0.readableBytesView)
        }
        #expect(decoded == audience.view(of: event))
      }
    }
    #expect(encoded(pin).personalReaders == ["troll", "bob"])
    #expect(encoded(mute).personalReaders == ["bob"])
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
