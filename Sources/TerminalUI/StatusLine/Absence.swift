import LiveComments

/// A stretch of time without a live connection, and what came of it.
struct Absence: Sendable, Hashable {
  /// When the connection was lost.
  let since: Instant
  /// Everything up to here had been shown.
  let lastSeenSeq: Seq
  /// Set once the connection is back: comments that have been caught up so far.
  var caughtUp: Int?
}
