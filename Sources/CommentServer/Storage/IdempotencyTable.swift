import GRDB
import LiveComments
import ServerCore

/// The table of idempotency keys: what each has made, in the same commit as what it made.
enum IdempotencyTable {
  struct Entry {
    var plane: Plane
    var position: Int64
    var request: String?
  }

  static let keyReused = Problem(
    .keyReused, "this idempotency key was used for something else: send a new key", field: "key")

  static func find(
    _ key: IdempotencyKey, of poster: UserID, stream: Int64, in database: Database
  ) throws -> Entry? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT plane, position, request FROM idempotency_keys
        WHERE stream = ? AND poster = ? AND key = ?
        """)
    let row = try Row.fetchOne(
      statement, arguments: [stream, poster.rawValue, key.rawValue])
    return try row.map {
      Entry(plane: try Plane(storageCode: $0[0]), position: $0[1], request: $0[2])
    }
  }

  static func insert(
    _ key: IdempotencyKey, of poster: UserID, stream: Int64, made entry: Entry, at time: Timestamp,
    in database: Database
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO idempotency_keys (stream, poster, key, plane, position, accepted_at, request)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      stream, poster.rawValue, key.rawValue, entry.plane.storageCode, entry.position,
      time.milliseconds, entry.request,
    ])
  }

  /// Forgets at most `limit` of the oldest keys, and only such as were accepted before `time`. While
  /// the oldest is not, which is nearly always, that is all that it looks at.
  static func prune(acceptedBefore time: Timestamp, limit: Int, in database: Database) throws {
    try database.cachedStatement(
      sql: """
        DELETE FROM idempotency_keys WHERE accepted_at < ?2 AND number <
          (SELECT CASE WHEN accepted_at < ?2 THEN number + ?1 ELSE 0 END
            FROM idempotency_keys ORDER BY number LIMIT 1)
        """
    ).execute(arguments: [limit, time.milliseconds])
  }
}
