import GRDB
import LiveComments
import ServerCore

/// Gives comments and events their places: what happens inside the transaction of one commit.
///
/// It remembers where each stream stands, which only its own writes change; when a commit fails it
/// forgets, and reads again what is durable.
struct Sequencer: Sendable {
  /// Streams that are remembered between commits; more, and all are read anew.
  private static let rememberedStreams = 10_000
  /// How long keys are honoured (design §5.2: at least an hour), and how many a commit forgets: more
  /// than it adds, so that the table shrinks as fast as it grew.
  private static let keyLifetime: Int64 = 2 * 3_600_000
  private static let keysPrunedPerCommit = 1_024

  var admission: Admission
  var streams: [SequencedStream] = []
  private var places: [StreamID: Int] = [:]
  var hasStandingsEverywhere: Bool?
  /// Nil until the chain's head has been read.
  var audit: AuditChain?
  /// Whose turn it was last of the restores under way; only turns depend on it, so that a commit that
  /// fails leaves it.
  var lastRestored: RestoreTable.Place?
  /// Comments that one piece of a restore brings back.
  let commentsPerRestore: Int
  private let defaultRules: SafetyRules
  private let degradation: DegradationTable
  private let seed: UInt64

  /// - Parameters:
  ///   - defaultRules: of streams whose rules nobody has set.
  ///   - degradation: what each level does.
  ///   - seed: random, for `Safety`.
  init(
    limits: PostLimits, commentsPerRestore: Int, defaultRules: SafetyRules,
    degradation: DegradationTable, seed: UInt64
  ) {
    admission = Admission(limits: limits)
    self.commentsPerRestore = commentsPerRestore
    self.defaultRules = defaultRules
    self.degradation = degradation
    self.seed = seed
  }

  /// What one commit answers and publishes, once it is durable.
  struct Outcome: Sendable {
    var orders: [Result<ModerationReceipt, Problem>] = []
    var posts: [Result<CommentReceipt, Problem>] = []
    var publications: [Publication] = []
    /// The head of the audit chain, when the commit wrote events.
    var auditHead: AuditHead?
    /// Whether restores are under way; false of a commit that neither began one nor went on with one.
    var isRestoring = false
    /// Why a restore cannot go on.
    var obstacle: (any Error)?
  }

  /// Writes a batch. Whatever it throws means that nothing of the batch may stay.
  mutating func sequence(
    _ batch: CommitQueue.Batch, in database: Database, at now: Moment
  ) throws -> Outcome {
    if streams.count > Self.rememberedStreams { forget() }
    var outcome = Outcome()
    var touched: [Int] = []
    outcome.orders = try decide(batch.orders, touching: &touched, in: database, at: now)
    if batch.restores {
      do {
        if let place = try restorePiece(in: database, at: now) { touched.append(place) }
      } catch let obstacle where obstacle is LogCorruption || obstacle is Problem {
        // Nothing was written. The stream goes on without.
        outcome.obstacle = obstacle
      }
    }
    if outcome.obstacle == nil, batch.restores || batch.orders.contains(where: \.startsRestore) {
      outcome.isRestoring = try RestoreTable.hasAny(in: database)
    }
    for assessment in batch.assessments {
      let place = try place(of: assessment.change.streamID, in: database)
      touched.append(place)
      try follow(assessment, at: place, in: database, now: now)
    }
    for post in batch.posts {
      let place = try place(of: post.comment.streamID, in: database)
      touched.append(place)
      do {
        let receipt = try sequence(post, at: place, in: database, now: now)
        outcome.posts.append(.success(receipt))
      } catch let problem as Problem {
        outcome.posts.append(.failure(problem))
      }
    }
    for place in Set(touched) {
      guard let publication = try streams[place].takePublication(in: database),
        let row = streams[place].row
      else { continue }
      try StreamRow.advance(row.stream, to: row.latestSeq, row.latestModSeq, in: database)
      outcome.publications.append(publication)
    }
    if outcome.publications.contains(where: { !$0.events.isEmpty }) {
      outcome.auditHead = audit?.head
    }
    if !outcome.publications.isEmpty {
      try IdempotencyTable.prune(
        acceptedBefore: Timestamp(milliseconds: now.time.milliseconds - Self.keyLifetime),
        limit: Self.keysPrunedPerCommit, in: database)
    }
    return outcome
  }

  /// Forgets what a failed commit has put into memory.
  mutating func forget() {
    streams = []
    places = [:]
    hasStandingsEverywhere = nil
    audit = nil
  }

  private mutating func decide(
    _ orders: [CommitQueue.Order], touching touched: inout [Int], in database: Database,
    at now: Moment
  ) throws -> [Result<ModerationReceipt, Problem>] {
    let decided = try orders.map { order in
      let place = try place(of: order.order.streamID, in: database)
      touched.append(place)
      do {
        return (place, try decide(order, at: place, in: database, now: now))
      } catch let problem as Problem {
        return (place, .refused(problem))
      }
    }
    return try decided.map { try receipt(for: $1, at: $0, in: database) }
  }

  mutating func place(of streamID: StreamID, in database: Database) throws -> Int {
    if let place = places[streamID] { return place }
    streams.append(try SequencedStream.load(streamID, in: database))
    places[streamID] = streams.count - 1
    return streams.count - 1
  }

  /// Stores one comment, or finds the one that its key has made before. Throws the refusal.
  private mutating func sequence(
    _ post: CommitQueue.Post, at place: Int, in database: Database, now: Moment
  ) throws -> CommentReceipt {
    let accepted = post.comment
    if let earlier = try earlierComment(for: accepted, at: place, in: database) {
      return CommentReceipt(comment: earlier, isRepeat: true)
    }
    let circumstances = try circumstances(of: accepted, at: place, in: database)
    var state = try admission.admit(accepted, in: circumstances, at: now)
    let verdict = try judge(
      accepted, isShadowBanned: circumstances.standing.isShadowBanned, at: place, in: database,
      now: now)
    if verdict?.response == .hold { state = .held }

    let row = try row(at: place, in: database)
    let seq = row.latestSeq.advanced(by: 1)
    guard seq > row.latestSeq else {
      throw Problem(.unavailable, "the stream has no positions left")
    }
    var comment = Comment(
      streamID: accepted.streamID, seq: seq, commentID: Self.makeCommentID(now.time),
      userID: accepted.author.userID, userName: accepted.author.userName,
      role: accepted.author.role, content: accepted.content, createdAt: now.time, state: state,
      replyTo: accepted.replyTo)
    try CommentTable.insert(comment, stream: row.stream, in: database)
    try IdempotencyTable.insert(
      accepted.key, of: accepted.poster.userID, stream: row.stream,
      made: IdempotencyTable.Entry(plane: .comments, position: seq.rawValue), at: now.time,
      in: database)
    if let verdict,
      let draft = EventDraft(
        verdict, on: comment, id: Self.makeModerationID(now.time), at: now.time)
    {
      let event = try append(draft, at: place, receivedAt: post.receivedAt, in: database)
      comment = event.result(for: comment) ?? comment
    }
    if accepted.poster.userID == accepted.author.userID {
      try note(accepted.poster, at: place, in: database)
    }
    streams[place].add(StoredComment(comment: comment, receivedAt: post.receivedAt))
    return CommentReceipt(comment: comment, isRepeat: false)
  }

  /// What the stream's safety rules say of a comment. Throws `rejected`.
  private mutating func judge(
    _ accepted: AcceptedComment, isShadowBanned: Bool, at place: Int, in database: Database,
    now: Moment
  ) throws -> SafetyVerdict? {
    let row = streams[place].row
    let rules = row?.rules ?? defaultRules
    guard !rules.isOff else { return nil }
    if streams[place].safety == nil {
      streams[place].safety = Safety(rules: rules, folding: .standard, seed: seed)
    }
    let verdict = try streams[place].safety?.judge(
      accepted.content, by: accepted.author, isShadowBanned: isShadowBanned,
      isFirst: {
        try row.map {
          try CommentTable.lastRole(
            of: accepted.author.userID, stream: $0.stream, in: database) == nil
        } ?? true
      }, at: now.instant)
    if let verdict, verdict.response == .reject { throw verdict.problem }
    return verdict
  }

  /// Remembers a moderator, in a transaction of its own, when that is news. Of a stream that nobody
  /// has used they are remembered in memory, until its first use.
  mutating func introduce(
    _ moderator: User, to streamID: StreamID, in database: Database
  ) throws {
    let place = try place(of: streamID, in: database)
    guard streams[place].moderators[moderator.userID] != moderator.role else { return }
    guard streams[place].row != nil else {
      streams[place].moderators[moderator.userID] = moderator.role
      return
    }
    try database.inTransaction(.immediate) {
      try note(moderator, at: place, in: database)
      return .commit
    }
  }

  /// Remembers whom only the owner may act on.
  mutating func note(_ user: User, at place: Int, in database: Database) throws {
    let role: Role? = user.role.moderates ? user.role : nil
    guard streams[place].moderators[user.userID] != role, let row = streams[place].row else {
      return
    }
    try ModeratorTable.set(role, of: user.userID, stream: row.stream, in: database)
    streams[place].moderators[user.userID] = role
  }

  /// The row of a stream, made now if this is the stream's first use.
  mutating func row(at place: Int, in database: Database) throws -> StreamRow {
    if let row = streams[place].row { return row }
    let row = try StreamRow.insert(streams[place].streamID, in: database)
    for (userID, role) in streams[place].moderators {
      try ModeratorTable.set(role, of: userID, stream: row.stream, in: database)
    }
    streams[place].row = row
    return row
  }

  /// What the key of a comment has made before. Throws `key_reused` when that is something else.
  private func earlierComment(
    for accepted: AcceptedComment, at place: Int, in database: Database
  ) throws -> Comment? {
    guard let row = streams[place].row,
      let entry = try IdempotencyTable.find(
        accepted.key, of: accepted.poster.userID, stream: row.stream, in: database)
    else { return nil }
    guard entry.plane == .comments,
      let earlier = try CommentTable.comment(
        at: CommentRow.position(entry.position), of: accepted.streamID, stream: row.stream,
        in: database),
      earlier.content == accepted.content, earlier.replyTo == accepted.replyTo,
      earlier.userID == accepted.author.userID
    else {
      throw IdempotencyTable.keyReused
    }
    return earlier
  }

  private mutating func circumstances(
    of accepted: AcceptedComment, at place: Int, in database: Database
  ) throws -> Admission.Circumstances {
    let stream = streams[place]
    let author = accepted.author.userID
    var circumstances = Admission.Circumstances(
      controls: stream.controls,
      automaticSlowModeSeconds: degradation.mitigation(under: stream.controls).slowModeSeconds)
    if try stream.row?.hasStandings ?? false || standingsEverywhere(in: database) {
      circumstances.standing = try StandingTable.standing(
        of: author, stream: stream.row?.stream, in: database)
    }
    if let row = stream.row, circumstances.slowModeSeconds(for: accepted) > 0 {
      circumstances.lastPostAt = try CommentTable.lastPost(
        of: author, stream: row.stream, in: database)
    }
    if let replyTo = accepted.replyTo {
      let target = try stream.row.flatMap {
        try CommentTable.comment(replyTo, of: stream.streamID, stream: $0.stream, in: database)
      }
      circumstances.canSeeReplyTarget =
        target.flatMap { Audience(accepted.author).view(of: $0) } != nil
    }
    return circumstances
  }

  private mutating func standingsEverywhere(in database: Database) throws -> Bool {
    if let known = hasStandingsEverywhere { return known }
    let found = try StandingTable.hasAnyEverywhere(in: database)
    hasStandingsEverywhere = found
    return found
  }

  private static func makeCommentID(_ time: Timestamp) -> CommentID {
    var generator = SystemRandomNumberGenerator()
    return CommentID(at: time, using: &generator)
  }

  static func makeModerationID(_ time: Timestamp) -> ModerationID {
    var generator = SystemRandomNumberGenerator()
    return ModerationID(at: time, using: &generator)
  }
}
