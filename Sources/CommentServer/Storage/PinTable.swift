import GRDB
import LiveComments
import ServerCore

/// The table of pinned comments; the oldest pin has the lowest `mod_seq`.
enum PinTable {
  static func pin(_ event: ModerationEvent, stream: Int64, in database: Database) throws {
    try unpin(event, stream: stream, in: database)
    let statement = try database.cachedStatement(
      sql: "INSERT INTO pins (stream, mod_seq, seq) VALUES (?, ?, ?)")
    for target in event.targets ?? [] {
      try statement.execute(arguments: [stream, event.modSeq.rawValue, target.seq.rawValue])
    }
  }

  static func unpin(_ event: ModerationEvent, stream: Int64, in database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "DELETE FROM pins WHERE stream = ? AND seq = ?")
    for target in event.targets ?? [] {
      try statement.execute(arguments: [stream, target.seq.rawValue])
    }
  }

  /// The pinned comments, oldest pin first, as moderators see them.
  static func comments(
    of streamID: StreamID, stream: Int64, in database: Database
  ) throws -> [Comment] {
    let statement = try database.cachedStatement(
      sql: "SELECT seq FROM pins WHERE stream = ? ORDER BY mod_seq")
    return try Int64.fetchAll(statement, arguments: [stream]).compactMap { seq in
      try CommentTable.comment(
        at: CommentRow.position(seq), of: streamID, stream: stream, in: database)
    }
  }
}
