import LiveComments
import NIOCore
import ServerCore

/// A connection whose frames are server-sent events: it begins with its request, and only listens.
extension LiveConnection {
  /// Answers the request, which stands for the upgrade and for `hello`.
  func begin(_ head: ByteBuffer, claim: ResumeClaim) {
    write(head)
    do {
      try admit(at: SystemClock.time())
    } catch {
      fail(nil, error)
      return close(.unauthorised, error.code.rawValue)
    }
    enter(claim)
    flush()
  }

  /// What the reader has, as an event's `id` says it.
  var eventID: EventID {
    eventID(seq: seq, modSeq: modSeq)
  }

  private func eventID(seq: Seq, modSeq: ModSeq) -> EventID {
    EventID(
      epoch: services.log.epoch, seq: missed?.seq ?? seq, modSeq: missed?.modSeq ?? modSeq)
  }

  /// How a reader of events goes on. A browser asks for no page by itself: what the rings hold comes
  /// in frames, also where it is more than a WebSocket would get.
  func eventsDecision(_ decision: ResumeDecision, view: StreamView) -> ResumeDecision {
    guard framing == .events, decision == .history(moderation: true),
      let point = pendingClaim.point, view.comments.count(after: point.lastSeenSeq) != nil
    else { return decision }
    return .inline
  }

  /// Notes what the reader was told to fetch.
  func noteMissed(seq: Seq? = nil, modSeq: ModSeq? = nil) {
    guard framing == .events else { return }
    missed = MissedEvents(seq: missed?.seq ?? seq, modSeq: missed?.modSeq ?? modSeq)
  }

  /// The next frame of events on this connection's way forward, as it is framed.
  func nextEvents(of stream: LoopStream) -> NextFrame<ModerationPlane>? {
    switch framing {
    case .webSocket: return stream.eventFrame(after: modSeq, for: audience)
    case .events where missed == nil:
      return stream.eventFrame(after: modSeq, at: seq, for: audience)
    case .events:
      let next = stream.eventFrame(after: modSeq, for: audience)
      guard case .frame(let bytes, let upto) = next else { return next }
      let id = eventID(seq: seq, modSeq: upto)
      return .frame(EventFraming.event(around: bytes, id: id), upto: upto)
    }
  }

  /// The next frame of comments on this connection's way forward, as it is framed.
  func nextComments(of stream: LoopStream) -> NextFrame<CommentPlane>? {
    switch framing {
    case .webSocket: return stream.commentFrame(after: seq, for: audience)
    case .events where missed == nil:
      return stream.commentFrame(after: seq, at: modSeq, for: audience)
    case .events:
      let next = stream.commentFrame(after: seq, for: audience)
      guard case .frame(let bytes, let upto) = next else { return next }
      let id = eventID(seq: upto, modSeq: modSeq)
      return .frame(EventFraming.event(around: bytes, id: id), upto: upto)
    }
  }
}

/// Where what a reader of events was told to fetch begins.
///
/// Nobody knows whether it has been fetched, and a browser comes back with the last `id`, so that the
/// ids of the connection stay before it: whoever comes back is told once more, and nothing is lost.
struct MissedEvents: Equatable {
  var seq: Seq?
  var modSeq: ModSeq?
}
