import ClientCore
import LiveComments
import TerminalGrid

/// Draws the comments that fit, from the newest up, or a frozen view from its first row down.
struct FeedView {
  private let theme: Theme
  private let content: FeedContent
  private let frozen: FrozenFeed?
  /// The author of the selected comment, whose others are lit.
  private let selectedAuthor: UserID?
  /// What stands before the oldest comment.
  private let headline: String?
  private let decisions: PendingDecisions
  private let moderates: Bool
  private let me: UserID?
  private let reactions: [CommentID: ReactionCounts]
  private let emptyText: String
  /// What ages are told from; nil where times are told.
  private let now: Timestamp?
  private let makeContext: (Int) -> LayoutContext

  init(_ model: Model) {
    theme = model.theme
    content = model.feedContent
    frozen = model.frozen
    selectedAuthor = model.frozen?.selection.flatMap { model.frozen?.content.comments[$0]?.userID }
    headline = model.frozen?.headline(
      retryKey: model.keymap.keyName(of: .selectOlder, in: .frozen))
    decisions = model.decisions
    moderates = model.moderates
    me = model.session.you?.userID
    reactions = model.session.stream.commentReactions
    emptyText = Self.emptyText(model)
    now = model.settings.times == .relative ? model.clock.time : nil
    makeContext = { columns in
      var context = model.layoutContext(columns: columns)
      context.query = model.search?.query
      context.highlights = model.settings.highlights
      return context
    }
  }

  /// What stands where no comment is: why there is none.
  private static func emptyText(_ model: Model) -> String {
    switch model.session.connection {
    case .waiting(_, _, let because): ConnectionWords.reason(because)
    case .stopped(let reason): ConnectionWords.reason(reason) ?? ""
    default:
      model.session.feed.timeline.count > 0
        ? "Everything is hidden: :filter lists by what."
        : model.session.feed.isJoined ? "No comments yet." : "Joining \(model.session.streamID)…"
    }
  }

  func draw(into grid: inout Grid, area: Area, layouts: inout CommentLayouts) {
    guard !area.isEmpty else { return }
    let comments = content.comments
    guard !comments.isEmpty else {
      grid.write(
        SafeText(emptyText).truncated(columns: area.columns - 2), row: area.rowRange.upperBound - 1,
        column: area.column + 1, style: theme[.secondary])
      return
    }
    let context = makeContext(area.columns)
    let scroll =
      frozen?.scroll
      ?? FeedScroll.ending(at: comments.count - 1, rows: area.rows) {
        height(at: $0, context, &layouts)
      }
    var row = area.row - scroll.line
    var index = scroll.index
    if index == 0, let headline, area.rowRange.contains(row - 1) {
      drawMark(headline, row: row - 1, area, into: &grid)
    }
    while row < area.rowRange.upperBound, index < comments.count {
      row += draw(at: index, row: row, area, context, &layouts, into: &grid)
      index += 1
    }
  }

  private func height(
    at index: Int, _ context: LayoutContext, _ layouts: inout CommentLayouts
  ) -> Int {
    let id = content.comments[index].commentID
    let marks = content.marksAfter(index).count
    guard !content.repeats.isFolded(id) else { return marks }
    return marks
      + layouts.layout(
        content.comments[index], repeats: content.repeats.count(of: id), in: context
      ).height
  }

  /// Draws one comment and the marks after it; returns their height.
  private func draw(
    at index: Int, row: Int, _ area: Area, _ context: LayoutContext,
    _ layouts: inout CommentLayouts, into grid: inout Grid
  ) -> Int {
    let comment = content.comments[index]
    guard !content.repeats.isFolded(comment.commentID) else {
      return drawMarks(after: index, row: row, area, into: &grid)
    }
    let repeats = content.repeats.count(of: comment.commentID)
    let original = layouts.layout(comment, repeats: repeats, in: context)
    let height = original.height
    let isSelected = frozen?.selection == comment.commentID
    // Where the selection is, also for those who follow the cursor: screen readers, magnifiers.
    if isSelected, row + height > area.row, row < area.rowRange.upperBound {
      grid.cursor = GridPosition(row: max(row, area.row), column: area.column)
    }
    let painter = CommentPainter(
      theme: theme, columns: context.columns, area: area, isSelected: isSelected,
      isBySelectedAuthor: !isSelected && comment.userID == selectedAuthor,
      isMarked: frozen?.isMarked(comment.commentID, at: index) == true,
      age: now.map { Age.text(from: comment.createdAt, to: $0) })
    let quote = comment.replyTo.map {
      ReplyQuote(
        of: $0, in: content, for: me, moderates: moderates, columns: context.columns.content)
    }
    // A comment that was changed has a layout of its own: the memory holds it as it was, and its
    // rows must not change under the cursor.
    func draw(_ changed: Comment, isPending: Bool, into grid: inout Grid) {
      guard changed.isShown(to: me, moderates: moderates) else {
        painter.drawRetracted(original, row: row, rows: height, into: &grid)
        return
      }
      paint(
        CommentLayout(changed, isPending: isPending, repeats: repeats, in: context), into: &grid)
    }
    func paint(_ layout: CommentLayout, into grid: inout Grid) {
      painter.draw(layout, quote: quote, row: row, rows: height, into: &grid)
      guard let counts = reactions[comment.commentID] else { return }
      painter.drawReactions(counts, to: layout, row: row, rows: height, into: &grid)
    }
    switch content.changes[comment.commentID] {
    case .retracted: painter.drawRetracted(original, row: row, rows: height, into: &grid)
    case .updated(let changed):
      let decided = decisions.decided(changed) ?? (changed, false)
      draw(decided.comment, isPending: decided.isPending, into: &grid)
    case nil:
      if let decided = decisions.decided(comment) {
        draw(decided.comment, isPending: decided.isPending, into: &grid)
      } else {
        paint(original, into: &grid)
      }
    }
    return height + drawMarks(after: index, row: row + height, area, into: &grid)
  }

  /// Draws the marks after a comment; returns their height.
  private func drawMarks(
    after index: Int, row: Int, _ area: Area, into grid: inout Grid
  ) -> Int {
    let marks = content.marksAfter(index)
    for (offset, mark) in marks.enumerated() where area.rowRange.contains(row + offset) {
      drawMark(mark.text, row: row + offset, area, into: &grid)
    }
    return marks.count
  }

  private func drawMark(_ words: String, row: Int, _ area: Area, into grid: inout Grid) {
    let style = theme[.divider]
    grid.horizontalLine(row: row, columns: area.columnRange, style: style)
    let text = SafeText(" " + words + " ").truncated(columns: area.columns - 4)
    let start = area.column + max(2, (area.columns - text.columns) / 2)
    grid.write(text, row: row, column: start, style: style)
  }
}
