import Dispatch
public import Foundation
import GRDB
public import LiveComments
public import Logging
public import ServerCore
import Synchronization
public import Tracing

/// The log of one machine: an SQLite file, with one connection that writes and others that only read.
///
/// Commits are grouped: everything that arrives while one is under way shares the next. A commit is
/// on disk (`synchronous=FULL`) before anybody hears of it.
public final class SQLiteCommentLog: CommentLog {
  public struct Configuration: Sendable {
    /// Where the files live; made when missing.
    public var directory: URL
    /// Starts a new epoch: after restoring a backup, whose positions may have been given twice.
    public var startsNewEpoch = false
    public var limits = PostLimits()
    /// The safety rules of streams whose rules nobody has set.
    public var defaultRules = SafetyRules()
    /// What each level does: its automatic slow mode is enforced here.
    public var degradation = DegradationTable.standard
    public var clock: @Sendable () -> Moment = SystemClock.moment
    public var logger = Logger(label: "gavel.log")
    /// Gets spans of commits and publications.
    public var tracer: (any Tracer)?
    var queue = CommitQueue.Limits()

    public init(directory: URL) { self.directory = directory }
  }

  public let epoch: Epoch
  let database: DatabasePool
  let logger: Logger
  private let stages: StageTracer
  let clock: @Sendable () -> Moment
  private let lock: DirectoryLock
  private let queue: Mutex<CommitQueue>
  private let pause = CommitPause()
  // Only the writing queue of `database` takes it, so holding it through a commit blocks nobody.
  private let sequencer: Mutex<Sequencer>
  let defaultRules: SafetyRules
  private let restoreSpacing: DispatchTimeInterval
  let auditHead: AuditHeadFile
  private let subscribers = Mutex<[@Sendable (Publication) -> Void]>([])
  /// Introductions that wait for the writing connection.
  private let introductions = Atomic(0)
  private let commitDurations = Mutex(DelayHistogram())
  private let currentTrouble = Mutex<Problem?>(nil)
  let reads = ReadGate()
  let unwrittenReactions = Mutex(UnwrittenReactions())

  /// Opens the log, or makes it. Throws `LogOpeningError` or a database error.
  public init(_ configuration: Configuration) throws {
    try FileManager.default.createDirectory(
      at: configuration.directory, withIntermediateDirectories: true)
    lock = try DirectoryLock(directory: configuration.directory)
    database = try LogDatabase.open(in: configuration.directory)
    epoch = try LogDatabase.epoch(in: database, startingNew: configuration.startsNewEpoch)
    logger = configuration.logger
    stages = StageTracer(tracer: configuration.tracer)
    clock = configuration.clock
    queue = Mutex(CommitQueue(limits: configuration.queue))
    defaultRules = configuration.defaultRules
    sequencer = Mutex(
      Sequencer(
        limits: configuration.limits,
        commentsPerRestore: configuration.queue.commentsPerRestore,
        defaultRules: configuration.defaultRules, degradation: configuration.degradation,
        seed: .random(in: .min ... .max)))
    restoreSpacing = configuration.queue.restoreSpacing
    auditHead = try Self.openAuditHead(
      of: database, in: configuration.directory, logger: configuration.logger)
    // What a crash or a shutdown has interrupted.
    if try database.read({ try RestoreTable.hasAny(in: $0) }) { planRestore() }
  }

  public func append(
    _ comment: AcceptedComment,
    completion: @escaping @Sendable (Result<CommentReceipt, Problem>) -> Void
  ) {
    let post = CommitQueue.Post(
      comment: comment, receivedAt: clock().instant, context: stages.current,
      completion: completion)
    switch queue.withLock({ $0.append(post) }) {
    case .queued: break
    case .first: startDraining()
    case .refused(let problem): completion(.failure(problem))
    }
  }

  public func moderate(
    _ order: AcceptedOrder,
    completion: @escaping @Sendable (Result<ModerationReceipt, Problem>) -> Void
  ) {
    let queued = CommitQueue.Order(
      order: order, receivedAt: clock().instant, context: stages.current, completion: completion)
    switch queue.withLock({ $0.append(queued) }) {
    case .queued: pause.interrupt()
    case .first: startDraining()
    case .refused(let problem): completion(.failure(problem))
    }
  }

  public func note(_ change: LevelChange) {
    let queued = CommitQueue.Assessment(change: change, receivedAt: clock().instant)
    switch queue.withLock({ $0.append(queued) }) {
    case .queued: pause.interrupt()
    case .first: startDraining()
    case .refused: break
    }
  }

  public func introduce(_ moderator: User, to streamID: StreamID) {
    let limit = 1_000
    guard introductions.add(1, ordering: .relaxed).newValue <= limit else {
      introductions.subtract(1, ordering: .relaxed)
      return
    }
    database.asyncWriteWithoutTransaction { [self] database in
      introductions.subtract(1, ordering: .relaxed)
      sequencer.withLock { sequencer in
        do {
          try sequencer.introduce(moderator, to: streamID, in: database)
        } catch {
          // Nobody waits for it, and the account's next deed says the same.
          sequencer.forget()
        }
      }
    }
  }

  public func subscribe(_ receive: @escaping @Sendable (Publication) -> Void) {
    subscribers.withLock { $0.append(receive) }
  }

  public var commits: DelayHistogram { commitDurations.withLock(\.self) }

  public var trouble: Problem? { currentTrouble.withLock(\.self) }

  /// What waits for the next commit, of both planes.
  var waitingCount: Int { queue.withLock(\.waitingCount) }

  public func close() async {
    queue.withLock { $0.close() }
    // The writing queue is serial: what runs on it now comes after the last commit.
    try? await database.writeWithoutTransaction { [self] in writeReactions(in: $0) }
    do {
      try database.close()
    } catch {
      logger.warning("the log did not close cleanly", metadata: ["error": "\(error)"])
    }
    lock.release()
  }

  private func startDraining() {
    database.asyncWriteWithoutTransaction { [self] database in
      while let batch = queue.withLock({ $0.next() }) {
        let start = DispatchTime.now()
        commit(batch, in: database)
        let nanoseconds = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
        commitDurations.withLock { $0.observe(microseconds: Int64(nanoseconds / 1_000)) }
        pause.prepare()
        if queue.withLock({ $0.mayGather(after: batch) }) { pause.wait(since: start) }
      }
    }
  }

  /// Sequences and persists a batch, then answers, then publishes.
  private func commit(_ batch: CommitQueue.Batch, in database: Database) {
    let outcome: Sequencer.Outcome
    let persisted: InstrumentationContext?
    do {
      (outcome, persisted) = try withSequencer { try persist(batch, with: &$0, in: database) }
    } catch {
      unwrittenReactions.withLock { $0.failed() }
      return fail(batch, because: error)
    }
    unwrittenReactions.withLock { $0.written() }
    if let head = outcome.auditHead { keep(head) }
    // A batch of repeats and refusals writes nothing, and so proves nothing about the disk.
    if !outcome.publications.isEmpty { recovered() }
    stages.span(.publish) { span in
      span?.set("streams", outcome.publications.count)
      span?.publishes(batch, of: persisted)
      publish(outcome, of: batch, in: span)
    }
    if outcome.isRestoring { planRestore() }
    if let obstacle = outcome.obstacle {
      logger.error(
        "a restore cannot go on, and is tried again when those beside it have had their turns",
        metadata: ["error": "\(obstacle)"])
      planRestore(in: Self.obstaclePause)
    }
  }

  private func publish(
    _ outcome: Sequencer.Outcome, of batch: CommitQueue.Batch, in span: StageSpan?
  ) {
    for (order, result) in zip(batch.orders, outcome.orders) { order.completion(result) }
    for (post, result) in zip(batch.posts, outcome.posts) { post.completion(result) }
    let subscribers = subscribers.withLock(\.self)
    span.entered {
      for publication in outcome.publications {
        for receive in subscribers { receive(publication) }
      }
    }
  }

  private func persist(
    _ batch: CommitQueue.Batch, with sequencer: inout Sequencer, in database: Database
  ) throws -> (Sequencer.Outcome, InstrumentationContext?) {
    try stages.span(.persist) { span in
      span?.describe(batch)
      return (try persist(batch, with: &sequencer, in: database, span?.context), span?.context)
    }
  }

  private func persist(
    _ batch: CommitQueue.Batch, with sequencer: inout Sequencer, in database: Database,
    _ context: InstrumentationContext?
  ) throws -> Sequencer.Outcome {
    var outcome = Sequencer.Outcome()
    try database.inTransaction(.immediate) {
      outcome = try stages.span(.sequence, in: context) { _ in
        try sequencer.sequence(batch, in: database, at: clock())
      }
      // While commits follow each other, nothing else gets to write.
      try writeReactions(with: &sequencer, in: database)
      return .commit
    }
    return outcome
  }

  /// What a failed commit has put into the sequencer's memory is forgotten.
  func withSequencer<Value>(_ body: (inout Sequencer) throws -> Value) throws -> Value {
    try sequencer.withLock { sequencer in
      do {
        return try body(&sequencer)
      } catch {
        sequencer.forget()
        throw error
      }
    }
  }

  /// Nothing of the batch is durable; the next one tries again, and succeeds when the disk can.
  private func fail(_ batch: CommitQueue.Batch, because error: any Error) {
    let problem = Problem(
      .unavailable, "the log cannot be written at the moment: nothing was stored; try again",
      retryAfterMilliseconds: 1_000)
    let isNew = currentTrouble.withLock { trouble in
      defer { trouble = problem }
      return trouble == nil
    }
    if isNew {
      logger.error("the log cannot be written", metadata: ["error": "\(error)"])
      scheduleProbe()
    }
    for post in batch.posts { post.completion(.failure(problem)) }
    for order in batch.orders { order.completion(.failure(problem)) }
    // Once the disk can: not sooner than somebody finds out.
    if batch.restores { planRestore(in: .seconds(1)) }
  }

  private func recovered() {
    let hadTrouble = currentTrouble.withLock { trouble in
      defer { trouble = nil }
      return trouble != nil
    }
    if hadTrouble { logger.notice("the log can be written again") }
  }

  /// While there is trouble, tries once a second whether it is over: a server that is not ready gets
  /// no posts that could find out.
  private func scheduleProbe() {
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in
      self?.database.asyncWriteWithoutTransaction { [weak self] database in
        self?.probe(database)
      }
    }
  }

  private func probe(_ database: Database) {
    guard trouble != nil, !queue.withLock(\.isClosed) else { return }
    do {
      try LogDatabase.probe(database)
      recovered()
    } catch {
      scheduleProbe()
    }
  }
}

extension SQLiteCommentLog {
  /// A restore that cannot go on holds up the others that are under way for so long a piece, and fills
  /// no log.
  private static let obstaclePause = DispatchTimeInterval.seconds(10)

  /// Has the restores that are under way go on in a moment, by a piece.
  private func planRestore(in interval: DispatchTimeInterval? = nil) {
    guard queue.withLock({ $0.planRestore() }) else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + (interval ?? restoreSpacing)) {
      [weak self] in self?.goOnRestoring()
    }
  }

  /// Has the next piece of a restore committed as soon as its turn comes.
  func goOnRestoring() {
    switch queue.withLock({ $0.restoreIsDue() }) {
    case .queued: pause.interrupt()
    case .first: startDraining()
    case .refused: break
    }
  }
}
