import GRDB
import LiveComments
import ServerCore

/// The table of reactions' totals: a row for each target, which is a comment's `seq`, or 0 for the
/// stream itself. `counts` is a JSON object of totals by emoji.
enum ReactionTable {
  private static let streamTarget: Int64 = 0

  static func write(_ record: ReactionRecord, stream: Int64, in database: Database) throws {
    if let counts = record.stream {
      try write(counts, target: streamTarget, stream: stream, in: database)
    }
    for (seq, counts) in record.comments {
      try write(counts, target: seq.rawValue, stream: stream, in: database)
    }
  }

  private static func write(
    _ counts: [Emoji: Int], target: Int64, stream: Int64, in database: Database
  ) throws {
    let text = Dictionary(uniqueKeysWithValues: counts.map { ($0.key.text, $0.value) })
    try database.cachedStatement(
      sql: """
        INSERT INTO reactions (stream, target, counts) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET counts = ?3
        """
    ).execute(arguments: [stream, target, try RecordText.encode(text)])
  }

  /// The stream's own totals.
  static func counts(stream: Int64, in database: Database) throws -> [Emoji: Int] {
    try counts(target: streamTarget, stream: stream, in: database)
  }

  /// The totals of the comment at a position; empty when nobody has reacted to it.
  static func counts(
    of seq: Seq, stream: Int64, in database: Database
  ) throws -> [Emoji: Int] {
    try counts(target: seq.rawValue, stream: stream, in: database)
  }

  /// The positions of the newest comments that were reacted to, newest first.
  static func newest(_ count: Int, stream: Int64, in database: Database) throws -> [Seq] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT target FROM reactions WHERE stream = ? AND target > 0 ORDER BY target DESC LIMIT ?
        """)
    return try Int64.fetchAll(statement, arguments: [stream, count]).map(CommentRow.position)
  }

  private static func counts(
    target: Int64, stream: Int64, in database: Database
  ) throws -> [Emoji: Int] {
    let statement = try database.cachedStatement(
      sql: "SELECT counts FROM reactions WHERE stream = ? AND target = ?")
    guard let text = try String.fetchOne(statement, arguments: [stream, target]) else { return [:] }
    var counts: [Emoji: Int] = [:]
    for (name, count) in try RecordText.decode(ReactionCounts.self, from: text) {
      guard let emoji = Emoji(name) else { throw LogCorruption("\(name) is not an emoji") }
      counts[emoji] = count
    }
    return counts
  }
}
