import LiveComments
import ServerCore

/// What a stream's hub counts, on its home event loop: no lock, and nothing per viewer.
///
/// It begins with the hub, so a stream that nobody watched for a while begins at 0 again.
struct StreamFigures: Sendable {
  private(set) var comments = 0
  private(set) var events = 0
  private(set) var reactions = 0
  /// From the log's taking a comment in to its publication, once it is durable.
  private(set) var publish = DelayHistogram()
  /// From the log's taking in the oldest comment of a flush to the end of a loop's pass that followed.
  private(set) var visible = DelayHistogram()
  /// From the log's taking in a moderation request to every loop's being told.
  private(set) var moderation = DelayHistogram()
  /// What the loops have counted.
  var counts = LoopCounts()
  /// Visible comments that viewers' frames left out.
  private(set) var sampledOut = 0
  /// As last assessed.
  var lag = Duration.zero
  var backlog = LoopBacklog()
  var samplingRatio = 1
  var viewers = 0
  var commentsPerSecond = 0.0
  var level = 0
  private var oldestPending: Instant?
  private var oldestFlushed: Instant?

  mutating func published(_ publication: Publication, at now: Instant) {
    comments += publication.comments.count
    events += publication.events.count
    for comment in publication.comments {
      publish.observe(microseconds: now.microseconds - comment.receivedAt.microseconds)
      oldestPending = min(oldestPending ?? comment.receivedAt, comment.receivedAt)
    }
    for event in publication.events {
      moderation.observe(microseconds: now.microseconds - event.receivedAt.microseconds)
    }
  }

  mutating func sampled(_ comments: [StoredComment], by sampling: Sampling) {
    guard sampling.ratio > 1 else { return }
    sampledOut += comments.count { $0.comment.state == .visible && !sampling.keeps($0.comment) }
  }

  mutating func reacted(_ count: Int) { reactions += count }

  mutating func flushed() {
    oldestFlushed = oldestPending
    oldestPending = nil
  }

  mutating func passFinished(at now: Instant) {
    guard let oldestFlushed else { return }
    visible.observe(microseconds: now.microseconds - oldestFlushed.microseconds)
    self.oldestFlushed = nil
  }

  /// Levels in their order, from 0.
  static func number(of level: Level) -> Int { Level.allCases.firstIndex(of: level) ?? 0 }

  /// Folds another stream in: sums, and the highest of level, lag and sampling.
  mutating func add(_ other: StreamFigures) {
    comments += other.comments
    events += other.events
    reactions += other.reactions
    publish.add(other.publish)
    visible.add(other.visible)
    moderation.add(other.moderation)
    viewers += other.viewers
    commentsPerSecond += other.commentsPerSecond
    level = max(level, other.level)
    counts.add(other.counts)
    sampledOut += other.sampledOut
    lag = max(lag, other.lag)
    backlog.add(other.backlog)
    samplingRatio = max(samplingRatio, other.samplingRatio)
  }
}
