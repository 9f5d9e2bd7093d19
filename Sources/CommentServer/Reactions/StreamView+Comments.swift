import DequeModule
import LiveComments
import ServerCore

/// Comments by name, for reactions: the ring is searched from its newest end, where they mostly are.
extension StreamView {
  /// The comment of that name in the ring or among the pins, as moderators see it.
  func comment(_ id: CommentID) -> Comment? {
    for comment in comments.comments.reversed() where comment.comment.commentID == id {
      return comment.comment
    }
    return controls.pins.first { $0.commentID == id }.map { upToDate($0) ?? $0 }
  }

  /// The comment as it is now, when the ring or an event in memory says otherwise.
  func upToDate(_ comment: Comment) -> Comment? {
    let index = comments.index(after: comment.seq.advanced(by: -1))
    if index < comments.comments.count, comments.comments[index].seq == comment.seq {
      return comments.comments[index].comment
    }
    var latest: Comment?
    for event in events.events {
      latest = event.event.result(for: latest ?? comment) ?? latest
    }
    return latest
  }
}
