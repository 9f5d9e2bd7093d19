import GRDB
import LiveComments
import ServerCore

/// The table of purges: ranges of one author's comments that were retracted at once, and how far each
/// was taken back.
enum PurgeTable {
  static func insert(_ event: ModerationEvent, stream: Int64, in database: Database) throws {
    guard let userID = event.userID, let fromSeq = event.fromSeq, let uptoSeq = event.uptoSeq
    else { throw LogCorruption("the purge \(event.modSeq) names no range") }
    try database.cachedStatement(
      sql: """
        INSERT INTO purges (stream, user_id, mod_seq, from_seq, upto_seq) VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      stream, userID.rawValue, event.modSeq.rawValue, fromSeq.rawValue, uptoSeq.rawValue,
    ])
    try database.cachedStatement(sql: "UPDATE streams SET has_purges = 1 WHERE stream = ?")
      .execute(arguments: [stream])
  }

  static func history(
    of userID: UserID, stream: Int64, in database: Database
  ) throws -> PurgeHistory {
    let statement = try database.cachedStatement(
      sql: """
        SELECT mod_seq, from_seq, upto_seq, restored_by FROM purges
        WHERE stream = ? AND user_id = ? ORDER BY mod_seq
        """)
    let rows = try Row.fetchAll(statement, arguments: [stream, userID.rawValue])
    return PurgeHistory(
      try rows.map { row in
        PurgeHistory.Entry(
          modSeq: try CommentRow.position(row[0]), fromSeq: try CommentRow.position(row[1]),
          uptoSeq: try CommentRow.position(row[2]),
          restoredBy: try (row[3] as Int64?).map { try CommentRow.position($0) })
      })
  }
}
