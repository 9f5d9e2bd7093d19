/// Reads comments without the general decoder, which spends most of a busy client's CPU time on
/// them (`gavel-bench codec`).
///
/// It accepts less than the general decoder does (no escapes in names, no repeated members, no
/// fractions), and what it accepts it reads alike: where it gives up, that one decides and explains.
struct CommentReader {
  private var streamID = MemberRecord<StreamID>()
  private var seq = MemberRecord<Seq>()
  private var commentID = MemberRecord<CommentID>()
  private var userID = MemberRecord<UserID>()
  private var userName = MemberRecord<String>()
  private var role = MemberRecord<Role>()
  private var content = MemberRecord<String>()
  private var createdAt = MemberRecord<Timestamp>()
  private var state = MemberRecord<CommentState>()
  private var replyTo = MemberRecord<CommentID>()
  private var moderation = MemberRecord<Comment.Moderation>()

  /// The comment that stands next; nil when the general decoder has to look.
  static func read(_ cursor: inout JSONCursor, in stream: StreamID?) -> Comment? {
    var reader = CommentReader()
    guard cursor.object({ reader.take($0, from: &$1, in: stream) }) else { return nil }
    return reader.comment
  }

  /// Comments, one after the other, as an array.
  static func readAll(_ cursor: inout JSONCursor) -> [Comment]? {
    var comments: [Comment] = []
    let isWhole = cursor.array { cursor in
      // The comments of a batch are of one stream: its name is made once.
      guard let comment = read(&cursor, in: comments.last?.streamID) else { return false }
      comments.append(comment)
      return true
    }
    return isWhole ? comments : nil
  }

  private mutating func take(
    _ name: UnsafeBufferPointer<UInt8>, from cursor: inout JSONCursor, in stream: StreamID?
  ) -> Bool {
    if name.spells("content") { return content.set(cursor.string()) }
    if name.spells("comment_id") { return commentID.set(cursor.commentID()) }
    if name.spells("created_at") { return createdAt.set(cursor.timestamp()) }
    if name.spells("role") { return role.set(cursor.role()) }
    if name.spells("seq") { return seq.set(cursor.position()) }
    if name.spells("state") { return state.set(cursor.commentState()) }
    if name.spells("stream_id") { return streamID.set(cursor.streamID(expecting: stream)) }
    if name.spells("user_id") { return userID.set(cursor.string().map(UserID.init(rawValue:))) }
    if name.spells("user_name") { return userName.set(cursor.string()) }
    if name.spells("reply_to") { return replyTo.set(cursor.commentID()) }
    if name.spells("moderation") { return moderation.set(ModerationReader.read(&cursor)) }
    return cursor.skipValue()
  }

  private var comment: Comment? {
    guard let streamID = streamID.value, let seq = seq.value, let commentID = commentID.value,
      let userID = userID.value, let userName = userName.value, let role = role.value,
      let content = content.value, let createdAt = createdAt.value, let state = state.value
    else { return nil }
    return Comment(
      streamID: streamID, seq: seq, commentID: commentID, userID: userID, userName: userName,
      role: role, content: content, createdAt: createdAt, state: state, replyTo: replyTo.value,
      moderation: moderation.value)
  }
}

/// Reads who decided a comment's state, as `CommentReader` reads comments.
private struct ModerationReader {
  private var actor = MemberRecord<UserID?>()
  private var action = MemberRecord<ModerationAction>()
  private var reason = MemberRecord<String?>()
  private var policy = MemberRecord<String?>()
  private var at = MemberRecord<Timestamp>()

  static func read(_ cursor: inout JSONCursor) -> Comment.Moderation? {
    var reader = ModerationReader()
    guard cursor.object({ reader.take($0, from: &$1) }), let action = reader.action.value,
      let at = reader.at.value
    else { return nil }
    return Comment.Moderation(
      actor: reader.actor.value ?? nil, action: action, reason: reader.reason.value ?? nil,
      policy: reader.policy.value ?? nil, at: at)
  }

  private mutating func take(
    _ name: UnsafeBufferPointer<UInt8>, from cursor: inout JSONCursor
  ) -> Bool {
    if name.spells("action") {
      return action.set(cursor.string().map(ModerationAction.init(rawValue:)))
    }
    if name.spells("at") { return at.set(cursor.timestamp()) }
    if name.spells("actor") {
      return actor.set(cursor.stringOrNull().map { $0.map(UserID.init(rawValue:)) })
    }
    if name.spells("reason") { return reason.set(cursor.stringOrNull()) }
    if name.spells("policy") { return policy.set(cursor.stringOrNull()) }
    return cursor.skipValue()
  }
}

extension JSONCursor {
  mutating func position<Plane>() -> Position<Plane>? {
    integer().flatMap(Position.init(rawValue:))
  }

  /// Nil is no string; a null is a nil within.
  fileprivate mutating func stringOrNull() -> String?? {
    if peek() == UInt8(ascii: "n") { return takeLiteral("null") ? .some(nil) : nil }
    return string().map(Optional.some)
  }

  mutating func commentID() -> CommentID? {
    plainString().flatMap(CommentID.init(utf8:))
  }

  fileprivate mutating func timestamp() -> Timestamp? {
    plainString().flatMap(Timestamp.init(rfc3339UTF8:))
  }

  fileprivate mutating func streamID(expecting stream: StreamID?) -> StreamID? {
    guard let name = plainString() else { return nil }
    if let stream, stream.rawValue.utf8.elementsEqual(name) { return stream }
    return String(validating: name, as: UTF8.self).flatMap(StreamID.init(rawValue:))
  }

  fileprivate mutating func role() -> Role? {
    guard let name = plainString() else { return nil }
    if name.spells("viewer") { return .viewer }
    return String(validating: name, as: UTF8.self).flatMap(Role.init(rawValue:))
  }

  fileprivate mutating func commentState() -> CommentState? {
    guard let name = plainString() else { return nil }
    if name.spells("VISIBLE") { return .visible }
    return String(validating: name, as: UTF8.self).flatMap(CommentState.init(rawValue:))
  }
}
