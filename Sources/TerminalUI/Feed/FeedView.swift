import ClientCore
import LiveComments
import TerminalGrid

/// Draws the comments that fit, from the newest up, or a frozen view from its first row down.
struct FeedView {
  private let theme: Theme
  private let content: FeedContent
  private let frozen: FrozenFeed?
  /// What stands before the oldest comment.
  private let headline: String?
  private let decisions: PendingDecisions
  private let moderates: Bool
  private let emptyText: String
  /// What ages are told from; nil where times are told.
  private let now: Timestamp?
  private let makeContext: (Int) -> LayoutContext

  init(_ model: Model) {
    theme = model.theme
    content = model.feedContent
    frozen = model.frozen
    headline = model.frozen?.headline(
      retryKey: model.keymap.keyName(of: .selectOlder, in: .frozen))
    decisions = model.decisions
    moderates = model.moderates
    emptyText = Self.emptyText(model)
    now = model.settings.times == .relative ? model.clock.time : nil
    makeContext = { model.layoutContext(columns: $0) }
  }

  /// What stands where no comment is: why there is none.
  private static func emptyText(_ model: Model) -> String {
    switch model.session.connection {
    case .waiting(_, _, let because): ConnectionWords.reason(because)
    case .stopped(let reason): ConnectionWords.reason(reason) ?? ""
    default:
      model.session.feed.isJoined ? "No comments yet." : "Joining \(model.session.streamID)…"
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
    layout(content.comments[index], context, &layouts).lines.count
      + content.marksAfter(index).count
  }

  private func layout(
    _ comment: Comment, _ context: LayoutContext, _ layouts: inout CommentLayouts
  ) -> CommentLayout {
    layouts.layout(comment, in: context) { content.nameOfAuthor(of: $0) }
  }

  /// Draws one comment and the marks after it; returns their height.
  private func draw(
    at index: Int, row: Int, _ area: Area, _ context: LayoutContext,
    _ layouts: inout CommentLayouts, into grid: inout Grid
  ) -> Int {
    let comment = content.comments[index]
    let original = layout(comment, context, &layouts)
    let height = original.lines.count
    let isSelected = frozen?.selection == comment.commentID
    // Where the selection is, also for those who follow the cursor: screen readers, magnifiers.
    if isSelected, row + height > area.row, row < area.rowRange.upperBound {
      grid.cursor = GridPosition(row: max(row, area.row), column: area.column)
    }
    let painter = CommentPainter(
      theme: theme, columns: context.columns, area: area, isSelected: isSelected,
      isMarked: frozen?.isMarked(comment.commentID, at: index) == true,
      age: now.map { Age.text(from: comment.createdAt, to: $0) })
    // A comment that was changed has a layout of its own: the memory holds it as it was, and its
    // rows must not change under the cursor.
    func draw(_ changed: Comment, isPending: Bool, into grid: inout Grid) {
      guard moderates || !changed.state.isRetracted else {
        painter.drawRetracted(original, row: row, rows: height, into: &grid)
        return
      }
      let layout = CommentLayout(
        changed, repliedTo: changed.replyTo.flatMap { content.nameOfAuthor(of: $0) },
        isPending: isPending, in: context)
      painter.draw(layout, row: row, rows: height, into: &grid)
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
        painter.draw(original, row: row, rows: height, into: &grid)
      }
    }
    var next = row + height
    for mark in content.marksAfter(index) {
      if area.rowRange.contains(next) { drawMark(mark.text, row: next, area, into: &grid) }
      next += 1
    }
    return next - row
  }

  private func drawMark(_ words: String, row: Int, _ area: Area, into grid: inout Grid) {
    let style = theme[.divider]
    grid.horizontalLine(row: row, columns: area.columnRange, style: style)
    let text = SafeText(" " + words + " ").truncated(columns: area.columns - 4)
    let start = area.column + max(2, (area.columns - text.columns) / 2)
    grid.write(text, row: row, column: start, style: style)
  }
}
