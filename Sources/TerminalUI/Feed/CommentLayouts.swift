import LiveComments

/// Layouts of the comments that were drawn lately, so that a frame lays out only what is new on the
/// screen.
///
/// Bounded: when the young generation is full it becomes the old one, and what was old is dropped.
public struct CommentLayouts {
  /// Layouts of a generation: more than the tallest screen shows (`TerminalSize.maximum`).
  static let generation = 2_048

  private var context: LayoutContext?
  private var young: [CommentID: Entry] = [:]
  private var old: [CommentID: Entry] = [:]

  private struct Entry {
    let state: CommentState
    let moderation: Comment.Moderation?
    let repeats: Int
    let layout: CommentLayout
  }

  public init() {}

  /// Layouts that are remembered.
  var count: Int { young.count + old.count }

  /// The comment's layout, from memory while neither it nor the context has changed.
  mutating func layout(
    _ comment: Comment, repeats: Int = 1, in context: LayoutContext
  ) -> CommentLayout {
    if context != self.context {
      self.context = context
      young = [:]
      old = [:]
    }
    let id = comment.commentID
    if let entry = young[id] ?? old[id], entry.state == comment.state,
      entry.moderation == comment.moderation, entry.repeats == repeats
    {
      if young[id] == nil { keep(entry, as: id) }
      return entry.layout
    }
    let layout = CommentLayout(comment, repeats: repeats, in: context)
    keep(
      Entry(
        state: comment.state, moderation: comment.moderation, repeats: repeats, layout: layout),
      as: id)
    return layout
  }

  private mutating func keep(_ entry: Entry, as id: CommentID) {
    if young.count >= Self.generation {
      old = young
      young = [:]
    }
    young[id] = entry
  }
}
