import LiveComments
import NIOCore
import ServerCore

/// A moderation event as rings hold it: encoded once for each way in which it reads.
final class EncodedEvent: Sendable {
  /// As moderators see it.
  let event: ModerationEvent
  /// When the log took in the request for it: the start of its latency.
  let receivedAt: Instant
  let forModerators: ByteBuffer
  /// JSON for everybody else; nil when the event is covered, empty, to them.
  let forOthers: ByteBuffer?
  /// JSON for the accounts that read it otherwise than others do: whom it mutes, and the authors
  /// of what it shows.
  let personal: [UserID: ByteBuffer]

  var modSeq: ModSeq { event.modSeq }

  init(_ published: PublishedEvent) {
    event = published.event
    receivedAt = published.receivedAt
    forModerators = Self.json(published.event)
    let others = Audience.everyone.view(of: published.event)
    forOthers = others.map(Self.json)
    var personal: [UserID: ByteBuffer] = [:]
    let concerned = (event.comments ?? []).map(\.userID) + [event.userID].compactMap(\.self)
    for userID in Set(concerned) {
      guard let view = Audience.user(userID).view(of: published.event), view != others else {
        continue
      }
      personal[userID] = Self.json(view)
    }
    self.personal = personal
  }

  /// The event after a later one has changed comments that it carries; nil when it has not.
  func carrying(changesOf later: ModerationEvent, to touched: Set<CommentID>) -> EncodedEvent? {
    guard var comments = event.comments, !comments.isEmpty else { return nil }
    var isChanged = false
    for (index, comment) in comments.enumerated() {
      guard touched.contains(comment.commentID) || comment.userID == later.userID,
        let result = later.result(for: comment)
      else { continue }
      comments[index] = result
      isChanged = true
    }
    guard isChanged else { return nil }
    var event = event
    event.comments = comments
    return EncodedEvent(PublishedEvent(event: event, receivedAt: receivedAt))
  }

  /// JSON as `audience` reads it; nil when the event is covered, empty, to it.
  func json(for audience: Audience) -> ByteBuffer? {
    switch audience {
    case .moderators: forModerators
    case .everyone: forOthers
    case .user(let userID): personal[userID] ?? forOthers
    }
  }

  /// An upper estimate of the memory held, in bytes.
  var byteCount: Int {
    512 + forModerators.readableBytes + (forOthers?.readableBytes ?? 0)
      + personal.values.reduce(0) { $0 + $1.readableBytes }
  }

  private static func json(_ event: ModerationEvent) -> ByteBuffer {
    // Events hold no number but integers: encoding cannot fail; an empty object would be ignored.
    ByteBuffer(bytes: (try? WireCodec.encode(event)) ?? Array("{}".utf8))
  }
}
