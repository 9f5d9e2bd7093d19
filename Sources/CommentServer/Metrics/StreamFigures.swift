import LiveComments
import ServerCore

/// What a stream's hub counts, on its home event loop: no lock, and nothing per viewer.
///
/// It begins with the hub, so a stream that nobody watched for a while begins at 0 again;
/// `FigureLedger` keeps what went before.
struct StreamFigures: Sendable {
  var counters = StreamCounters()
  var gauges = StreamGauges()
  /// When the oldest visible comment that waits for a flush was accepted.
  private var oldestPending: Instant?
  private var flushes = PassDelays<CommentPlane>()
  private var moderations = PassDelays<ModerationPlane>()

  mutating func published(_ publication: Publication, at now: Instant) {
    counters.comments += publication.comments.count
    counters.events += publication.events.count
    for comment in publication.comments {
      counters.publish.observe(microseconds: now.microseconds - comment.receivedAt.microseconds)
      guard comment.comment.state == .visible else { continue }
      oldestPending = min(oldestPending ?? comment.receivedAt, comment.receivedAt)
    }
  }

  mutating func sampled(_ comments: [StoredComment], by sampling: Sampling) {
    guard sampling.ratio > 1 else { return }
    counters.sampledOut += comments.count {
      $0.comment.state == .visible && !sampling.keeps($0.comment)
    }
  }

  mutating func reacted(_ count: Int) { counters.reactions += count }

  /// Levels in their order, from 0.
  static func number(of level: Level) -> Int { Level.allCases.firstIndex(of: level) ?? 0 }
}

extension StreamFigures {
  /// What waited for a flush is not flushed: the log is read again.
  mutating func reopened() { oldestPending = nil }

  /// - Parameter loops: the indices of those that were told.
  mutating func flushed(upto: Seq, to loops: [Int]) {
    if let oldestPending {
      flushes.told(upto: upto, accepted: [oldestPending], to: loops)
    }
    oldestPending = nil
  }

  /// - Parameter loops: the indices of those that were told.
  mutating func moderated(by publication: Publication, to loops: [Int]) {
    moderations.told(
      upto: publication.moderationCoverage.upto, accepted: publication.events.map(\.receivedAt),
      to: loops)
  }

  mutating func passFinished(_ pass: FinishedPass<CommentPlane>, on loop: Int) {
    counters.visible.observe(flushes.passFinished(pass, on: loop))
  }

  mutating func passFinished(_ pass: FinishedPass<ModerationPlane>, on loop: Int) {
    counters.moderation.observe(moderations.passFinished(pass, on: loop))
  }

  /// - Parameter loop: is told nothing more.
  mutating func left(_ loop: Int) {
    counters.visible.observe(flushes.left(loop))
    counters.moderation.observe(moderations.left(loop))
  }
}
