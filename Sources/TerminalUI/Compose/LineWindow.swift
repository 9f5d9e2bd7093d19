import TerminalGrid

/// The part of a line under edit that fits where there is one row for it, and where it begins.
///
/// It moves only when the cursor would leave it, and then by a third, so that typing moves as little
/// as possible.
struct LineWindow: Sendable, Hashable {
  /// Columns of the line to the left of it.
  private(set) var first = 0
  /// Stands for what is left out at an edge; one column.
  private let mark: SafeText

  /// Below it there is no room to mark what is left out.
  private static let columnsForMarks = 4

  init(mark: SafeText = "…") { self.mark = mark }

  /// What to show in `columns`, and the column of the cursor there, which may be the one after the
  /// last.
  mutating func show(
    before: SafeText, after: SafeText, columns: Int
  ) -> (text: SafeText, cursor: Int) {
    let whole = before + after
    let cursor = before.columns
    guard whole.columns > columns else {
      first = 0
      return (whole, cursor)
    }
    guard columns > 0 else { return (SafeText(""), 0) }
    follow(cursor, hasMore: !after.isEmpty, columns: columns)
    let rest = whole.suffix(columns: whole.columns - first)
    // The half of a wide glyph at the left edge is a blank.
    let gap = whole.columns - first - rest.columns
    let text = (gap > 0 ? SafeText(" ") + rest : rest).prefix(columns: columns)
    guard columns >= Self.columnsForMarks else { return (text, cursor - first) }
    let isCut = whole.columns - first > columns
    return (marked(text, left: first > 0, right: isCut, columns: columns), cursor - first)
  }

  private mutating func follow(_ cursor: Int, hasMore: Bool, columns: Int) {
    let mark = columns >= Self.columnsForMarks ? 1 : 0
    let isLeft = first > 0 && cursor < first + mark
    // Under a mark at the right, too, the cursor would not show what it stands on.
    let isRight = cursor - first > columns - (hasMore ? 1 + mark : 0)
    guard isLeft || isRight else { return }
    first = max(0, cursor - (isLeft ? columns / 3 + mark : columns - columns / 3))
  }

  private func marked(
    _ text: SafeText, left: Bool, right: Bool, columns: Int
  ) -> SafeText {
    var text = text
    if left {
      let rest = text.suffix(columns: text.columns - 1)
      text = Self.padded(mark, to: text.columns - rest.columns) + rest
    }
    if right {
      let rest = text.prefix(columns: columns - 1)
      text = Self.padded(rest, to: columns - 1) + mark
    }
    return text
  }

  private static func padded(_ text: SafeText, to columns: Int) -> SafeText {
    text + SafeText(String(repeating: " ", count: max(0, columns - text.columns)))
  }
}
