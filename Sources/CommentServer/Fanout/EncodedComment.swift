import LiveComments
import NIOCore
import ServerCore
import Synchronization

/// A comment as rings hold it: encoded once for each way in which it reads, and shared by every
/// event loop.
///
/// A new comment is encoded at once: it is about to be sent. One that moderation has changed is
/// encoded when somebody reads it, which is rarely: a purge of thousands must not wait for that.
final class EncodedComment: Sendable {
  private struct Encodings {
    /// JSON for moderators and owners.
    let forModerators: ByteBuffer
    /// JSON for its author; nil when the author does not see it.
    let forAuthor: ByteBuffer?
    /// JSON for everybody else; nil when they do not see it.
    let forOthers: ByteBuffer?
  }

  /// As moderators see it.
  let comment: Comment
  /// When the log took it in; nil when it was read from the log.
  let receivedAt: Instant?
  private let prepared: Encodings?
  private let deferred: Mutex<Encodings?>
  /// What the comment took when it was first encoded.
  private let plainBytes: Int
  /// An upper estimate of the memory held, in bytes, once everything is encoded.
  let byteCount: Int

  var seq: Seq { comment.seq }

  /// Whether the author reads something else than the others do.
  var isPersonal: Bool { Self.isPersonal(comment) }

  convenience init(_ comment: Comment) { self.init(comment, receivedAt: nil) }

  convenience init(_ stored: StoredComment) {
    self.init(stored.comment, receivedAt: stored.receivedAt)
  }

  private init(_ comment: Comment, receivedAt: Instant?) {
    self.comment = comment
    self.receivedAt = receivedAt
    let encodings = Self.encodings(of: comment)
    prepared = encodings
    deferred = Mutex(nil)
    plainBytes = encodings.forModerators.readableBytes
    byteCount = Self.byteCount(of: comment, encodedBytes: plainBytes)
  }

  /// `comment` is as a decision has left it.
  private init(_ comment: Comment, in place: EncodedComment) {
    self.comment = comment
    receivedAt = place.receivedAt
    prepared = nil
    deferred = Mutex(nil)
    plainBytes = place.plainBytes
    byteCount = Self.byteCount(
      of: comment, encodedBytes: plainBytes + (comment.moderation?.encodedBytes ?? 0))
  }

  private static func byteCount(of comment: Comment, encodedBytes: Int) -> Int {
    256 + comment.content.utf8.count + encodedBytes * (isPersonal(comment) ? 2 : 1)
  }

  /// JSON as `audience` reads it; nil when it does not see the comment.
  func json(for audience: Audience) -> ByteBuffer? {
    let relation = audience.relation(toAuthor: comment.userID)
    let encodings = prepared ?? deferredEncodings()
    switch relation {
    case .moderator: return encodings.forModerators
    case .author: return encodings.forAuthor
    case .other: return encodings.forOthers
    }
  }

  /// Whether `audience` sees the comment.
  func isVisible(to audience: Audience) -> Bool {
    comment.state.appearance(to: audience.relation(toAuthor: comment.userID)) != .absent
  }

  /// The comment after `event`; nil when the event does not touch it.
  func applying(_ event: ModerationEvent) -> EncodedComment? {
    event.result(for: comment).map { EncodedComment($0, in: self) }
  }

  /// Whether nobody has to wait for its encodings.
  var isEncoded: Bool { prepared != nil || deferred.withLock { $0 != nil } }

  private func deferredEncodings() -> Encodings {
    deferred.withLock { deferred in
      if let deferred { return deferred }
      let encodings = Self.encodings(of: comment)
      deferred = encodings
      return encodings
    }
  }

  private static func isPersonal(_ comment: Comment) -> Bool {
    (comment.state.appearance(to: .author) == .absent)
      != (comment.state.appearance(to: .other) == .absent)
  }

  private static func encodings(of comment: Comment) -> Encodings {
    let forModerators = json(comment)
    func encoding(for audience: Audience) -> ByteBuffer? {
      guard let view = audience.view(of: comment) else { return nil }
      return view == comment ? forModerators : json(view)
    }
    let forOthers = encoding(for: .everyone)
    // Who sees a comment that everybody sees reads it alike.
    let forAuthor = forOthers ?? encoding(for: .user(comment.userID))
    return Encodings(forModerators: forModerators, forAuthor: forAuthor, forOthers: forOthers)
  }

  private static func json(_ comment: Comment) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: 256 + comment.content.utf8.count)
    buffer.writeJSON(comment)
    return buffer
  }
}

extension Comment.Moderation {
  /// An upper estimate of what its JSON takes, in bytes.
  var encodedBytes: Int {
    192 + (actor?.rawValue.utf8.count ?? 0) + (reason?.utf8.count ?? 0) + (policy?.utf8.count ?? 0)
  }
}
