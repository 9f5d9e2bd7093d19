import ClientCore
import LiveComments

/// A comment with all that answers it, directly or not, as far as a timeline holds them.
struct CommentThread {
  /// The root and its answers, in the order of the stream.
  let comments: [Comment]
  /// Whether the root answers a comment that the timeline does not hold.
  let isCut: Bool

  /// The thread that the comment belongs to; nil when it is not in the timeline. Looks at each
  /// comment after the root once.
  init?(around id: CommentID, in timeline: Timeline) {
    guard var root = timeline[id] else { return nil }
    // What is answered was there before, so that this ends whatever a server claims.
    while let parent = root.replyTo.flatMap({ timeline[$0] }), parent.seq < root.seq {
      root = parent
    }
    isCut = root.replyTo.map { timeline[$0] == nil } ?? false
    var ids: Set<CommentID> = [root.commentID]
    var comments = [root]
    for index in timeline.index(atOrAfter: root.seq.advanced(by: 1))..<timeline.count {
      guard let answered = timeline[index].replyTo, ids.contains(answered) else { continue }
      ids.insert(timeline[index].commentID)
      comments.append(timeline[index])
    }
    self.comments = comments
  }
}
