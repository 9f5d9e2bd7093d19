import LiveComments
import ServerCore
import Testing

@testable import CommentServer

@Suite("Who comes back")
struct ResumeDecisionTests {
  private func epoch(_ text: String = "epoch") throws -> Epoch {
    try #require(Epoch(rawValue: text))
  }

  /// A stream with a comment at 0 s and one at 20 s.
  private func view() throws -> StreamView {
    var generator = SystemRandomNumberGenerator()
    let comments = [(Seq.zero.advanced(by: 1), Int64(0)), (Seq.zero.advanced(by: 2), 20)].map {
      let time = Timestamp(milliseconds: $1 * 1_000)
      return EncodedComment(
        Comment(
          streamID: .launch, seq: $0, commentID: CommentID(at: time, using: &generator),
          userID: "ada", userName: "Ada", role: .viewer, content: "text", createdAt: time,
          state: .visible))
    }
    var view = StreamView(
      comments: CommentRing(at: .zero, maximumCount: 10, maximumBytes: 1 << 20),
      events: EventRing(at: .zero, maximumCount: 10, maximumBytes: 1 << 20),
      controls: StreamControls())
    view.append(comments, upto: 2)
    return view
  }

  private func isReturn(_ claim: ResumeClaim, atSeconds seconds: Int64) throws -> Bool {
    var view = try view()
    let decision = try ResumeDecision(
      from: claim, epoch: epoch(), view: &view, for: .everyone)
    return decision.isReturn(
      with: claim, view: view, at: Timestamp(milliseconds: seconds * 1_000))
  }

  private func point(_ seq: Seq, _ epoch: String = "epoch") throws -> ResumePoint {
    ResumePoint(epoch: try self.epoch(epoch), lastSeenSeq: seq, lastModSeq: 0)
  }

  @Test("a client that has missed only what came after a page read just now is a first join")
  func firstJoin() throws {
    #expect(try !isReturn(.nothing, atSeconds: 21))
    #expect(try !isReturn(.position(point(2)), atSeconds: 90))
    #expect(try !isReturn(.position(point(1)), atSeconds: 22))
  }

  @Test("a client that has missed what is older has been here before")
  func missed() throws {
    #expect(try isReturn(.position(point(1)), atSeconds: 26))
    #expect(try isReturn(.position(point(0)), atSeconds: 21))
    #expect(try isReturn(.position(point(2, "other")), atSeconds: 21))
  }

  @Test("a browser that names its last event has been here before, whatever it missed")
  func browser() throws {
    #expect(try isReturn(.lastEvent(point(2)), atSeconds: 21))
    #expect(try isReturn(.unreadable, atSeconds: 21))
  }

  @Test("what is no position of this server is a reset")
  func unreadable() throws {
    var view = try view()
    let decision = try ResumeDecision(
      from: .unreadable, epoch: epoch(), view: &view, for: .everyone)
    #expect(decision == .reset(.epoch))
  }
}
