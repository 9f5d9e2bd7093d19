import LiveComments

/// What is looked for in the feed, and where it is.
struct Search: Sendable {
  let query: Query
  var matches = FeedMatches()

  var index: MatchIndex { matches.index }
  /// Whether everything has been looked at.
  var isComplete: Bool { matches.isComplete }

  /// Matches that are marked at once: ten events of 256 (`Limits.moderationTargets`).
  static let markLimit = 2_560

  init(_ query: Query) { self.query = query }
}

/// The line that a search is typed on, and what Esc goes back to.
struct SearchLine: Sendable {
  var editor = LineEditor()
  /// Why what is typed is no query.
  var problem: String?
  var origin = SearchOrigin()
  /// Whether the match to show has not been found yet.
  var isSeeking = false
}

/// Where one was when a search began.
struct SearchOrigin: Sendable {
  /// Nil while the feed followed the stream.
  var place: FeedPlace?
  /// The search before.
  var search: Search?
  /// Where reading had stopped.
  var lastLook: FeedMark?
}

/// A place in a frozen feed, by comments: rows and indices do not last.
struct FeedPlace: Sendable, Hashable {
  var selection: CommentID?
  /// The comment on the first row, and how many of its rows are above the screen.
  var top: CommentID?
  var line: Int
}
