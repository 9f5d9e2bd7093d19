import ClientCore
import LiveComments

/// What a feed shows: comments in order, what has become of some of them since, and marks.
struct FeedContent {
  var comments: Timeline
  var marks: FeedMarks
  /// Where reading stopped before these comments were looked at.
  var lastLook: FeedMark?
  /// Seconds east of UTC, which decide where a day begins.
  var utcOffset = 0
  /// Which comments have no line of their own.
  var repeats = Repeats()
  /// Comments that changed while the view stood still; empty while it follows the stream.
  var changes: [CommentID: FrozenFeed.Change] = [:]
  /// Whether newer comments than the last have left, to make room for older ones.
  var isCut = false

  /// The height of the comment at `index` with the marks after it, laid out anew.
  func height(at index: Int, in context: LayoutContext) -> Int {
    let id = comments[index].commentID
    let marks = marksAfter(index).count
    guard !repeats.isFolded(id) else { return marks }
    return marks
      + CommentLayout(comments[index], repeats: repeats.count(of: id), in: context).height
  }

  func marksAfter(_ index: Int) -> [FeedMark] {
    let comment = comments[index]
    guard index + 1 < comments.count else {
      let marks = marks.between(comment.seq, and: nil)
      guard isCut else { return marks }
      return [FeedMark(after: comment.seq, text: "newer comments have left this view")]
    }
    let next = comments[index + 1]
    var marks = marks.between(comment.seq, and: next.seq)
    if let day = DaySeparator.words(
      from: comment.createdAt, to: next.createdAt, utcOffset: utcOffset)
    {
      marks.append(FeedMark(after: comment.seq, text: day))
    }
    if let lastLook, comment.seq <= lastLook.after, lastLook.after < next.seq {
      marks.append(lastLook)
    }
    return marks
  }

  /// The next comment from `index` on, in that direction, that has a line of its own; nil when there
  /// is none.
  func shown(from index: Int, step: Int) -> Int? {
    var index = index
    while comments.indices.contains(index) {
      if !repeats.isFolded(comments[index].commentID) { return index }
      index += step
    }
    return nil
  }
}
