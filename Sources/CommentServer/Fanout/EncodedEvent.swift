import LiveComments
import NIOCore
import ServerCore
import Synchronization

/// A moderation event as rings hold it: encoded once for each way in which it reads.
///
/// A new event is encoded at once: it is about to be sent. One whose comments have changed is encoded
/// when somebody reads it, which is rarely: what changed it must not wait for that.
final class EncodedEvent: Sendable {
  private struct Encodings {
    let forModerators: ByteBuffer
    /// Nil when the event is covered, empty, to others.
    let forOthers: ByteBuffer?
    let personal: [UserID: ByteBuffer]
  }

  /// As moderators see it.
  let event: ModerationEvent
  /// When the log took in the request for it: the start of its latency.
  let receivedAt: Instant
  /// The accounts that read it otherwise than others do: whom it mutes, and the authors of what it
  /// shows to them alone.
  let personalReaders: Set<UserID>
  private let prepared: Encodings?
  private let deferred: Mutex<Encodings?>
  /// What the event took when it was first encoded, for moderators.
  private let plainBytes: Int
  /// An upper estimate of the memory held, in bytes, once everything is encoded.
  let byteCount: Int

  var modSeq: ModSeq { event.modSeq }

  init(_ published: PublishedEvent) {
    event = published.event
    receivedAt = published.receivedAt
    personalReaders = Self.personalReaders(of: published.event)
    let encodings = Self.encodings(of: published.event, for: personalReaders)
    prepared = encodings
    deferred = Mutex(nil)
    plainBytes = encodings.forModerators.readableBytes
    byteCount =
      512 + plainBytes + (encodings.forOthers?.readableBytes ?? 0)
      + encodings.personal.values.reduce(0) { $0 + $1.readableBytes }
  }

  /// `event` carries what a later one has changed.
  private init(_ event: ModerationEvent, in place: EncodedEvent) {
    self.event = event
    receivedAt = place.receivedAt
    personalReaders = Self.personalReaders(of: event)
    prepared = nil
    deferred = Mutex(nil)
    plainBytes = place.plainBytes
    let comments = event.comments ?? []
    let decisions = comments.reduce(0) { $0 + ($1.moderation?.encodedBytes ?? 0) }
    let seen = comments.count { $0.state.appearance(to: .other) != .absent }
    byteCount =
      512 + plainBytes + decisions + plainBytes * seen / max(comments.count, 1)
      + plainBytes * personalReaders.count
  }

  /// The event after a later one has changed comments that it carries; nil when it has not.
  func carrying(changesOf later: ModerationEvent, to touched: Set<CommentID>) -> EncodedEvent? {
    guard var comments = event.comments, !comments.isEmpty else { return nil }
    var isChanged = false
    for (index, comment) in comments.enumerated() {
      guard
        touched.contains(comment.commentID)
          || later.action == .purgeUser && comment.userID == later.userID,
        let result = later.result(for: comment)
      else { continue }
      comments[index] = result
      isChanged = true
    }
    guard isChanged else { return nil }
    var event = event
    event.comments = comments
    return EncodedEvent(event, in: self)
  }

  /// JSON as `audience` reads it; nil when the event is covered, empty, to it.
  func json(for audience: Audience) -> ByteBuffer? {
    let encodings = prepared ?? deferredEncodings()
    switch audience {
    case .moderators: return encodings.forModerators
    case .everyone: return encodings.forOthers
    case .user(let userID): return encodings.personal[userID] ?? encodings.forOthers
    }
  }

  /// Whether nobody has to wait for its encodings.
  var isEncoded: Bool { prepared != nil || deferred.withLock { $0 != nil } }

  private func deferredEncodings() -> Encodings {
    deferred.withLock { deferred in
      if let deferred { return deferred }
      let encodings = Self.encodings(of: event, for: personalReaders)
      deferred = encodings
      return encodings
    }
  }

  private static func personalReaders(of event: ModerationEvent) -> Set<UserID> {
    var readers = Set(
      (event.comments ?? []).lazy.filter {
        $0.state.appearance(to: .author) != $0.state.appearance(to: .other)
      }.map(\.userID))
    if let userID = event.userID, event.action.reach == .moderatorsAndUser {
      readers.insert(userID)
    }
    return readers
  }

  private static func encodings(
    of event: ModerationEvent, for personalReaders: Set<UserID>
  ) -> Encodings {
    var personal: [UserID: ByteBuffer] = [:]
    for userID in personalReaders {
      guard let view = Audience.user(userID).view(of: event) else { continue }
      personal[userID] = json(view)
    }
    return Encodings(
      forModerators: json(event), forOthers: Audience.everyone.view(of: event).map(json),
      personal: personal)
  }

  /// The comments of an event by hand, as frames of comments have them: they are nearly all of it.
  private static func json(_ event: ModerationEvent) -> ByteBuffer {
    var bare = event
    bare.comments = nil
    // Events hold no number but integers: encoding cannot fail; an empty object would be ignored.
    let members = ByteBuffer(bytes: (try? WireCodec.encode(bare)) ?? Array("{}".utf8))
    guard let comments = event.comments, members.readableBytes > 2 else { return members }
    let text = comments.reduce(0) { $0 + $1.content.utf8.count + 512 }
    var buffer = ByteBufferAllocator().buffer(capacity: members.readableBytes + text)
    buffer.writeStaticString("{\"comments\":[")
    for (index, comment) in comments.enumerated() {
      if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
      buffer.writeJSON(comment)
    }
    buffer.writeStaticString("],")
    buffer.writeImmutableBuffer(ByteBuffer(members.readableBytesView.dropFirst()))
    return buffer
  }
}
