import GRDB
import LiveComments
import ServerCore

/// The table of who moderates a stream, as far as the log has seen them at work. It decides whom only
/// the owner may act on.
enum ModeratorTable {
  static func roles(stream: Int64, in database: Database) throws -> [UserID: Role] {
    let statement = try database.cachedStatement(
      sql: "SELECT user_id, role FROM moderators WHERE stream = ?")
    var roles: [UserID: Role] = [:]
    let rows = try Row.fetchCursor(statement, arguments: [stream])
    while let row = try rows.next() {
      roles[UserID(rawValue: row[0])] = try Role(storageCode: row[1])
    }
    return roles
  }

  /// Nil forgets the user.
  static func set(
    _ role: Role?, of userID: UserID, stream: Int64, in database: Database
  ) throws {
    if let role {
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO moderators (stream, user_id, role) VALUES (?, ?, ?)"
      ).execute(arguments: [stream, userID.rawValue, role.storageCode])
    } else {
      try database.cachedStatement(
        sql: "DELETE FROM moderators WHERE stream = ? AND user_id = ?"
      ).execute(arguments: [stream, userID.rawValue])
    }
  }
}
