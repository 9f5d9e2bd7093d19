import LiveComments
import ServerCore

/// What a stream's hub counts, on its home event loop: no lock, and nothing per viewer.
///
/// It begins with the hub, so a stream that nobody watched for a while begins at 0 again;
/// `FigureLedger` keeps what went before.
struct StreamFigures: Sendable {
  var counters = StreamCounters()
  var gauges = StreamGauges()
  private var oldestPending: Instant?
  private var oldestFlushed: Instant?

  mutating func published(_ publication: Publication, at now: Instant) {
    counters.comments += publication.comments.count
    counters.events += publication.events.count
    for comment in publication.comments {
      counters.publish.observe(microseconds: now.microseconds - comment.receivedAt.microseconds)
      oldestPending = min(oldestPending ?? comment.receivedAt, comment.receivedAt)
    }
    for event in publication.events {
      counters.moderation.observe(microseconds: now.microseconds - event.receivedAt.microseconds)
    }
  }

  mutating func sampled(_ comments: [StoredComment], by sampling: Sampling) {
    guard sampling.ratio > 1 else { return }
    counters.sampledOut += comments.count {
      $0.comment.state == .visible && !sampling.keeps($0.comment)
    }
  }

  mutating func reacted(_ count: Int) { counters.reactions += count }

  mutating func flushed() {
    oldestFlushed = oldestPending
    oldestPending = nil
  }

  mutating func passFinished(at now: Instant) {
    guard let oldestFlushed else { return }
    counters.visible.observe(microseconds: now.microseconds - oldestFlushed.microseconds)
    self.oldestFlushed = nil
  }

  /// Levels in their order, from 0.
  static func number(of level: Level) -> Int { Level.allCases.firstIndex(of: level) ?? 0 }
}
