import ClientCore
import LiveComments

/// What filters leave of a feed, kept beside it: the view shows this as it would show the feed, so
/// that nothing is skipped from frame to frame.
///
/// Both parts together are as long as what has been judged of the feed.
struct FilteredFeed: Sendable {
  /// What is shown.
  private(set) var shown = Timeline()
  /// What is not.
  private(set) var hidden = MatchIndex()

  /// What was pinned when it was judged.
  var pins: Set<CommentID> = []

  /// Judges what has not been judged, the newest first, until `mayGoOn` says no.
  /// - Returns: what is hidden of it, and how many of those have just arrived.
  mutating func extend(
    over comments: Timeline, while mayGoOn: () -> Bool, isHidden: (Comment) -> Bool
  ) -> (hidden: [CommentID], arrived: Int) {
    guard let oldest = comments.first else {
      self = FilteredFeed()
      return ([], 0)
    }
    var found: [CommentID] = []
    while let first = shown.first, first.seq < oldest.seq { _ = shown.removeFirst() }
    let newest = hidden.newestJudged
    var arrived = 0
    var shown = Timeline()
    swap(&shown, &self.shown)
    _ = hidden.extend(over: comments, while: mayGoOn) { comment in
      if isHidden(comment) {
        found.append(comment.commentID)
        if let newest, comment.seq > newest { arrived += 1 }
        return true
      }
      _ = shown.insert(comment)
      return false
    }
    swap(&shown, &self.shown)
    return (found, arrived)
  }

  func hasJudged(_ seq: Seq) -> Bool { hidden.hasJudged(seq) }

  /// Takes note of the judgement of one comment.
  mutating func judge(_ comment: Comment, isHidden: Bool) {
    hidden.judge(comment, isMatch: isHidden)
    let index = shown.index(of: comment.commentID)
    switch (index, isHidden) {
    case (let index?, true): shown.remove(at: index)
    case (let index?, false): shown.replace(at: index, with: comment)
    case (nil, true): break
    case (nil, false): _ = shown.insert(comment)
    }
  }

  mutating func remove(_ id: CommentID) {
    hidden.remove(id)
    if let index = shown.index(of: id) { shown.remove(at: index) }
  }
}
