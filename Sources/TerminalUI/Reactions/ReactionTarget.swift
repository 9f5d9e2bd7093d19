import LiveComments

/// What somebody is about to react to.
struct ReactionTarget: Sendable, Hashable {
  /// Nil is the stream.
  var commentID: CommentID?
  /// How the last line calls it.
  var name: String

  static let stream = ReactionTarget(commentID: nil, name: "the stream")

  init(commentID: CommentID?, name: String) {
    self.commentID = commentID
    self.name = name
  }

  init(_ comment: Comment) {
    self.init(commentID: comment.commentID, name: ActionWords.comments([comment]))
  }
}
