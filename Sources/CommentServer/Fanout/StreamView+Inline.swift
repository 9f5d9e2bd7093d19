import DequeModule
import LiveComments
import ServerCore

/// What is small enough to go out in frames, rather than be fetched over HTTP (design §5.3): as many
/// comments as do go out, after sampling, and not as many as there are.
extension StreamView {
  /// Whether the rings hold a range, and it is small enough to be sent in frames.
  mutating func canSendInline(_ range: PlaneRange, for audience: Audience) -> Bool {
    switch range {
    case .comments(let range):
      if isInline(after: range.after, for: audience) { return true }
      // A part of what follows may be small where the whole is not.
      guard range.after >= comments.floor, range.upto < comments.latest else { return false }
      var count = 0
      let part = comments.index(after: range.after)..<comments.index(after: range.upto)
      for comment in comments.comments[part] where goesOut(comment, to: audience) {
        count += 1
        if count > Limits.inlineComments { return false }
      }
      return true
    case .moderation(let range): return events.holds(after: range.after)
    }
  }

  /// Whether the ring holds everything after `position`, and little enough of it goes out.
  mutating func isInline(after position: Seq, for audience: Audience) -> Bool {
    guard let missing = comments.count(after: position) else { return false }
    return missing <= Limits.inlineComments || position >= inlineFloor(for: audience)
  }

  /// The lowest position from which everything can go out in frames. Looked for once for all who
  /// come back between two flushes: in a storm they are thousands.
  private mutating func inlineFloor(for audience: Audience) -> Seq {
    let audience = comments.sharedAudience(of: audience, after: comments.floor)
    if let floor = inlineFloors[audience] { return floor }
    var count = 0
    var floor = comments.floor
    for comment in comments.comments.reversed() where goesOut(comment, to: audience) {
      count += 1
      if count > Limits.inlineComments {
        floor = comment.seq
        break
      }
    }
    if inlineFloors.count >= Self.keptFloors { inlineFloors.removeAll(keepingCapacity: true) }
    inlineFloors[audience] = floor
    return floor
  }

  /// Of audiences that read otherwise than the others there are few.
  private static let keptFloors = 64

  /// Whether frames for `audience` hold the comment.
  func goesOut(_ comment: EncodedComment, to audience: Audience) -> Bool {
    comment.isVisible(to: audience)
      && (!isSampled(for: audience) || sampling.keeps(comment.comment))
  }

  /// Whether anything is left out of frames for `audience`.
  func isSampled(for audience: Audience) -> Bool {
    sampling.ratio > 1 && audience != .moderators
  }
}
