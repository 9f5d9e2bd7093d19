import GRDB
import LiveComments
import ServerCore

/// Reads what moderators are told about one user, from one snapshot.
struct UserCardReader {
  /// Comments and events that a card shows (design §5.2).
  private static let shown = 50

  let userID: UserID
  let streamID: StreamID
  let row: StreamRow
  let database: Database

  /// Nil when the stream knows nothing of the user.
  func card(at time: Timestamp) throws -> UserCard? {
    let comments = try lastComments()
    let actions = try lastActions()
    let standing = try StandingTable.standing(of: userID, stream: row.stream, in: database)
    guard let latest = comments.last else {
      guard !actions.isEmpty || standing != AuthorStanding() else { return nil }
      return card(
        named: userID.rawValue, role: .viewer, standing, at: time, counts: [:], [], actions)
    }
    return card(
      named: latest.userName, role: latest.role, standing, at: time, counts: try counts(),
      comments, actions)
  }

  private func card(
    named userName: String, role: Role, _ standing: AuthorStanding, at time: Timestamp,
    counts: [CommentState: Int], _ comments: [Comment], _ actions: [ModerationEvent]
  ) -> UserCard {
    let mute = standing.effectiveMute(at: time)
    var until: Timestamp?
    if case .until(let end) = mute { until = end }
    return UserCard(
      userID: userID, userName: userName, role: role, isMuted: mute != .none, mutedUntil: until,
      isShadowBanned: standing.isShadowBanned, counts: counts, comments: comments,
      actions: actions)
  }

  /// From the index alone, whatever the number of comments in the stream.
  private func counts() throws -> [CommentState: Int] {
    let state =
      row.hasPurges
      ? "CASE WHEN \(CommentRow.isNotPurged) THEN c.state ELSE 2 END" : "c.state"
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(state) AS present, count(*)
        FROM comments AS c INDEXED BY comments_by_author
        WHERE c.stream = ? AND c.user_id = ? GROUP BY present
        """)
    let rows = try Row.fetchCursor(statement, arguments: [row.stream, userID.rawValue])
    var counts: [CommentState: Int] = [:]
    while let row = try rows.next() { counts[try CommentState(storageCode: row[0])] = row[1] }
    return counts
  }

  private func lastComments() throws -> [Comment] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT seq FROM comments WHERE stream = ? AND user_id = ? ORDER BY seq DESC LIMIT ?
        """)
    return try Int64.fetchAll(
      statement, arguments: [row.stream, userID.rawValue, Self.shown]
    ).reversed().compactMap { seq in
      try CommentTable.comment(
        at: CommentRow.position(seq), of: streamID, stream: row.stream, in: database)
    }
  }

  /// Events that name the user, and those that decided one of their comments.
  private func lastActions() throws -> [ModerationEvent] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT mod_seq FROM events WHERE stream = ?1 AND user_id = ?2
        UNION
        SELECT mod_seq FROM comments INDEXED BY comments_by_author
          WHERE stream = ?1 AND user_id = ?2 AND mod_seq > 0
        ORDER BY mod_seq DESC LIMIT ?3
        """)
    return try Int64.fetchAll(
      statement, arguments: [row.stream, userID.rawValue, Self.shown]
    ).reversed().compactMap { modSeq in
      try EventTable.event(
        at: CommentRow.position(modSeq), stream: row.stream, in: database
      ).map {
        try EventTable.withComments($0, of: streamID, stream: row.stream, in: database)
      }
    }
  }
}
