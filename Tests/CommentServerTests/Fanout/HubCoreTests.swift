import LiveComments
import ServerCore
import Testing

@testable import CommentServer

@Suite("A stream's hub")
struct HubCoreTests {
  private let now = Instant(milliseconds: 1_000)

  private func core() throws -> HubCore {
    HubCore(
      streamID: .launch, epoch: try #require(Epoch(rawValue: "epoch")), limits: FanoutLimits(),
      table: .standard)
  }

  private func comment(_ seq: Seq) -> Comment {
    var generator = SystemRandomNumberGenerator()
    let at = Timestamp(milliseconds: seq.rawValue)
    return Comment(
      streamID: .launch, seq: seq, commentID: CommentID(at: at, using: &generator), userID: "ada",
      userName: "Ada", role: .viewer, content: "text", createdAt: at, state: .visible)
  }

  private func posts(_ seqs: [Seq], after: Seq, modSeq: ModSeq = 0) -> Publication {
    Publication(
      streamID: .launch, coverage: Coverage(after: after, upto: seqs.last ?? after),
      comments: seqs.map { StoredComment(comment: comment($0), receivedAt: now) },
      moderationCoverage: Coverage(after: modSeq, upto: modSeq))
  }

  private func lock(_ modSeq: ModSeq, after: ModSeq, seq: Seq) -> Publication {
    var generator = SystemRandomNumberGenerator()
    let at = Timestamp(milliseconds: 1)
    let event = ModerationEvent(
      modSeq: modSeq, moderationID: ModerationID(at: at, using: &generator), action: .lock, at: at)
    return Publication(
      streamID: .launch, coverage: Coverage(after: seq, upto: seq), comments: [],
      moderationCoverage: Coverage(after: after, upto: modSeq),
      events: [PublishedEvent(event: event, receivedAt: now)],
      controls: StreamControls(isLocked: true))
  }

  @Test("comments wait for one flush, which holds them all, and then none")
  func flush() throws {
    var core = try core()
    let first = core.receive(posts([1, 2], after: 0), at: now)
    #expect(first.needsFlush)
    #expect(first.messages.isEmpty)
    _ = core.receive(posts([5], after: 2), at: now)
    guard case .flush(let comments, let upto) = core.flush() else {
      Issue.record("something waits")
      return
    }
    #expect(comments.map(\.seq) == [1, 2, 5])
    #expect(upto == 5)
    #expect(!core.hasPending)
  }

  @Test("a commit of many does not wait")
  func urgent() throws {
    var core = try core()
    let seqs = try (1...512).map { try #require(Seq(rawValue: $0)) }
    #expect(core.receive(posts(seqs, after: 0), at: now).isUrgent)
  }

  @Test("moderation is told at once, with the status that it changes")
  func moderation() throws {
    var core = try core()
    _ = core.receive(posts([1], after: 0), at: now)
    let reception = core.receive(lock(1, after: 0, seq: 1), at: now)
    guard case .moderation(let events, let upto, _) = reception.messages.first,
      case .status(let status) = reception.messages.last
    else {
      Issue.record("an event and a status are told")
      return
    }
    #expect(events.map(\.event.action) == [.lock])
    #expect(upto == 1)
    #expect(status.isLocked)
    #expect(!reception.needsFlush)
  }

  @Test("what was seen before changes nothing")
  func repeats() throws {
    var core = try core()
    _ = core.receive(posts([1, 2], after: 0), at: now)
    _ = core.receive(lock(1, after: 0, seq: 2), at: now)
    _ = core.flush()
    let again = core.receive(posts([1, 2], after: 0), at: now)
    #expect(!again.needsFlush)
    #expect(core.receive(lock(1, after: 0, seq: 2), at: now).messages.isEmpty)
    #expect(!core.hasPending)
  }

  @Test("a publication that does not follow the last one is broken, on either plane")
  func broken() throws {
    var core = try core()
    _ = core.receive(posts([1, 2], after: 0), at: now)
    #expect(core.receive(posts([9], after: 8), at: now).isBroken)
    #expect(core.receive(lock(3, after: 2, seq: 2), at: now).isBroken)
    #expect(!core.receive(posts([9], after: 2), at: now).isBroken)
  }
}
