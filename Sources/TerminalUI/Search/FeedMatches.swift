import LiveComments

/// Where something is in what the feed shows, as far as it has been looked at.
struct FeedMatches: Sendable {
  var index = MatchIndex()
  /// Whether everything has been looked at.
  var isComplete = false
  /// What the feed was when it was looked at (`Model.incarnation`): positions hold no longer.
  var incarnation = 0
  /// What was pinned when it was looked at.
  var pins: Set<CommentID> = []
}
