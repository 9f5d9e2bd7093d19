import GRDB
import LiveComments
import ServerCore

/// Single looks into the table of comments, and what is written to it.
enum CommentTable {
  static func insert(_ comment: Comment, stream: Int64, in database: Database) throws {
    try database.cachedStatement(sql: CommentRow.insertion)
      .execute(arguments: CommentRow.arguments(for: comment, stream: stream))
  }

  /// The comment at a position as moderators see it; nil when there is none.
  static func comment(
    at seq: Seq, of streamID: StreamID, stream: Int64, in database: Database
  ) throws -> Comment? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(CommentRow.columns(withPurges: true)) FROM comments AS c
        WHERE c.stream = ? AND c.seq = ?
        """)
    return try comment(
      from: Row.fetchOne(statement, arguments: [stream, seq.rawValue]), of: streamID,
      stream: stream, in: database)
  }

  /// The comment of that name as moderators see it; nil when the stream has none.
  static func comment(
    _ commentID: CommentID, of streamID: StreamID, stream: Int64, in database: Database
  ) throws -> Comment? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(CommentRow.columns(withPurges: true)) FROM comments AS c
        WHERE c.comment_id = ? AND c.stream = ?
        """)
    return try comment(
      from: Row.fetchOne(statement, arguments: [commentID.rawValue, stream]), of: streamID,
      stream: stream, in: database)
  }

  private static func comment(
    from row: Row?, of streamID: StreamID, stream: Int64, in database: Database
  ) throws -> Comment? {
    guard let row else { return nil }
    var (comment, decidedBy) = try CommentRow.comment(from: row, of: streamID)
    comment.moderation = try EventTable.moderation(by: decidedBy, stream: stream, in: database)
    return comment
  }

  /// When an author's latest comment in a stream was accepted.
  static func lastPost(
    of userID: UserID, stream: Int64, in database: Database
  ) throws -> Timestamp? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT c.created_at FROM comments AS c WHERE c.stream = ?1 AND c.seq =
          (SELECT max(seq) FROM comments WHERE stream = ?1 AND user_id = ?2)
        """)
    return try Int64.fetchOne(statement, arguments: [stream, userID.rawValue])
      .map(Timestamp.init(milliseconds:))
  }
}

extension CommentTable {
  /// The comment that a request names, with what `restore` would bring back; nil when the stream has
  /// none of that name.
  static func target(
    _ commentID: CommentID, of streamID: StreamID, stream: Int64, in database: Database
  ) throws -> ModerationTarget? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(CommentRow.columns(withPurges: true)), c.restored_state FROM comments AS c
        WHERE c.comment_id = ? AND c.stream = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [commentID.rawValue, stream]) else {
      return nil
    }
    var target = try target(from: row, of: streamID)
    target.isAuthorShadowBanned = try StandingTable.standing(
      of: target.comment.userID, stream: stream, in: database
    ).isShadowBanned
    return target
  }

  /// Of a row that ends in `restored_state`.
  private static func target(from row: Row, of streamID: StreamID) throws -> ModerationTarget {
    ModerationTarget(
      comment: try CommentRow.comment(from: row, of: streamID).comment,
      lastShown: try CommentState(storageCode: row[11]))
  }

  /// The role under which a user last posted; nil when they never did.
  static func lastRole(
    of userID: UserID, stream: Int64, in database: Database
  ) throws -> Role? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT c.role FROM comments AS c WHERE c.stream = ?1 AND c.seq =
          (SELECT max(seq) FROM comments WHERE stream = ?1 AND user_id = ?2)
        """)
    return try Int64.fetchOne(statement, arguments: [stream, userID.rawValue])
      .map(Role.init(storageCode:))
  }

  /// The first of an author's comments that were accepted since `time`; nil when there is none.
  static func firstSeq(
    by userID: UserID, since time: Timestamp, stream: Int64, in database: Database
  ) throws -> Seq? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT seq, created_at FROM comments WHERE stream = ? AND user_id = ? ORDER BY seq DESC
        """)
    let rows = try Row.fetchCursor(statement, arguments: [stream, userID.rawValue])
    var first: Seq?
    while let row = try rows.next(), row[1] as Int64 >= time.milliseconds {
      first = try CommentRow.position(row[0])
    }
    return first
  }
}
