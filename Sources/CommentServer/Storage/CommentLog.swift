public import LiveComments
public import ServerCore

/// The ordering point: what makes comments and moderation durable, gives them their positions, and
/// says what was added, in order.
///
/// Positions strictly increase per stream and are not necessarily dense. Other nodes may write to
/// the same log: what they add arrives by `subscribe` like everything else, and nothing else tells a
/// node that a position exists.
public protocol CommentLog: ReactionLog {
  /// The incarnation of this log: the same for all its streams, for as long as it lives.
  var epoch: Epoch { get }

  /// Queues a comment for the next commit; returns at once and may be called from an event loop.
  ///
  /// Comments of one caller keep their order. `completion` is called once, on the log's own thread,
  /// and must not block: with the receipt when the comment is durable, before its publication; or
  /// with the refusal. The same idempotency key again gives the comment that it made, in its present
  /// state, without a second effect. When the queue is full the refusal is `busy`; when the log
  /// cannot write it is `unavailable`, and nothing was stored.
  func append(
    _ comment: AcceptedComment,
    completion: @escaping @Sendable (Result<CommentReceipt, Problem>) -> Void)

  /// Queues a decision for the next commit, ahead of comments. Otherwise like `append`.
  func moderate(
    _ order: AcceptedOrder,
    completion: @escaping @Sendable (Result<ModerationReceipt, Problem>) -> Void)

  /// Queues what the degradation policy finds, ahead of comments. Returns at once. Nothing is written
  /// when a moderator has fixed the level, or it is that level already; and nothing when the log
  /// cannot write or its queue is full: the next assessment says it again.
  func note(_ change: LevelChange)

  /// Says that an account moderates a stream, so that only the owner acts on it also when it does
  /// nothing but read. Returns at once; may be ignored when there is much else to write.
  func introduce(_ moderator: User, to streamID: StreamID)

  /// Has `receive` called with every publication from now on, in log order per stream, on the log's
  /// own thread; it must not block. What was published before is not repeated.
  func subscribe(_ receive: @escaping @Sendable (Publication) -> Void)

  /// Where a stream stands; at 0 with default controls when nobody has used it.
  func summary(of streamID: StreamID) async throws(Problem) -> StreamSummary

  /// Where a stream stands, for whoever follows it from there. Never refused as `busy`: it is asked
  /// once for all who watch a stream, not by each.
  func opening(of streamID: StreamID) async throws(Problem) -> StreamOpening

  /// Streams that the load has given a level, a thousand at most: somebody has to assess them, or
  /// the level would hold for ever.
  func mitigatedStreams() async throws(Problem) -> [StreamID]

  /// A page of comments from one snapshot.
  ///
  /// Throws `reset` when `epoch` is given and is not this log's, when the query starts before what
  /// the log still holds, or after its latest position.
  func comments(
    _ query: CommentQuery, of streamID: StreamID, for audience: Audience, epoch: Epoch?
  ) async throws(Problem) -> CommentPage

  /// One comment. Throws `unknown_comment` when it does not exist or `audience` may not see it.
  func comment(
    _ commentID: CommentID, of streamID: StreamID, for audience: Audience
  ) async throws(Problem) -> Comment

  /// The review queue, ascending, as moderators see it. Its coverage is empty: it proves nothing
  /// about what lies between its comments.
  func heldComments(
    of streamID: StreamID, after: Seq, limit: Int
  ) async throws(Problem) -> CommentPage

  /// A page of moderation events from one snapshot. Throws like `comments(_:of:for:epoch:)`.
  func events(
    _ query: EventQuery, of streamID: StreamID, for audience: Audience, epoch: Epoch?
  ) async throws(Problem) -> EventPage

  /// What moderators are told about a user. Throws `unknown_user` when the stream knows nothing of
  /// them.
  func userCard(
    of userID: UserID, in streamID: StreamID
  ) async throws(Problem) -> UserCard

  /// The safety rules that hold in a stream.
  func rules(of streamID: StreamID) async throws(Problem) -> SafetyRules

  /// How long commits have taken, since the log was opened.
  var commits: DelayHistogram { get }

  /// Why the log cannot accept at the moment; nil while it can.
  var trouble: Problem? { get }

  /// Refuses what comes from now on, commits what waits, and closes.
  func close() async
}
