import GRDB
import LiveComments
import ServerCore

/// Which purges were taken back, by the records, beside what the table of purges says: a row edited
/// there would make the server restore in a moderator's name, or leave off restoring.
struct AuditRestores {
  private struct Range: Hashable {
    var stream: Int64
    var userID: UserID
    var fromSeq: Seq
    var uptoSeq: Seq
  }

  /// The last purge of each range: a later one of the same range has overtaken what took the earlier
  /// one back.
  private var purges: [Range: ModSeq] = [:]
  /// The first event that took each purge back.
  private var restores: [RestoreTable.Place: Int64] = [:]

  /// Takes note of a record, in the order of the chain.
  mutating func take(_ event: ModerationEvent, stream: Int64) {
    guard let userID = event.userID, let fromSeq = event.fromSeq, let uptoSeq = event.uptoSeq
    else { return }
    let range = Range(stream: stream, userID: userID, fromSeq: fromSeq, uptoSeq: uptoSeq)
    if event.action == .purgeUser {
      purges[range] = event.modSeq
    } else if event.action == .restore, let purge = purges[range] {
      let place = RestoreTable.Place(
        stream: stream, userID: userID.rawValue, purge: purge.rawValue)
      if restores[place] == nil { restores[place] = event.modSeq.rawValue }
    }
  }

  /// The streams in which the table says otherwise, or has passed by what should have come back.
  func contradictions(in database: Database) throws -> Set<Int64> {
    var wrong: Set<Int64> = []
    var missing = restores
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT stream, user_id, mod_seq, restored_by, restore_seq FROM purges
        WHERE restored_by IS NOT NULL OR restore_seq IS NOT NULL
        """)
    for row in rows {
      let place = RestoreTable.Place(stream: row[0], userID: row[1], purge: row[2])
      guard let restoredBy = missing.removeValue(forKey: place), restoredBy == (row[3] as Int64?),
        try !hasPassedBy(place, upto: row[4], in: database)
      else {
        wrong.insert(place.stream)
        continue
      }
    }
    return wrong.union(missing.keys.map(\.stream))
  }

  /// Whether something that the restore brings back lies before the position that it has reached.
  private func hasPassedBy(
    _ place: RestoreTable.Place, upto reached: Int64?, in database: Database
  ) throws -> Bool {
    guard
      let search = try RestoreSearch(
        purge: CommentRow.position(place.purge), of: UserID(rawValue: place.userID),
        stream: place.stream, in: database)
    else { return true }
    let first = try search.first(limit: 1, in: database).targets.first
    guard let first else { return false }
    return try reached.map { first.seq < (try CommentRow.position($0)) } ?? true
  }
}
