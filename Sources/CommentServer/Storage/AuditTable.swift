import Foundation
import GRDB
import LiveComments
import ServerCore

/// The audit chain as the table of events holds it.
enum AuditTable {
  /// The last link of the chain.
  static func head(in database: Database) throws -> AuditHead {
    let row = try Row.fetchOne(
      database, sql: "SELECT audit_index, audit_digest FROM events ORDER BY audit_index DESC")
    return row.map { AuditHead(index: $0[0], digest: digest($0[1])) } ?? .origin
  }

  /// Whether the chain has a record at the head's index with the head's digest.
  static func agrees(with head: AuditHead, in database: Database) throws -> Bool {
    if head == .origin { return true }
    let stored = try Data.fetchOne(
      database, sql: "SELECT audit_digest FROM events WHERE audit_index = ?",
      arguments: [head.index])
    return stored.map(digest) == head.digest
  }

  /// Whether anything was ever moderated, as far as the tables say: a head was kept then.
  static func hasHistory(in database: Database) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM events)
          OR EXISTS (SELECT 1 FROM streams WHERE latest_mod_seq > 0)
        """) ?? false
  }

  /// Calls `body` with each record in the order of the chain: the place and the link as stored, and
  /// the record, nil when its row does not hold one.
  static func forEach(
    in database: Database,
    _ body: (AuditFinding.Place, AuditRecord?, AuditLink) -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT s.stream_id, e.mod_seq, e.moderation_id, e.action, e.at, e.user_id, e.actor,
          e.reason, e.policy, e.record, e.rules, e.audit_index, e.audit_previous, e.audit_digest,
          e.reach
        FROM events AS e LEFT JOIN streams AS s ON s.stream = e.stream ORDER BY e.audit_index
        """)
    while let row = try rows.next() {
      let link = AuditLink(index: row[11], previous: digest(row[12]), digest: digest(row[13]))
      let place = AuditFinding.Place(
        index: link.index, streamID: (row[0] as String?).flatMap(StreamID.init),
        modSeq: ModSeq(rawValue: row[1]) ?? .zero)
      body(place, record(from: row), link)
    }
  }

  /// The record as stored; nil when it cannot be read, when it holds more than the chain covers, or
  /// when the columns that repeat parts of it say something else: all of them are read by somebody.
  private static func record(from row: Row) -> AuditRecord? {
    let text: String = row[9]
    guard let streamID = (row[0] as String?).flatMap(StreamID.init),
      var event = try? RecordText.decode(ModerationEvent.self, from: text),
      event.modSeq.rawValue == row[1], event.moderationID.rawValue == row[2],
      event.action.rawValue == row[3], event.at.milliseconds == row[4],
      event.userID?.rawValue == row[5], event.actor?.rawValue == row[6], event.reason == row[7],
      event.policy == row[8], event.action.reach.rawValue == row[14]
    else { return nil }
    event.comments = nil
    guard (try? RecordText.encode(event)) == text else { return nil }
    let rules: String? = row[10]
    return AuditRecord(streamID: streamID, event: event, rules: rules.map { Array($0.utf8) })
  }

  private static func digest(_ data: Data) -> AuditDigest { AuditDigest(bytes: [UInt8](data)) }
}
