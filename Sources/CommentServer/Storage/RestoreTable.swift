import GRDB
import LiveComments
import ServerCore

/// The restores that are under way, in the rows of the purges that they take back: `restore_seq` is
/// where the next piece begins, written with each piece in one transaction, so that a restart goes on
/// exactly there. Who restores, and why, is read from the first event, which the audit chain covers.
///
/// It needs no bound of its own: there is one restore to a purge, and none is kept in memory.
enum RestoreTable {
  /// Which of the restores it is; in this order they take turns.
  struct Place: Sendable, Hashable {
    var stream: Int64
    var userID: String
    var purge: Int64
  }

  struct Restore {
    var place: Place
    var streamID: StreamID
    /// Its first event.
    var restoredBy: ModSeq
    var nextSeq: Seq
  }

  /// A purge, and the first of what taking it back brings back: `limit` comments at most. Nil when the
  /// stream has no purge of that id.
  static func restorable(
    _ id: ModerationID, limit: Int, stream: Int64, in database: Database
  ) throws -> ModerationFacts.RestorablePurge? {
    guard let event = try EventTable.event(id, stream: stream, in: database),
      event.action == .purgeUser, let userID = event.userID,
      let search = try RestoreSearch(
        purge: event.modSeq, of: userID, stream: stream, in: database)
    else { return nil }
    var restorable = ModerationFacts.RestorablePurge(
      userID: userID, modSeq: event.modSeq, fromSeq: search.purge.fromSeq,
      uptoSeq: search.purge.uptoSeq)
    guard search.purge.restoredBy == nil else {
      restorable.isRestored = true
      return restorable
    }
    let found = try search.first(limit: limit, in: database)
    restorable.targets = found.targets
    restorable.nextSeq = found.nextSeq
    return restorable
  }

  /// Notes that a purge is taken back from its event on, and where the next piece begins, if any.
  static func begin(
    _ restore: ModerationEvent, of purge: ModSeq, nextSeq: Seq?, stream: Int64,
    in database: Database
  ) throws {
    try database.cachedStatement(
      sql: """
        UPDATE purges SET restored_by = ?, restore_seq = ?
        WHERE stream = ? AND user_id = ? AND mod_seq = ?
        """
    ).execute(arguments: [
      restore.modSeq.rawValue, nextSeq?.rawValue, stream, restore.userID?.rawValue, purge.rawValue,
    ])
  }

  static func advance(_ place: Place, to nextSeq: Seq?, in database: Database) throws {
    try database.cachedStatement(
      sql: "UPDATE purges SET restore_seq = ? WHERE stream = ? AND user_id = ? AND mod_seq = ?"
    ).execute(arguments: [nextSeq?.rawValue, place.stream, place.userID, place.purge])
  }

  static func hasAny(in database: Database) throws -> Bool {
    try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM purges INDEXED BY running_restores WHERE restore_seq IS NOT NULL)
          """)) ?? false
  }

  /// The restore whose turn it is after that of `place`; nil when none is under way.
  static func next(after place: Place?, in database: Database) throws -> Restore? {
    if let place, let later = try first(after: place, in: database) { return later }
    return try first(after: Place(stream: -1, userID: "", purge: 0), in: database)
  }

  private static func first(after place: Place, in database: Database) throws -> Restore? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT p.stream, p.user_id, p.mod_seq, s.stream_id, p.restored_by, p.restore_seq
        FROM purges AS p INDEXED BY running_restores JOIN streams AS s ON s.stream = p.stream
        WHERE p.restore_seq IS NOT NULL AND (p.stream, p.user_id, p.mod_seq) > (?, ?, ?)
        ORDER BY p.stream, p.user_id, p.mod_seq LIMIT 1
        """)
    guard
      let row = try Row.fetchOne(
        statement, arguments: [place.stream, place.userID, place.purge])
    else { return nil }
    let place = Place(stream: row[0], userID: row[1], purge: row[2])
    guard let streamID = StreamID(rawValue: row[3]), let restoredBy = row[4] as Int64? else {
      throw LogCorruption("a restore of the purge \(place.purge) names no stream or no event")
    }
    return Restore(
      place: place, streamID: streamID, restoredBy: try CommentRow.position(restoredBy),
      nextSeq: try CommentRow.position(row[5]))
  }
}
