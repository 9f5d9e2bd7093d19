import LiveComments
import NIOCore
import ServerCore

/// Frames as server-sent events. An event says both positions, so it is shared by those who stand at
/// the same ones: nearly always everybody.
extension StreamView {
  mutating func commentEvent(
    after position: Seq, at modSeq: ModSeq, epoch: Epoch, for audience: Audience
  ) -> CutFrame {
    let key = FrameKey(
      plane: .comments, after: position.rawValue, upto: comments.latest.rawValue,
      audience: comments.sharedAudience(of: audience, after: position), other: modSeq.rawValue)
    if let event = cache[key] { return event }
    var event = commentFrame(after: position, for: audience)
    let seq = Seq(rawValue: event.upto) ?? comments.latest
    event.bytes = EventFraming.event(
      around: event.bytes, id: EventID(epoch: epoch, seq: seq, modSeq: modSeq))
    remember(event, as: key)
    return event
  }

  mutating func moderationEvent(
    after position: ModSeq, at seq: Seq, epoch: Epoch, for audience: Audience
  ) -> CutFrame {
    let key = FrameKey(
      plane: .moderation, after: position.rawValue, upto: events.latest.rawValue,
      audience: events.sharedAudience(of: audience, after: position), other: seq.rawValue)
    if let event = cache[key] { return event }
    var event = eventFrame(after: position, for: audience)
    let modSeq = ModSeq(rawValue: event.upto) ?? events.latest
    event.bytes = EventFraming.event(
      around: event.bytes, id: EventID(epoch: epoch, seq: seq, modSeq: modSeq))
    remember(event, as: key)
    return event
  }
}

extension LoopStream {
  /// The next event of comments for a connection at both positions; nil when it is up to date.
  func commentFrame(
    after position: Seq, at modSeq: ModSeq, for audience: Audience
  ) -> NextFrame<CommentPlane>? {
    guard position >= view.comments.floor, position < view.comments.latest else {
      return commentFrame(after: position, for: audience)
    }
    let event = commentEvent(after: position, at: modSeq, for: audience)
    return .frame(event.bytes, upto: Seq(rawValue: event.upto) ?? view.comments.latest)
  }

  /// The next event of moderation for a connection at both positions; nil when it is up to date.
  func eventFrame(
    after position: ModSeq, at seq: Seq, for audience: Audience
  ) -> NextFrame<ModerationPlane>? {
    guard view.events.holds(after: position), position < view.events.latest else {
      return eventFrame(after: position, for: audience)
    }
    let event = moderationEvent(after: position, at: seq, for: audience)
    return .frame(event.bytes, upto: ModSeq(rawValue: event.upto) ?? view.events.latest)
  }
}
