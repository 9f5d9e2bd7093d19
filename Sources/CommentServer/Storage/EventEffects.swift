import GRDB
import LiveComments
import ServerCore

/// What moderation events change beside their own table: the registers (design §5.4), each set by
/// the latest event. Events are written in the order of their `mod_seq`.
enum EventEffects {
  static func write(
    _ event: ModerationEvent, rules: String?, stream: Int64, in database: Database
  ) throws {
    switch event.action {
    case .delete, .restore, .hold, .approve, .reject:
      try setStates(event, stream: stream, in: database)
    case .purgeUser: try PurgeTable.insert(event, stream: stream, in: database)
    case .mute, .unmute, .shadowBan, .liftShadowBan:
      try StandingTable.write(event, stream: stream, in: database)
    case .slowMode: try set("slow_mode_s", to: event.seconds ?? 0, stream: stream, in: database)
    case .lock: try set("is_locked", to: 1, stream: stream, in: database)
    case .unlock: try set("is_locked", to: 0, stream: stream, in: database)
    case .setLevel: try setLevel(event, stream: stream, in: database)
    case .pin: try PinTable.pin(event, stream: stream, in: database)
    case .unpin: try PinTable.unpin(event, stream: stream, in: database)
    case .flag: try setDecider(event, stream: stream, in: database)
    case .setRules: try set("rules", to: rules, stream: stream, in: database)
    case .unknown: break
    }
  }

  private static func setStates(
    _ event: ModerationEvent, stream: Int64, in database: Database
  ) throws {
    let statement = try database.cachedStatement(
      sql: """
        UPDATE comments SET state = ?1, mod_seq = ?2,
          restored_state = CASE ?1 WHEN 2 THEN restored_state ELSE ?1 END
        WHERE stream = ?3 AND seq = ?4
        """)
    for target in event.targets ?? [] {
      try statement.execute(arguments: [
        target.state.storageCode, event.modSeq.rawValue, stream, target.seq.rawValue,
      ])
    }
  }

  /// One register for both: a moderator's word ends what the policy said before.
  private static func setLevel(
    _ event: ModerationEvent, stream: Int64, in database: Database
  ) throws {
    let level = event.level ?? .auto
    guard event.actorKind == .automated else {
      try set("level", to: level.rawValue, stream: stream, in: database)
      return try set("automatic_level", to: Level.normal.rawValue, stream: stream, in: database)
    }
    try set("automatic_level", to: level.rawValue, stream: stream, in: database)
  }

  /// A flag changes no state; it only becomes what moderators read beside the comment.
  private static func setDecider(
    _ event: ModerationEvent, stream: Int64, in database: Database
  ) throws {
    let statement = try database.cachedStatement(
      sql: "UPDATE comments SET mod_seq = ? WHERE stream = ? AND seq = ?")
    for target in event.targets ?? [] {
      try statement.execute(arguments: [event.modSeq.rawValue, stream, target.seq.rawValue])
    }
  }

  /// `column` is one of the names above, never a text from outside.
  private static func set(
    _ column: String, to value: some DatabaseValueConvertible, stream: Int64,
    in database: Database
  ) throws {
    try database.cachedStatement(sql: "UPDATE streams SET \(column) = ? WHERE stream = ?")
      .execute(arguments: [value, stream])
  }
}
