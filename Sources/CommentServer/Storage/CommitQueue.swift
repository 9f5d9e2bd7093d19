import DequeModule
import Dispatch
import LiveComments
import ServerCore
import Tracing

/// What waits for the next commit: bounded in count and bytes, moderation ahead of comments.
///
/// When comments fill it, comments are refused with `busy`. Moderation has room of its own, so that
/// no flood of comments can keep it out, and is refused only when that is full as well.
struct CommitQueue {
  struct Limits: Sendable {
    /// Comments that wait. At 10,000 durable posts a second this is about a second's worth.
    var comments = 10_000
    var commentBytes = 16 << 20
    var orders = 1_000
    /// Streams whose automatic level waits; what comes beyond is dropped, and said again in a second.
    var assessments = 1_000
    /// Comments that one commit takes (design §8): it bounds how long moderation waits behind it.
    var commentsPerCommit = 512
    /// Orders that one commit takes; each names at most 256 comments.
    var ordersPerCommit = 64
    /// Comments that one piece of a restore brings back, in a commit of its own: as many as one event
    /// names.
    var commentsPerRestore = LiveComments.Limits.moderationTargets
    /// From the end of one piece to the next, at least: so that a long restore leaves the log to
    /// others for more than half of the time, and viewers can take in what comes back.
    var restoreSpacing = DispatchTimeInterval.milliseconds(20)
  }

  struct Post: Sendable {
    var comment: AcceptedComment
    var receivedAt: Instant
    /// The span that it comes from; nil when nobody traces.
    var context: InstrumentationContext?
    var completion: @Sendable (Result<CommentReceipt, Problem>) -> Void
  }

  struct Order: Sendable {
    var order: AcceptedOrder
    var receivedAt: Instant
    /// The span that it comes from; nil when nobody traces.
    var context: InstrumentationContext?
    var completion: @Sendable (Result<ModerationReceipt, Problem>) -> Void

    /// Whether it takes a purge back.
    var startsRestore: Bool {
      if case .restorePurge = order.command.measure { true } else { false }
    }
  }

  struct Assessment: Sendable {
    var change: LevelChange
    var receivedAt: Instant
  }

  struct Batch: Sendable {
    var orders: [Order]
    var assessments: [Assessment]
    var posts: [Post]
    /// Whether it is a piece of a restore, and nothing else.
    var restores = false
  }

  /// Which restores are under way is stored; here they have one turn among what else waits.
  private enum RestoreTurn {
    /// Nothing is under way, or its turn has just come.
    case none
    /// The next piece is put off.
    case planned
    case due
  }

  enum Admittance {
    /// It waits, and somebody is already committing.
    case queued
    /// It waits, and the caller must start committing.
    case first
    case refused(Problem)
  }

  private let limits: Limits
  private var posts: Deque<Post> = []
  private var postBytes = 0
  private var orders: Deque<Order> = []
  /// The latest of each stream.
  private var assessments: [StreamID: Assessment] = [:]
  private var isDraining = false
  private(set) var isClosed = false
  private var restoreTurn = RestoreTurn.none
  private var lastWasPiece = false

  init(limits: Limits) { self.limits = limits }

  var waitingCount: Int { posts.count + orders.count + assessments.count }

  mutating func append(_ post: Post) -> Admittance {
    if isClosed { return .refused(Self.closed) }
    let bytes = post.comment.byteCount
    guard posts.count < limits.comments, postBytes + bytes <= limits.commentBytes else {
      return .refused(Self.full)
    }
    posts.append(post)
    postBytes += bytes
    return startDraining()
  }

  mutating func append(_ order: Order) -> Admittance {
    if isClosed { return .refused(Self.closed) }
    guard orders.count < limits.orders else { return .refused(Self.full) }
    orders.append(order)
    return startDraining()
  }

  mutating func append(_ assessment: Assessment) -> Admittance {
    if isClosed { return .refused(Self.closed) }
    let streamID = assessment.change.streamID
    guard assessments.count < limits.assessments || assessments[streamID] != nil else {
      return .refused(Self.full)
    }
    assessments[streamID] = assessment
    return startDraining()
  }

  /// Puts the next piece of a restore off; false when that has been done already.
  mutating func planRestore() -> Bool {
    guard restoreTurn == .none else { return false }
    restoreTurn = .planned
    return true
  }

  /// The time of the piece that was put off has come. It is refused when the queue has closed: the
  /// restore goes on when the log is opened again.
  mutating func restoreIsDue() -> Admittance {
    if isClosed { return .refused(Self.closed) }
    restoreTurn = .due
    return startDraining()
  }

  private mutating func startDraining() -> Admittance {
    defer { isDraining = true }
    return isDraining ? .queued : .first
  }

  /// What the next commit takes; nil when nothing waits, and whoever comes next must start anew.
  ///
  /// Whatever waits when a piece of a restore has been committed comes before the next piece; and a
  /// piece that is due waits for one commit of it.
  mutating func next() -> Batch? {
    if restoreTurn == .due, !isClosed, !lastWasPiece || waitingCount == 0 {
      restoreTurn = .none
      lastWasPiece = true
      return Batch(orders: [], assessments: [], posts: [], restores: true)
    }
    lastWasPiece = false
    guard waitingCount > 0 else {
      isDraining = false
      return nil
    }
    let batch = Batch(
      orders: Array(orders.prefix(limits.ordersPerCommit)), assessments: Array(assessments.values),
      posts: Array(posts.prefix(limits.commentsPerCommit)))
    // The order's own commit is the first piece.
    lastWasPiece = batch.orders.contains(where: \.startsRestore)
    orders.removeFirst(batch.orders.count)
    assessments.removeAll()
    posts.removeFirst(batch.posts.count)
    postBytes -= batch.posts.reduce(0) { $0 + $1.comment.byteCount }
    return batch
  }

  /// Whether the commit of `batch` shows that several post, so that the next one may wait for more:
  /// somebody who posts one comment after the other never waits.
  func mayGather(after batch: Batch) -> Bool {
    orders.isEmpty && assessments.isEmpty && !isClosed && !batch.restores && restoreTurn != .due
      && posts.count < limits.commentsPerCommit
      && (batch.posts.count > 1 || !posts.isEmpty)
  }

  mutating func close() { isClosed = true }

  static let closed = Problem(
    .unavailable, "the server is shutting down: try again in a moment",
    retryAfterMilliseconds: 2_000)

  /// A queue that is full empties within about a second.
  private static let full = Problem(
    .busy, "the server takes no more at the moment: try again in a second",
    retryAfterMilliseconds: 1_000)
}
