import GRDB
import LiveComments
import ServerCore

/// Comments as rows: the columns, and the way from a row to a comment and back.
enum CommentRow {
  /// The columns that `comment(from:of:)` reads, in its order, of `comments AS c`. `withPurges` costs
  /// a look per row, and is needed only in a stream that has purges.
  static func columns(withPurges: Bool) -> String {
    let purge = """
      (SELECT max(p.mod_seq) FROM purges AS p WHERE p.stream = c.stream AND p.user_id = c.user_id
        AND p.mod_seq > c.mod_seq AND c.seq BETWEEN p.from_seq AND p.upto_seq)
      """
    return """
      c.seq, c.comment_id, c.user_id, c.user_name, c.role, c.content, c.created_at, c.reply_to,
      c.state, c.mod_seq, \(withPurges ? purge : "NULL")
      """
  }

  /// What holds of rows that no purge has retracted.
  static let isNotPurged = """
    NOT EXISTS (SELECT 1 FROM purges AS p WHERE p.stream = c.stream AND p.user_id = c.user_id
      AND p.mod_seq > c.mod_seq AND c.seq BETWEEN p.from_seq AND p.upto_seq)
    """

  /// The comment, and the event that decided its state (0: none).
  static func comment(
    from row: Row, of streamID: StreamID
  ) throws -> (comment: Comment, decidedBy: ModSeq) {
    guard let commentID = CommentID(rawValue: row[1]) else {
      throw LogCorruption("\(streamID) \(row[0] as Int64) has no comment id")
    }
    let purgedBy: Int64? = row[10]
    let replyTo: String? = row[7]
    let comment = Comment(
      streamID: streamID, seq: try position(row[0]), commentID: commentID,
      userID: UserID(rawValue: row[2]), userName: row[3], role: try Role(storageCode: row[4]),
      content: row[5], createdAt: Timestamp(milliseconds: row[6]),
      state: purgedBy == nil ? try CommentState(storageCode: row[8]) : .deleted,
      replyTo: replyTo.flatMap(CommentID.init))
    return (comment, try position(purgedBy ?? row[9]))
  }

  static let insertion = """
    INSERT INTO comments (stream, seq, comment_id, user_id, user_name, role, content, created_at,
      reply_to, state, restored_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// The arguments of `insertion`.
  static func arguments(for comment: Comment, stream: Int64) -> StatementArguments {
    [
      stream, comment.seq.rawValue, comment.commentID.rawValue, comment.userID.rawValue,
      comment.userName, comment.role.storageCode, comment.content,
      comment.createdAt.milliseconds, comment.replyTo?.rawValue, comment.state.storageCode,
      comment.state.storageCode,
    ]
  }

  static func position<Plane>(_ value: Int64) throws -> Position<Plane> {
    guard let position = Position<Plane>(rawValue: value) else {
      throw LogCorruption("\(value) is not a position")
    }
    return position
  }
}
