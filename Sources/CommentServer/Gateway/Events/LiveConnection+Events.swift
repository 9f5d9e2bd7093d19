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

  /// Where this connection stands, as an event's `id` says it.
  var eventID: EventID {
    EventID(epoch: services.log.epoch, seq: seq, modSeq: modSeq)
  }

  /// The next frame of events on this connection's way forward, as it is framed.
  func nextEvents(of stream: LoopStream) -> NextFrame<ModerationPlane>? {
    switch framing {
    case .webSocket: stream.eventFrame(after: modSeq, for: audience)
    case .events: stream.eventFrame(after: modSeq, at: seq, for: audience)
    }
  }

  /// The next frame of comments on this connection's way forward, as it is framed.
  func nextComments(of stream: LoopStream) -> NextFrame<CommentPlane>? {
    switch framing {
    case .webSocket: stream.commentFrame(after: seq, for: audience)
    case .events: stream.commentFrame(after: seq, at: modSeq, for: audience)
    }
  }
}
