import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// Shows the thread of the selected comment by itself. The view that it is taken from waits
  /// beneath, and is told of everything meanwhile.
  mutating func openThread() {
    guard let feed = frozen, let selection = feed.selection, let area = layout?.feed else {
      say(
        "select a comment first (\(keymap.keyName(of: .selectOlder, in: .live) ?? ":"))", .warning)
      return
    }
    guard !feed.isThread else {
      closeThread()
      return
    }
    guard !feed.hasMarks else {
      say("unmark first: the marks are in this view", .warning)
      return
    }
    guard let thread = CommentThread(around: selection, in: feed.content.comments),
      thread.comments.count > 1 || thread.isCut
    else {
      say("nothing here answers this comment, and it answers none")
      return
    }
    var timeline = Timeline()
    _ = timeline.prepend(thread.comments)
    let content = FeedContent(
      comments: timeline, marks: FeedMarks(), utcOffset: feed.content.utcOffset,
      changes: feed.content.changes.filter { timeline.contains($0.key) })
    let context = layoutContext(columns: area.columns)
    var view = FrozenFeed(
      content: content,
      scroll: .ending(at: timeline.count - 1, rows: area.rows) {
        content.height(at: $0, in: context)
      },
      scrollback: feed.scrollback, newestSeq: feed.newestSeq, pinnedRows: feed.pinnedRows)
    view.title = Self.title(of: thread)
    view.newComments = feed.newComments
    beneath = feed
    frozen = view
    frozen?.selection = selection
    settleView()
    if frozen?.scroll.index == 0 { revealHeadline() }
  }

  private static func title(of thread: CommentThread) -> String {
    let count = thread.comments.count
    return "thread of \(count) \(count == 1 ? "comment" : "comments")"
      + (thread.isCut ? "; what it answers is not in the view" : "")
  }

  /// Back to the view that the thread was taken from, at the comment that is selected now.
  mutating func closeThread() {
    guard var feed = beneath.take() else { return }
    if let selection = frozen?.selection, feed.content.comments.contains(selection) {
      feed.selection = selection
    }
    frozen = feed
    settleView()
  }

  /// Tells every frozen view what has happened.
  mutating func changeFrozen(_ change: (inout FrozenFeed) -> Void) {
    // Taken out, so that the view is changed in place and not copied.
    if var view = frozen.take() {
      change(&view)
      frozen = view
    }
    if var view = beneath.take() {
      change(&view)
      beneath = view
    }
  }
}
