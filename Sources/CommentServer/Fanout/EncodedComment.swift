import LiveComments
import NIOCore
import ServerCore

/// A comment as rings hold it: encoded once for each way in which it reads, and shared by every
/// event loop.
final class EncodedComment: Sendable {
  /// As moderators see it.
  let comment: Comment
  /// When the log took it in; nil when it was read from the log.
  let receivedAt: Instant?
  /// JSON for moderators and owners.
  let forModerators: ByteBuffer
  /// JSON for its author; nil when the author does not see it.
  let forAuthor: ByteBuffer?
  /// JSON for everybody else; nil when they do not see it.
  let forOthers: ByteBuffer?

  var seq: Seq { comment.seq }

  /// Whether the author reads something else than the others do.
  var isPersonal: Bool { (forAuthor == nil) != (forOthers == nil) }

  convenience init(_ comment: Comment) { self.init(comment, receivedAt: nil) }

  convenience init(_ stored: StoredComment) {
    self.init(stored.comment, receivedAt: stored.receivedAt)
  }

  private init(_ comment: Comment, receivedAt: Instant?) {
    self.comment = comment
    self.receivedAt = receivedAt
    let forModerators = Self.json(comment)
    self.forModerators = forModerators
    func encoding(for audience: Audience) -> ByteBuffer? {
      guard let view = audience.view(of: comment) else { return nil }
      return view == comment ? forModerators : Self.json(view)
    }
    let forOthers = encoding(for: .everyone)
    self.forOthers = forOthers
    // Who sees a comment that everybody sees reads it alike.
    forAuthor = forOthers ?? encoding(for: .user(comment.userID))
  }

  /// JSON as `audience` reads it; nil when it does not see the comment.
  func json(for audience: Audience) -> ByteBuffer? {
    switch audience.relation(toAuthor: comment.userID) {
    case .moderator: forModerators
    case .author: forAuthor
    case .other: forOthers
    }
  }

  /// An upper estimate of the memory held, in bytes.
  var byteCount: Int {
    256 + comment.content.utf8.count + forModerators.readableBytes
      + (isPersonal ? (forAuthor?.readableBytes ?? 0) : 0)
  }

  /// The comment after `event`; nil when the event does not touch it.
  func applying(_ event: ModerationEvent) -> EncodedComment? {
    event.result(for: comment).map { EncodedComment($0, receivedAt: receivedAt) }
  }

  private static func json(_ comment: Comment) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: 256 + comment.content.utf8.count)
    buffer.writeJSON(comment)
    return buffer
  }
}
