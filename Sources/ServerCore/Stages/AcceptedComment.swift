public import LiveComments

/// The second stage: a comment that passed validation and waits for its place in the log.
///
/// Limits, mutes, locks and slow mode are decided where the log sequences it (`Admission`).
public struct AcceptedComment: Sendable, Hashable {
  public var streamID: StreamID
  /// The account of the token.
  public var poster: User
  public var key: IdempotencyKey
  /// The account that the comment appears under: the poster, or the one that a service names.
  public var author: User
  /// In NFC, within `Limits.content`.
  public var content: String
  public var replyTo: CommentID?

  public init(
    streamID: StreamID, poster: User, key: IdempotencyKey, author: User, content: String,
    replyTo: CommentID? = nil
  ) {
    self.streamID = streamID
    self.poster = poster
    self.key = key
    self.author = author
    self.content = content
    self.replyTo = replyTo
  }

  /// An upper estimate of the memory that it holds while it waits, in bytes.
  public var byteCount: Int {
    256 + content.utf8.count + key.rawValue.utf8.count + poster.userID.rawValue.utf8.count
      + author.userID.rawValue.utf8.count + author.userName.utf8.count
  }
}
