import ClientCore
import LiveComments

/// What a feed shows: comments in order, what has become of some of them since, and marks.
struct FeedContent {
  var comments: Timeline
  var marks: FeedMarks
  /// Comments that changed while the view stood still; empty while it follows the stream.
  var changes: [CommentID: FrozenFeed.Change] = [:]
  /// Whether newer comments than the last have left, to make room for older ones.
  var isCut = false

  /// The height of the comment at `index` with the marks after it, laid out anew.
  func height(at index: Int, in context: LayoutContext) -> Int {
    CommentLayout(comments[index], repliedTo: repliedTo(comments[index]), in: context).lines.count
      + marksAfter(index).count
  }

  func marksAfter(_ index: Int) -> [FeedMark] {
    let next = index + 1 < comments.count ? comments[index + 1].seq : nil
    let marks = marks.between(comments[index].seq, and: next)
    guard isCut, next == nil else { return marks }
    return [FeedMark(after: comments[index].seq, text: "newer comments have left this view")]
  }

  /// The name of the author of a comment that is answered.
  func nameOfAuthor(of id: CommentID) -> String? { comments[id]?.userName }

  private func repliedTo(_ comment: Comment) -> String? {
    comment.replyTo.flatMap { nameOfAuthor(of: $0) }
  }
}
