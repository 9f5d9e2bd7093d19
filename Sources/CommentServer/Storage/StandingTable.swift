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
      let mute: ServerCore.Mute? =
        row[1] ? until.map { .until(Timestamp(milliseconds: $0)) } ?? .indefinitely : nil
      if row[0] == everywhere {
        standing.muteEverywhere = mute
      } else {
        standing.mute = mute
        standing.isShadowBanned = row[3]
      }
    }
    return standing
  }

  static func hasAnyEverywhere(in database: Database) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM standings WHERE stream = 0)") ?? false
  }
}
