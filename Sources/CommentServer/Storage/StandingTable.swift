import GRDB
import LiveComments
import ServerCore

/// The table of what moderation has decided about users.
enum StandingTable {
  /// The row number that stands for every stream.
  static let everywhere: Int64 = 0

  /// What holds for a user in a stream; without a stream, what holds in all.
  static func standing(
    of userID: UserID, stream: Int64?, in database: Database
  ) throws -> AuthorStanding {
    let statement = try database.cachedStatement(
      sql: """
        SELECT stream, is_muted, muted_until, is_shadow_banned FROM standings
        WHERE stream IN (0, ?) AND user_id = ?
        """)
    var standing = AuthorStanding()
    let rows = try Row.fetchCursor(statement, arguments: [stream ?? everywhere, userID.rawValue])
    while let row = try rows.next() {
      let until: Int64? = row[2]
      let mute: Mute =
        row[1] ? until.map { .until(Timestamp(milliseconds: $0)) } ?? .indefinite : .none
      if row[0] == everywhere {
        standing.muteEverywhere = mute
      } else {
        standing.mute = mute
        standing.isShadowBanned = row[3]
      }
    }
    return standing
  }

  /// Mutes that are remembered of one stream and of all together, at most. Each was set by a
  /// moderator: more than this are no stream's.
  private static let rememberedMutes = 100_000

  /// The mutes that hold at `time`; without a stream, those of all. Throws `unavailable` when there
  /// are too many: rather nobody reacts than those who may not.
  static func mutes(
    stream: Int64?, at time: Timestamp, in database: Database
  ) throws -> StoredMutes {
    let statement = try database.cachedStatement(
      sql: """
        SELECT stream, user_id, muted_until FROM standings
        WHERE stream IN (0, ?1) AND is_muted = 1 AND (muted_until IS NULL OR muted_until > ?2)
        LIMIT ?3
        """)
    var mutes = StoredMutes()
    let rows = try Row.fetchCursor(
      statement, arguments: [stream ?? everywhere, time.milliseconds, rememberedMutes + 1])
    var count = 0
    while let row = try rows.next() {
      count += 1
      let until: Int64? = row[2]
      let mute: Mute = until.map { .until(Timestamp(milliseconds: $0)) } ?? .indefinite
      if row[0] == everywhere {
        mutes.everywhere[UserID(rawValue: row[1])] = mute
      } else {
        mutes.stream[UserID(rawValue: row[1])] = mute
      }
    }
    guard count <= rememberedMutes else {
      throw Problem(.unavailable, "the stream has too many mutes to take reactions")
    }
    return mutes
  }

  static func hasAnyEverywhere(in database: Database) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM standings WHERE stream = 0)") ?? false
  }
}

extension StandingTable {
  /// Sets the register that an event decides.
  static func write(_ event: ModerationEvent, stream: Int64, in database: Database) throws {
    guard let userID = event.userID else {
      throw LogCorruption("the event \(event.modSeq) names no user")
    }
    let stream = event.scope == "*" ? everywhere : stream
    switch event.action {
    case .mute:
      try setMute(true, until: event.until, of: userID, stream: stream, in: database)
    case .unmute: try setMute(false, until: nil, of: userID, stream: stream, in: database)
    case .shadowBan: try setShadowBan(true, of: userID, stream: stream, in: database)
    default: try setShadowBan(false, of: userID, stream: stream, in: database)
    }
    try database.cachedStatement(sql: "UPDATE streams SET has_standings = 1 WHERE stream = ?")
      .execute(arguments: [stream])
  }

  private static func setMute(
    _ isMuted: Bool, until: Timestamp?, of userID: UserID, stream: Int64, in database: Database
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO standings (stream, user_id, is_muted, muted_until) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET is_muted = ?3, muted_until = ?4
        """
    ).execute(arguments: [stream, userID.rawValue, isMuted, until?.milliseconds])
  }

  private static func setShadowBan(
    _ isShadowBanned: Bool, of userID: UserID, stream: Int64, in database: Database
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO standings (stream, user_id, is_shadow_banned) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET is_shadow_banned = ?3
        """
    ).execute(arguments: [stream, userID.rawValue, isShadowBanned])
  }
}
