/// Reads the frames that a busy server hears most, `post` and `seen`, as `CommentReader` reads
/// comments.
///
/// What it accepts, the strict decoder reads alike; a member that neither frame has is left to that
/// one, whatever is in it.
struct ClientFrameReader {
  private enum Kind {
    case post, seen
  }

  private var kind = MemberRecord<Kind>()
  private var key = MemberRecord<String>()
  private var content = MemberRecord<String>()
  private var replyTo = MemberRecord<CommentID>()
  private var author = MemberRecord<Author>()
  private var lastSeenSeq = MemberRecord<Seq>()
  private var lastModSeq = MemberRecord<ModSeq>()

  /// The frame; nil when it is another one, or when the general decoder has to look.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> ClientFrame? {
    var cursor = JSONCursor(bytes)
    var reader = ClientFrameReader()
    guard cursor.object({ reader.take($0, from: &$1) }), cursor.isAtEnd() else { return nil }
    return reader.frame
  }

  private mutating func take(
    _ name: UnsafeBufferPointer<UInt8>, from cursor: inout JSONCursor
  ) -> Bool {
    if name.spells("type") { return kind.set(cursor.plainString().flatMap(Self.kind)) }
    if name.spells("key") { return key.set(cursor.string()) }
    if name.spells("content") { return content.set(cursor.string()) }
    if name.spells("reply_to") { return replyTo.set(cursor.commentID()) }
    if name.spells("as") { return author.set(AuthorReader.read(&cursor)) }
    if name.spells("last_seen_seq") { return lastSeenSeq.set(cursor.position()) }
    if name.spells("last_mod_seq") { return lastModSeq.set(cursor.position()) }
    return false
  }

  /// Nil, too, when it has a member of the other frame: to the decoder that is one more it ignores.
  private var frame: ClientFrame? {
    switch kind.value {
    case nil: return nil
    case .post:
      guard let key = key.value, let content = content.value, lastSeenSeq.value == nil,
        lastModSeq.value == nil
      else { return nil }
      return .post(
        key: key,
        PostRequest(content: content, replyTo: replyTo.value, author: author.value))
    case .seen:
      guard let lastSeenSeq = lastSeenSeq.value, let lastModSeq = lastModSeq.value,
        key.value == nil, content.value == nil, replyTo.value == nil, author.value == nil
      else { return nil }
      return .seen(lastSeenSeq: lastSeenSeq, lastModSeq: lastModSeq)
    }
  }

  private static func kind(_ name: UnsafeBufferPointer<UInt8>) -> Kind? {
    if name.spells("post") { return .post }
    return name.spells("seen") ? .seen : nil
  }
}

/// Reads whom a service posts for.
private struct AuthorReader {
  private var userID = MemberRecord<UserID>()
  private var userName = MemberRecord<String>()

  static func read(_ cursor: inout JSONCursor) -> Author? {
    var reader = AuthorReader()
    guard cursor.object({ reader.take($0, from: &$1) }), let userID = reader.userID.value,
      let userName = reader.userName.value
    else { return nil }
    return Author(userID: userID, userName: userName)
  }

  private mutating func take(
    _ name: UnsafeBufferPointer<UInt8>, from cursor: inout JSONCursor
  ) -> Bool {
    if name.spells("user_id") { return userID.set(cursor.string().map(UserID.init(rawValue:))) }
    return name.spells("user_name") && userName.set(cursor.string())
  }
}
