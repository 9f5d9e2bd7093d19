import LiveComments
import ServerCore
import Synchronization

/// What the log has published in all streams, also in those that nobody watches: counted where it
/// leaves the log, on the log's thread.
final class PublishedTotals: Sendable {
  struct Values: Sendable {
    var comments = 0
    var events = 0
    /// From the log's taking a comment in to its publication.
    var publish = DelayHistogram()
  }

  private let state = Mutex(Values())

  var values: Values { state.withLock(\.self) }

  func count(_ publication: Publication, at now: Instant) {
    state.withLock { values in
      values.comments += publication.comments.count
      values.events += publication.events.count
      for comment in publication.comments {
        values.publish.observe(microseconds: now.microseconds - comment.receivedAt.microseconds)
      }
    }
  }
}
