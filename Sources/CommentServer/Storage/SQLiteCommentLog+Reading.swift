import GRDB
public import LiveComments
import Logging
public import ServerCore

extension SQLiteCommentLog {
  public func summary(of streamID: StreamID) async throws(Problem) -> StreamSummary {
    try await read { try Self.summary(of: streamID, in: $0) }
  }

  static func summary(of streamID: StreamID, in database: Database) throws -> StreamSummary {
    guard let row = try SequencedStream.load(streamID, in: database).row else {
      return StreamSummary(streamID: streamID)
    }
    return StreamSummary(
      streamID: streamID, latestSeq: row.latestSeq, latestModSeq: row.latestModSeq,
      controls: row.controls)
  }

  public func mitigatedStreams() async throws(Problem) -> [StreamID] {
    try await read { database in
      try String.fetchAll(
        database,
        sql: "SELECT stream_id FROM streams WHERE automatic_level <> 'normal' LIMIT 1000"
      ).compactMap(StreamID.init(rawValue:))
    }
  }

  public func comments(
    _ query: CommentQuery, of streamID: StreamID, for audience: Audience, epoch: Epoch?
  ) async throws(Problem) -> CommentPage {
    try await read { [self] database in
      try PageReader(streamID: streamID, epoch: self.epoch, in: database)
        .comments(query, for: audience, epoch: epoch)
    }
  }

  public func comment(
    _ commentID: CommentID, of streamID: StreamID, for audience: Audience
  ) async throws(Problem) -> Comment {
    try await read { database in
      let stored = try StreamRow.fetch(streamID, in: database).flatMap {
        try CommentTable.comment(commentID, of: streamID, stream: $0.stream, in: database)
      }
      guard let comment = stored.flatMap({ audience.view(of: $0) }) else {
        throw Problem(.unknownComment, "the stream has no comment \(commentID)")
      }
      return comment
    }
  }

  public func heldComments(
    of streamID: StreamID, after: Seq, limit: Int
  ) async throws(Problem) -> CommentPage {
    try await read { [self] database in
      try PageReader(streamID: streamID, epoch: epoch, in: database)
        .heldComments(after: after, limit: limit)
    }
  }

  public func events(
    _ query: EventQuery, of streamID: StreamID, for audience: Audience, epoch: Epoch?
  ) async throws(Problem) -> EventPage {
    try await read { [self] database in
      try PageReader(streamID: streamID, epoch: self.epoch, in: database)
        .events(query, for: audience, epoch: epoch)
    }
  }

  public func userCard(
    of userID: UserID, in streamID: StreamID
  ) async throws(Problem) -> UserCard {
    let time = clock().time
    return try await read { database in
      let card = try StreamRow.fetch(streamID, in: database).flatMap { row in
        try UserCardReader(userID: userID, streamID: streamID, row: row, database: database)
          .card(at: time)
      }
      guard let card else {
        throw Problem(.unknownUser, "the stream knows no user of that id")
      }
      return card
    }
  }

  public func rules(of streamID: StreamID) async throws(Problem) -> SafetyRules {
    let defaultRules = defaultRules
    return try await read { database in
      try StreamRow.fetch(streamID, in: database)?.rules ?? defaultRules
    }
  }

  /// Runs `body` on a reading connection, in one snapshot. Throws `busy` when too many wait for one.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(Problem) -> Value {
    try reads.enter()
    defer { reads.leave() }
    return try await readUngated(body)
  }

  /// As `read`, for what is bounded otherwise.
  func readUngated<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(Problem) -> Value {
    do {
      return try await database.read(body)
    } catch let problem as Problem {
      throw problem
    } catch is CancellationError {
      throw Problem(.unavailable, "the reader has gone")
    } catch {
      logger.error("a read failed", metadata: ["error": "\(error)"])
      throw Problem(
        .unavailable, "the log cannot be read at the moment: try again",
        retryAfterMilliseconds: 1_000)
    }
  }
}
