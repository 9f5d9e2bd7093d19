import GRDB
public import LiveComments
import Logging
public import ServerCore
import Synchronization

extension SQLiteCommentLog {
  public func reactions(of streamID: StreamID) async throws(Problem) -> StoredReactions {
    // Taken before the disk is read: what is written meanwhile is the same.
    let unwritten = unwrittenReactions.withLock { $0.record(of: streamID) }
    return try await read {
      try Self.reactions(of: streamID, unwritten: unwritten, in: $0)
    }
  }

  /// - Parameter unwritten: taken before the snapshot.
  static func reactions(
    of streamID: StreamID, unwritten: ReactionRecord, in database: Database
  ) throws -> StoredReactions {
    guard let row = try StreamRow.fetch(streamID, in: database) else {
      return StoredReactions(stream: unwritten.stream ?? [:])
    }
    let count = Limits.reactionComments
    let newest = try ReactionTable.newest(count, stream: row.stream, in: database)
    let seqs = Set(newest).union(unwritten.comments.keys).sorted(by: >).prefix(count)
    return StoredReactions(
      stream: try unwritten.stream ?? ReactionTable.counts(stream: row.stream, in: database),
      comments: try seqs.compactMap { seq in
        let comment = try CommentTable.comment(
          at: seq, of: streamID, stream: row.stream, in: database)
        guard let comment else { return nil }
        return (
          comment,
          try unwritten.comments[seq]
            ?? ReactionTable.counts(of: seq, stream: row.stream, in: database)
        )
      })
  }

  public func reactions(
    to comments: [Comment], of streamID: StreamID
  ) async throws(Problem) -> [CommentID: [Emoji: Int]] {
    let unwritten = unwrittenReactions.withLock { $0.record(of: streamID) }
    return try await read { database in
      let row = try StreamRow.fetch(streamID, in: database)
      return try comments.reduce(into: [:]) { totals, comment in
        totals[comment.commentID] =
          try unwritten.comments[comment.seq]
          ?? row.map {
            try ReactionTable.counts(of: comment.seq, stream: $0.stream, in: database)
          } ?? [:]
      }
    }
  }

  public func keep(_ record: ReactionRecord, of streamID: StreamID) {
    guard unwrittenReactions.withLock({ $0.add(record, of: streamID) }) else { return }
    database.asyncWriteWithoutTransaction { [self] database in
      // A commit may have taken them along.
      writeReactions(in: database)
    }
  }

  public func mutes(of streamID: StreamID) async throws(Problem) -> StoredMutes {
    let time = clock().time
    return try await read { database in
      let row = try StreamRow.fetch(streamID, in: database)
      return try StandingTable.mutes(stream: row?.stream, at: time, in: database)
    }
  }

  /// Writes what waits, in a transaction of its own.
  func writeReactions(in database: Database) {
    do {
      try withSequencer { sequencer in
        try database.inTransaction(.immediate) {
          try writeReactions(with: &sequencer, in: database)
          return .commit
        }
      }
      unwrittenReactions.withLock { $0.written() }
    } catch {
      unwrittenReactions.withLock { $0.failed() }
      logger.error("reactions cannot be written", metadata: ["error": "\(error)"])
    }
  }

  /// Writes what waits, in the transaction under way.
  func writeReactions(with sequencer: inout Sequencer, in database: Database) throws {
    for (streamID, record) in unwrittenReactions.withLock({ $0.begin() }) {
      try sequencer.write(record, of: streamID, in: database)
    }
  }
}

extension Sequencer {
  /// Writes totals, which are a stream's first use when it has none yet.
  mutating func write(
    _ record: ReactionRecord, of streamID: StreamID, in database: Database
  ) throws {
    let place = try place(of: streamID, in: database)
    try ReactionTable.write(record, stream: row(at: place, in: database).stream, in: database)
  }
}
