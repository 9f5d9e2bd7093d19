import GRDB
import LiveComments
import ServerCore

/// The table of moderation events: the control plane's log, and its audit.
enum EventTable {
  /// What an event says about a comment that it decided; nil at 0, where no event did.
  static func moderation(
    by modSeq: ModSeq, stream: Int64, in database: Database
  ) throws -> Comment.Moderation? {
    guard modSeq > .zero else { return nil }
    let statement = try database.cachedStatement(
      sql: """
        SELECT actor, action, reason, policy, at FROM events WHERE stream = ? AND mod_seq = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [stream, modSeq.rawValue]) else {
      throw LogCorruption("a comment was decided by the event \(modSeq), which is missing")
    }
    let actor: String? = row[0]
    return Comment.Moderation(
      actor: actor.map(UserID.init(rawValue:)), action: ModerationAction(rawValue: row[1]),
      reason: row[2], policy: row[3], at: Timestamp(milliseconds: row[4]))
  }
}
