import GRDB
import LiveComments
import ServerCore

extension ModerationFacts {
  /// Reads what a lookup asks for, and of a purge no more comments than `restored` that it deleted. A
  /// stream that nobody has used has no facts.
  init(
    _ lookup: ModerationLookup, of stream: SequencedStream, restored: Int, in database: Database
  ) throws {
    guard let row = stream.row else {
      self.init(latestSeq: .zero)
      role = lookup.roleOf.flatMap { stream.moderators[$0] }
      return
    }
    self.init(latestSeq: row.latestSeq, pins: row.controls.pins)
    for id in lookup.commentIDs {
      targets[id] = try CommentTable.target(
        id, of: stream.streamID, stream: row.stream, in: database)
    }
    role = try lookup.roleOf.flatMap { user in
      try stream.moderators[user]
        ?? CommentTable.lastRole(of: user, stream: row.stream, in: database)
    }
    firstComment = try lookup.firstComment.flatMap {
      try CommentTable.firstSeq(
        by: $0.userID, since: $0.since, stream: row.stream, in: database)
    }
    purge = try lookup.purge.flatMap {
      try RestoreTable.restorable($0, limit: restored, stream: row.stream, in: database)
    }
  }
}
