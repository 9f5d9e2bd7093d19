import GRDB
import LiveComments
import ServerCore

/// A stream's row, less its pins.
struct StreamRow: Sendable {
  var stream: Int64
  var latestSeq: Seq
  var latestModSeq: ModSeq
  var trimmedSeq: Seq
  var trimmedModSeq: ModSeq
  var controls: StreamControls
  /// Nil until they are set.
  var rules: SafetyRules?
  var hasStandings: Bool
  var hasPurges: Bool

  /// Nil when nobody has used the stream.
  static func fetch(_ streamID: StreamID, in database: Database) throws -> StreamRow? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT stream, latest_seq, latest_mod_seq, trimmed_seq, trimmed_mod_seq, slow_mode_s,
          is_locked, level, rules, has_standings, has_purges, automatic_level
        FROM streams WHERE stream_id = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [streamID.rawValue]) else { return nil }
    guard let level = LevelChoice(rawValue: row[7]) else {
      throw LogCorruption("\(streamID) has the level \(row[7] as String)")
    }
    guard let automaticLevel = Level(rawValue: row[11]) else {
      throw LogCorruption("\(streamID) has the automatic level \(row[11] as String)")
    }
    return StreamRow(
      stream: row[0], latestSeq: try CommentRow.position(row[1]),
      latestModSeq: try CommentRow.position(row[2]), trimmedSeq: try CommentRow.position(row[3]),
      trimmedModSeq: try CommentRow.position(row[4]),
      controls: StreamControls(
        slowModeSeconds: row[5], isLocked: row[6], level: level, automaticLevel: automaticLevel),
      rules: try (row[8] as String?).map { try RecordText.decode(SafetyRules.self, from: $0) },
      hasStandings: row[9], hasPurges: row[10])
  }

  /// Makes the row of a stream that is used for the first time.
  static func insert(_ streamID: StreamID, in database: Database) throws -> StreamRow {
    try database.cachedStatement(sql: "INSERT INTO streams (stream_id) VALUES (?)")
      .execute(arguments: [streamID.rawValue])
    return StreamRow(
      stream: database.lastInsertedRowID, latestSeq: .zero, latestModSeq: .zero,
      trimmedSeq: .zero, trimmedModSeq: .zero, controls: StreamControls(), hasStandings: false,
      hasPurges: false)
  }

  static func advance(
    _ stream: Int64, to latestSeq: Seq, _ latestModSeq: ModSeq, in database: Database
  ) throws {
    try database.cachedStatement(
      sql: "UPDATE streams SET latest_seq = ?, latest_mod_seq = ? WHERE stream = ?"
    ).execute(arguments: [latestSeq.rawValue, latestModSeq.rawValue, stream])
  }
}
