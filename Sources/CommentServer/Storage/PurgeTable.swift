import GRDB
import LiveComments
import ServerCore

/// The table of purges: ranges of one author's comments that were retracted at once.
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

  /// A purge, and what taking it back brings back; nil when the stream has no purge of that id.
  static func restorable(
    _ id: ModerationID, of streamID: StreamID, stream: Int64, in database: Database
  ) throws -> ModerationFacts.RestorablePurge? {
    guard let purge = try EventTable.event(id, stream: stream, in: database),
      purge.action == .purgeUser, let userID = purge.userID, let fromSeq = purge.fromSeq,
      let uptoSeq = purge.uptoSeq
    else { return nil }
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(CommentRow.columns(withPurges: true)), c.restored_state FROM comments AS c
        WHERE c.stream = ?1 AND c.user_id = ?2 AND c.seq BETWEEN ?3 AND ?4
          AND c.mod_seq < ?5 AND c.state <> 2
          AND NOT EXISTS (SELECT 1 FROM purges AS p WHERE p.stream = ?1 AND p.user_id = ?2
            AND p.mod_seq > c.mod_seq AND p.mod_seq <> ?5
            AND c.seq BETWEEN p.from_seq AND p.upto_seq)
        ORDER BY c.seq
        """)
    let rows = try Row.fetchCursor(
      statement,
      arguments: [
        stream, userID.rawValue, fromSeq.rawValue, uptoSeq.rawValue, purge.modSeq.rawValue,
      ])
    var deleted: [ModerationTarget] = []
    while let row = try rows.next() {
      deleted.append(try CommentTable.target(from: row, of: streamID))
    }
    return ModerationFacts.RestorablePurge(userID: userID, deleted: deleted)
  }
}
