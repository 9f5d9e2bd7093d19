import LiveComments
import TerminalGrid

/// Puts a laid out comment on the screen.
struct CommentPainter {
  let theme: Theme
  let columns: FeedColumns
  let area: Area
  let isSelected: Bool
  /// Whether another comment of its author is selected.
  var isBySelectedAuthor = false
  let isMarked: Bool
  /// How long ago the comment was written, in the place of its time; nil where times are told.
  var age: String?

  /// Draws as many of `rows` as lie inside the area. A layout with fewer leaves the rest blank, one
  /// with more is cut.
  func draw(
    _ layout: CommentLayout, quote: ReplyQuote?, row: Int, rows: Int, into grid: inout Grid
  ) {
    paint(row: row, rows: rows, into: &grid)
    if area.rowRange.contains(row) {
      drawHead(layout, row: row, into: &grid)
      if isMarked {
        grid.write(isSelected ? "◉" : "●", row: row, column: area.column, style: style(.marker))
      } else if layout.isMatch, !isSelected {
        grid.write("/", row: row, column: area.column, style: style(.marker))
      } else if layout.mentionsMe, !isSelected {
        grid.write("@", row: row, column: area.column, style: style(.mention))
      } else if layout.isHighlight, !isSelected {
        grid.write("!", row: row, column: area.column, style: style(.highlight))
      }
    }
    if let quote, layout.quoteRows > 0, area.rowRange.contains(row) {
      grid.write(
        quote.text, row: row, column: area.column + columns.contentStart, columns: columns.content,
        style: style(.reply))
    }
    let shown = layout.lines.prefix(max(0, rows - layout.quoteRows))
    for (offset, line) in shown.enumerated() {
      let row = row + layout.quoteRows + offset
      guard area.rowRange.contains(row) else { continue }
      let start = area.column + columns.contentStart
      grid.write(
        line.text, row: row, column: start, columns: columns.content,
        style: style(.text).adding(layout.contentAttributes))
      for (range, face) in line.highlights {
        let absolute = start + range.lowerBound..<start + range.upperBound
        // Like a mention, and unlike it.
        let style = face == .match ? style(face).adding(.underline) : style(face)
        grid.restyle(
          rows: row..<row + 1, columns: absolute.clamped(to: area.columnRange)
        ) { _ in style }
      }
    }
  }

  /// Totals behind the end of the content, as far as there is room: rows never change for them.
  func drawReactions(
    _ counts: ReactionCounts, to layout: CommentLayout, row: Int, rows: Int, into grid: inout Grid
  ) {
    let last = min(rows, layout.height) - 1
    let line = last - layout.quoteRows
    guard line >= 0, area.rowRange.contains(row + last) else { return }
    let room = columns.content - layout.lines[line].text.columns - 2
    guard let text = ReactionLabel.text(counts, columns: room) else { return }
    let end = area.column + columns.contentStart + columns.content
    grid.write(text, row: row + last, column: end - text.columns, style: style(.secondary))
  }

  /// Draws what stands in for a comment that was retracted while the view stood still.
  func drawRetracted(_ layout: CommentLayout, row: Int, rows: Int, into grid: inout Grid) {
    paint(row: row, rows: rows, into: &grid)
    guard area.rowRange.contains(row) else { return }
    drawHead(layout, row: row, into: &grid)
    grid.write(
      SafeText("— removed —").truncated(columns: columns.content), row: row,
      column: area.column + columns.contentStart, style: style(.retracted))
  }

  /// Background, margin and rule.
  private func paint(row: Int, rows: Int, into grid: inout Grid) {
    let rowRange = (row..<row + rows).clamped(to: area.rowRange)
    if isSelected {
      grid.fill(rows: rowRange, columns: area.columnRange, style: style(.text))
      grid.verticalLine(column: area.column, rows: rowRange, with: "▌", style: style(.marker))
    }
    if isBySelectedAuthor {
      grid.verticalLine(column: area.column, rows: rowRange, with: "▏", style: style(.marker))
    }
    if columns.hasRule {
      grid.verticalLine(
        column: area.column + columns.ruleColumn, rows: rowRange, style: style(.divider))
    }
  }

  private func drawHead(_ layout: CommentLayout, row: Int, into grid: inout Grid) {
    let time = age.map { SafeText($0) } ?? layout.time
    grid.write(
      time, row: row,
      column: area.column + columns.timeStart + max(0, columns.time - time.columns),
      columns: columns.time, style: style(.time))
    let width = layout.badge.columns + layout.name.columns
    var column = area.column + columns.nameStart + max(0, columns.name - width)
    if let face = layout.badgeFace {
      column += grid.write(layout.badge, row: row, column: column, style: style(face))
    }
    var name = theme.name(color: layout.nameHash, isOwn: layout.isOwn)
    if isBySelectedAuthor { name = name.adding(.underline) }
    grid.write(
      layout.name, row: row, column: column, columns: columns.name,
      style: isSelected ? theme.selected(name) : name)
  }

  private func style(_ face: Face) -> Style {
    isSelected ? theme.selected(theme[face]) : theme[face]
  }
}
