import TerminalGrid

/// The line under the feed: plain while the feed follows the stream, a full bar while it stands
/// still. It always has its row, so that freezing moves nothing.
struct DividerView {
  private let theme: Theme
  private let keymap: Keymap
  private let frozen: FrozenFeed?
  /// The key that goes to what is new.
  private let newKey: String?

  init(_ model: Model) {
    theme = model.theme
    keymap = model.keymap
    frozen = model.frozen
    newKey = keymap.keyName(of: .firstNew, in: .frozen)
  }

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    guard let frozen else {
      grid.horizontalLine(row: area.row, columns: area.columnRange, style: theme[.divider])
      return
    }
    let style = theme[.frozen]
    grid.clear(area, style: style)
    let news =
      frozen.newComments == 0
      ? "nothing new"
      : "↓ \(Figure.grouped(frozen.newComments)) new" + (newKey.map { " (\($0))" } ?? "")
    let marked = frozen.hasMarks ? "  ● \(Figure.grouped(frozen.markCount)) marked" : ""
    let key = keymap.keyName(of: .live, in: .frozen) ?? ":"
    let escape = keymap.keyName(of: .thaw, in: .frozen).map { " or \($0)" } ?? ""
    let place = frozen.selectedIndex.map {
      "\(Figure.grouped($0 + 1)) of \(Figure.grouped(frozen.content.comments.count)) "
    }
    let left = SafeText(" ▮▮ FROZEN  \(news)\(marked)")
    grid.write(
      left.truncated(columns: area.columns), row: area.row, column: area.column, style: style)
    var room = area.columns - left.columns
    if let place = place.map({ SafeText($0) }), place.columns + 2 <= room {
      room -= place.columns
      grid.write(
        place, row: area.row, column: area.columnRange.upperBound - place.columns, style: style)
    }
    let hint = SafeText("   \(key)\(escape): back to live")
    if hint.columns + 2 <= room {
      grid.write(hint, row: area.row, column: area.column + left.columns, style: style)
    }
  }
}
