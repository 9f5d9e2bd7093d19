import Foundation
import GRDB
import LiveComments
import ServerCore

/// The table of moderation events: the control plane's log, and its audit.
///
/// Events are stored without the comments that they carry: those are read again with each event, as
/// they are at that moment.
enum EventTable {
  /// Appends an event and writes what it decides, together.
  ///
  /// - Parameter rules: the document of a `set_rules`.
  static func append(
    _ event: ModerationEvent, rules: String?, _ link: AuditLink, stream: Int64,
    in database: Database
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO events (stream, mod_seq, moderation_id, action, at, reach, user_id, actor,
          reason, policy, record, rules, audit_index, audit_previous, audit_digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      stream, event.modSeq.rawValue, event.moderationID.rawValue, event.action.rawValue,
      event.at.milliseconds, event.action.reach.rawValue, event.userID?.rawValue,
      event.actor?.rawValue, event.reason, event.policy, try RecordText.encode(event), rules,
      link.index, Data(link.previous.bytes), Data(link.digest.bytes),
    ])
    try EventEffects.write(event, rules: rules, stream: stream, in: database)
  }

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

  /// The event at a position; nil when there is none.
  static func event(
    at modSeq: ModSeq, stream: Int64, in database: Database
  ) throws -> ModerationEvent? {
    let statement = try database.cachedStatement(
      sql: "SELECT record FROM events WHERE stream = ? AND mod_seq = ?")
    return try String.fetchOne(statement, arguments: [stream, modSeq.rawValue])
      .map { try RecordText.decode(ModerationEvent.self, from: $0) }
  }

  /// The event of that name; nil when the stream has none.
  static func event(
    _ moderationID: ModerationID, stream: Int64, in database: Database
  ) throws -> ModerationEvent? {
    let statement = try database.cachedStatement(
      sql: "SELECT record FROM events WHERE moderation_id = ? AND stream = ?")
    return try String.fetchOne(statement, arguments: [moderationID.rawValue, stream])
      .map { try RecordText.decode(ModerationEvent.self, from: $0) }
  }

  /// The event with the comments that it carries, as they are now; never any that its record holds,
  /// which nobody vouches for.
  static func withComments(
    _ event: ModerationEvent, of streamID: StreamID, stream: Int64, in database: Database
  ) throws -> ModerationEvent {
    var event = event
    event.comments = nil
    guard event.action.carriesComments else { return event }
    event.comments = try event.targets?.compactMap { target in
      try CommentTable.comment(at: target.seq, of: streamID, stream: stream, in: database)
    }
    return event
  }
}

/// Values kept as the JSON of the wire: for people who audit, and for later versions.
enum RecordText {
  static func encode(_ value: some Encodable) throws -> String {
    String(decoding: try WireCodec.encode(value), as: UTF8.self)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    do {
      return try WireCodec.decode(type, from: text.utf8)
    } catch {
      throw LogCorruption("a record is not \(Value.self): \(error.detail)")
    }
  }
}
