import GRDB
import LiveComments
import ServerCore

/// Cuts pages of one stream from one snapshot of the database.
struct PageReader {
  private let database: Database
  private let frame: PageFrame
  /// Nil when nobody has used the stream: its pages are empty.
  private let row: StreamRow?

  init(streamID: StreamID, epoch: Epoch, in database: Database) throws {
    self.database = database
    row = try StreamRow.fetch(streamID, in: database)
    frame = PageFrame(
      streamID: streamID, epoch: epoch, latestSeq: row?.latestSeq ?? .zero,
      latestModSeq: row?.latestModSeq ?? .zero, trimmedSeq: row?.trimmedSeq ?? .zero,
      trimmedModSeq: row?.trimmedModSeq ?? .zero)
  }

  func comments(
    _ query: CommentQuery, for audience: Audience, epoch: Epoch?
  ) throws -> CommentPage {
    try frame.check(epoch: epoch)
    let range = try frame.range(of: query)
    guard let row else { return frame.page(of: query, in: range, found: []) }
    let visibility = Visibility(for: audience, hasPurges: row.hasPurges)
    // One more than the page holds tells whether the limit cut it.
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(CommentRow.columns(withPurges: row.hasPurges)) FROM comments AS c NOT INDEXED
        WHERE c.stream = ? AND c.seq > ? AND c.seq <= ? AND \(visibility.condition)
        ORDER BY c.seq \(query.isBackwards ? "DESC" : "ASC") LIMIT ?
        """)
    let arguments: StatementArguments =
      [row.stream, range.after.rawValue, range.upto.rawValue] + visibility.arguments
      + [query.count + 1]
    let found = try redacted(
      Row.fetchCursor(statement, arguments: arguments), stream: row.stream, for: audience)
    return frame.page(of: query, in: range, found: found)
  }

  func heldComments(after: Seq, limit: Int) throws -> CommentPage {
    guard let row else {
      return frame.page(of: .forward(after: .zero, limit: limit), in: empty(at: after), found: [])
    }
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(CommentRow.columns(withPurges: false)) FROM comments AS c
        WHERE c.stream = ? AND c.seq > ? AND c.state = 1 AND \(CommentRow.isNotPurged)
        ORDER BY c.seq LIMIT ?
        """)
    let query = CommentQuery.forward(after: after, limit: limit)
    let found = try redacted(
      Row.fetchCursor(statement, arguments: [row.stream, after.rawValue, query.count]),
      stream: row.stream, for: .moderators)
    return frame.page(of: query, in: empty(at: after), found: found)
  }

  func events(_ query: EventQuery, for audience: Audience, epoch: Epoch?) throws -> EventPage {
    try frame.check(epoch: epoch)
    let range = try frame.range(of: query)
    guard let row else { return frame.page(in: range, found: [], isCut: false) }
    let (records, isCut) = try records(in: range, limit: query.count, stream: row.stream, audience)
    // One decoder for the whole page: its set-up costs more than an event.
    let events = try RecordText.decode(
      [ModerationEvent].self, from: "[\(records.joined(separator: ","))]")
    var found: [ModerationEvent] = []
    var bytes = 0
    for event in events {
      // The restoration of a purge carries 256 comments in each of its events.
      guard bytes < Self.pageBytes || found.isEmpty else {
        return frame.page(in: range, found: found, isCut: true)
      }
      let event = try EventTable.withComments(
        event, of: frame.streamID, stream: row.stream, in: database)
      bytes += (event.comments ?? []).reduce(0) { $0 + $1.content.utf8.count + Self.commentBytes }
      if let view = audience.view(of: event) { found.append(view) }
    }
    return frame.page(in: range, found: found, isCut: isCut)
  }

  /// About so many bytes of JSON, of records and again of the comments that they carry, end a page
  /// of events.
  private static let pageBytes = 4 << 20
  /// What a comment's JSON takes beside its content, about.
  private static let commentBytes = 400

  /// The events of a range as they are stored, and whether there are more than a page holds: `limit`
  /// of them, or as many as come to `pageBytes`.
  private func records(
    in range: Coverage<ModerationPlane>, limit: Int, stream: Int64, _ audience: Audience
  ) throws -> (records: [String], isCut: Bool) {
    let reach = EventVisibility(for: audience)
    let statement = try database.cachedStatement(
      sql: """
        SELECT record FROM events
        WHERE stream = ? AND mod_seq > ? AND mod_seq <= ? AND \(reach.condition)
        ORDER BY mod_seq
        """)
    let rows = try String.fetchCursor(
      statement,
      arguments: [stream, range.after.rawValue, range.upto.rawValue] + reach.arguments)
    var records: [String] = []
    var bytes = 0
    while let record = try rows.next() {
      if records.count == limit || bytes >= Self.pageBytes { return (records, true) }
      bytes += record.utf8.count
      records.append(record)
    }
    return (records, false)
  }

  private func empty(at after: Seq) -> Coverage<CommentPlane> {
    Coverage(after: after, upto: after)
  }

  /// The comments of `rows` as `audience` sees them. Moderators also see what decided each.
  private func redacted(
    _ rows: RowCursor, stream: Int64, for audience: Audience
  ) throws -> [Comment] {
    var comments: [Comment] = []
    var deciders: [ModSeq: Comment.Moderation] = [:]
    while let row = try rows.next() {
      var (comment, decidedBy) = try CommentRow.comment(from: row, of: frame.streamID)
      if audience == .moderators, decidedBy > .zero {
        if deciders[decidedBy] == nil {
          deciders[decidedBy] = try EventTable.moderation(
            by: decidedBy, stream: stream, in: database)
        }
        comment.moderation = deciders[decidedBy]
      }
      if let view = audience.view(of: comment) { comments.append(view) }
    }
    return comments
  }
}

/// `CommentState.appearance(to:)` as a condition on rows.
private struct Visibility {
  var condition: String
  var arguments: StatementArguments

  init(for audience: Audience, hasPurges: Bool) {
    switch audience {
    case .moderators:
      condition = "TRUE"
      arguments = []
      return
    case .everyone:
      condition = "c.state IN (\(Self.states(seenBy: .other)))"
      arguments = []
    case .user(let userID):
      condition = """
        (c.state IN (\(Self.states(seenBy: .other)))
          OR c.user_id = ? AND c.state IN (\(Self.states(seenBy: .author))))
        """
      arguments = [userID.rawValue]
    }
    // A purge leaves rows as they are, and makes them DELETED: absent to all but moderators.
    if hasPurges { condition += " AND \(CommentRow.isNotPurged)" }
  }

  private static func states(seenBy relation: Audience.Relation) -> String {
    CommentState.allCases.filter { $0.appearance(to: relation) != .absent }
      .map { String($0.storageCode) }.joined(separator: ", ")
  }
}

/// `Audience.view(of:)` of an event, as a condition on rows: whether anything of it is seen.
private struct EventVisibility {
  var condition: String
  var arguments: StatementArguments

  init(for audience: Audience) {
    switch audience {
    case .moderators:
      condition = "TRUE"
      arguments = []
    case .everyone:
      condition = "reach = \(EventReach.everyone.rawValue)"
      arguments = []
    case .user(let userID):
      condition = """
        (reach = \(EventReach.everyone.rawValue)
          OR reach = \(EventReach.moderatorsAndUser.rawValue) AND user_id = ?)
        """
      arguments = [userID.rawValue]
    }
  }
}
