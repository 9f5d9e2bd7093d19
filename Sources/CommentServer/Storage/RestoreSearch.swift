import GRDB
import LiveComments
import ServerCore

/// Looks for what taking one purge back brings back, in the order of the comments.
struct RestoreSearch {
  /// Comments that one step looks at, by the index alone.
  private static let window = 4_096

  let userID: UserID
  let stream: Int64
  let purge: PurgeHistory.Entry
  private let history: PurgeHistory
  private let restoredBy: ModSeq

  /// What a search came to.
  struct Found {
    /// Ascending, with the states that the comments go back to.
    var targets: [ModerationEvent.Target] = []
    /// Where to look on; nil when the purge's range has no more.
    var nextSeq: Seq?
  }

  /// Of a purge that is being taken back, or that would be now: then by an event that is later than
  /// any. Nil when the user has no such purge.
  init?(purge modSeq: ModSeq, of userID: UserID, stream: Int64, in database: Database) throws {
    let stored = try PurgeTable.history(of: userID, stream: stream, in: database)
    guard let purge = stored.entries.first(where: { $0.modSeq == modSeq }) else { return nil }
    self.userID = userID
    self.stream = stream
    self.purge = purge
    let restoredBy = purge.restoredBy ?? .highest
    self.restoredBy = restoredBy
    history = PurgeHistory(
      stored.entries.map { entry in
        var entry = entry
        if entry.modSeq == modSeq { entry.restoredBy = restoredBy }
        return entry
      })
  }

  /// The first comments that come back: one at least, when there is any, and `limit` at most.
  func first(limit: Int, in database: Database) throws -> Found {
    var found = Found(nextSeq: purge.fromSeq)
    while found.targets.isEmpty, let nextSeq = found.nextSeq {
      found = try step(from: nextSeq, limit: limit, in: database)
    }
    return found
  }

  /// A bounded part of the search: `limit` comments that come back, or one window without as many.
  func step(from seq: Seq, limit: Int, in database: Database) throws -> Found {
    let from = history.firstOpen(from: seq, afterPurge: purge.modSeq)
    let statement = try database.cachedStatement(
      sql: """
        SELECT seq, state, mod_seq FROM comments INDEXED BY comments_by_author
        WHERE stream = ? AND user_id = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?
        """)
    let rows = try Row.fetchCursor(
      statement,
      arguments: [
        stream, userID.rawValue, from.rawValue, purge.uptoSeq.rawValue, Self.window,
      ])
    var seqs: [Seq] = []
    var looked = 0
    var last = from
    while seqs.count < limit, let row = try rows.next() {
      looked += 1
      last = try CommentRow.position(row[0])
      let state: Int64 = row[1]
      let decided: ModSeq = try CommentRow.position(row[2])
      guard state != CommentState.deleted.storageCode,
        history.restorer(of: last, decided: decided) == restoredBy
      else { continue }
      seqs.append(last)
    }
    let isCut = (looked == Self.window || seqs.count == limit) && last < purge.uptoSeq
    return Found(
      targets: try seqs.map { try target(at: $0, in: database) },
      nextSeq: isCut ? last.advanced(by: 1) : nil)
  }

  private func target(at seq: Seq, in database: Database) throws -> ModerationEvent.Target {
    let statement = try database.cachedStatement(
      sql: "SELECT comment_id, restored_state FROM comments WHERE stream = ? AND seq = ?")
    guard let row = try Row.fetchOne(statement, arguments: [stream, seq.rawValue]),
      let commentID = CommentID(rawValue: row[0])
    else { throw LogCorruption("the comment \(seq) of \(userID) has no row or no id") }
    return ModerationEvent.Target(
      commentID: commentID, seq: seq, state: try CommentState(storageCode: row[1]))
  }
}
