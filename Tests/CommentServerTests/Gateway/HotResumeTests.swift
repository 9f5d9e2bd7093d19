import LiveComments
import NIOCore
import ServerCore
import Testing

@testable import CommentServer

@Suite("Who comes back to a hot stream")
struct HotResumeTests {
  private func view(
    _ count: Int64, _ level: Level, ring: Int = 4_096,
    state: (Int64) -> CommentState = { _ in .visible }
  ) throws -> StreamView {
    var generator = SeededGenerator(seed: 7)
    let comments = try (1...count).map { number in
      let time = Timestamp(milliseconds: 1_700_000_000_000 + number)
      return Comment(
        streamID: .launch, seq: try #require(Seq(rawValue: number)),
        commentID: CommentID(at: time, using: &generator), userID: "ada", userName: "Ada",
        role: .viewer, content: "comment \(number)", createdAt: time, state: state(number))
    }
    var view = StreamView(
      comments: CommentRing(at: .zero, maximumCount: ring, maximumBytes: 16 << 20),
      events: EventRing(at: .zero, maximumCount: 100, maximumBytes: 1 << 20),
      controls: StreamControls())
    view.append(comments.map { EncodedComment($0) }, upto: comments.last?.seq ?? .zero)
    view.control(by: StreamControls(automaticLevel: level))
    return view
  }

  private func decision(
    _ view: inout StreamView, after seq: Seq, for audience: Audience
  ) throws -> ResumeDecision {
    let epoch = try #require(Epoch(rawValue: "epoch"))
    let point = ResumePoint(epoch: epoch, lastSeenSeq: seq, lastModSeq: 0)
    return ResumeDecision(from: .position(point), epoch: epoch, view: &view, for: audience)
  }

  /// Everything that follows the position, frame by frame as a connection gets it.
  private func frames(
    _ view: inout StreamView, after seq: Seq, for audience: Audience
  ) throws -> (comments: Int, sampledOut: Int) {
    var position = seq
    var (comments, sampledOut) = (0, 0)
    while position < view.comments.latest {
      let bytes = view.commentFrame(after: position, for: audience).bytes
      let json = Array(bytes.readableBytesView.drop { $0 != UInt8(ascii: "{") })
      guard case .comments(let batch) = try WireCodec.decode(ServerFrame.self, from: json) else {
        throw WrongFrame()
      }
      #expect(batch.after == position)
      comments += batch.comments.count
      sampledOut += batch.sampledOut ?? 0
      position = batch.upto
    }
    return (comments, sampledOut)
  }

  private struct WrongFrame: Error {}

  @Test("a viewer who missed thousands of which few go out gets them in frames, and all is covered")
  func sampled() throws {
    var view = try view(4_000, .critical)
    #expect(try decision(&view, after: 0, for: .everyone) == .inline)
    #expect(try decision(&view, after: 0, for: .user("bob")) == .inline)
    let (comments, sampledOut) = try frames(&view, after: 0, for: .everyone)
    #expect(comments > 100 && comments <= Limits.inlineComments)
    #expect(comments + sampledOut == 4_000)
  }

  @Test("who gets everything fetches what is more than goes inline")
  func unsampled() throws {
    var critical = try view(4_000, .critical)
    #expect(try decision(&critical, after: 0, for: .moderators) == .history(moderation: true))
    #expect(try decision(&critical, after: 3_499, for: .moderators) == .history(moderation: true))
    #expect(try decision(&critical, after: 3_500, for: .moderators) == .inline)
    var normal = try view(4_000, .normal)
    #expect(try decision(&normal, after: 0, for: .everyone) == .history(moderation: true))
    #expect(try decision(&normal, after: 3_500, for: .everyone) == .inline)
  }

  @Test("never more than 500 go inline, sampled or not, and not one fewer is allowed")
  func limit() throws {
    // One in five of 4,000: about 800.
    var view = try view(4_000, .hot)
    var lowest = Seq(rawValue: 4_000) ?? .zero
    while lowest > .zero,
      try decision(&view, after: lowest.advanced(by: -1), for: .everyone) == .inline
    { lowest = lowest.advanced(by: -1) }
    #expect(lowest > .zero)
    #expect(try frames(&view, after: lowest, for: .everyone).comments == Limits.inlineComments)
  }

  @Test("what a viewer does not see is not missed")
  func invisible() throws {
    var view = try view(2_000, .normal) { $0 % 10 == 0 ? .visible : .held }
    #expect(try decision(&view, after: 0, for: .everyone) == .inline)
    #expect(try decision(&view, after: 0, for: .moderators) == .history(moderation: true))
    // The author of what is held sees it.
    #expect(try decision(&view, after: 0, for: .user("ada")) == .history(moderation: true))
  }

  @Test("what the ring no longer holds is fetched, however little would go out")
  func trimmed() throws {
    var view = try view(2_000, .critical, ring: 1_000)
    #expect(try decision(&view, after: 999, for: .everyone) == .history(moderation: true))
    #expect(try decision(&view, after: 1_000, for: .everyone) == .inline)
  }

  @Test("when the level goes, so does what was said of it")
  func falling() throws {
    var view = try view(4_000, .critical)
    #expect(try decision(&view, after: 0, for: .everyone) == .inline)
    view.control(by: StreamControls())
    #expect(try decision(&view, after: 0, for: .everyone) == .history(moderation: true))
  }

  @Test("a catch_up counts what goes out of its range alone")
  func catchUp() throws {
    func isInline(_ after: Seq, _ upto: Seq, for audience: Audience) throws -> Bool {
      var view = try view(4_000, .critical)
      return view.canSendInline(.comments(Coverage(after: after, upto: upto)), for: audience)
    }
    #expect(try isInline(0, 4_000, for: .everyone))
    #expect(try !isInline(0, 4_000, for: .moderators))
    #expect(try isInline(100, 600, for: .moderators))
    #expect(try !isInline(100, 601, for: .moderators))
  }
}
