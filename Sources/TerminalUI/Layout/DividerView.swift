import TerminalGrid

/// The line under the feed: plain while the feed follows the stream, a full bar while it stands
/// still. It always has its row, so that freezing moves nothing.
struct DividerView {
  private let theme: Theme
  private let keymap: Keymap
  private let frozen: FrozenFeed?
  /// The key that goes to what is new.
  private let newKey: String?
  /// Whether the feed has the keys: those that the bar names would mean something else elsewhere.
  private let hasKeys: Bool
  /// What is searched for.
  private let label: SafeText?

  init(_ model: Model) {
    theme = model.theme
    keymap = model.keymap
    frozen = model.frozen
    hasKeys = !model.pane.hasKeys
    newKey = hasKeys && model.search == nil ? keymap.keyName(of: .firstNew, in: .frozen) : nil
    label = model.searchLabel
  }

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    guard let frozen else {
      grid.horizontalLine(row: area.row, columns: area.columnRange, style: theme[.divider])
      guard let label else { return }
      let text = (SafeText(" ") + label + SafeText(" ")).truncated(
        columns: max(0, area.columns - 4))
      grid.write(
        text, row: area.row, column: area.columnRange.upperBound - 1 - text.columns,
        style: theme[.accent])
      return
    }
    let style = theme[.frozen]
    grid.clear(area, style: style)
    let news =
      frozen.newComments == 0
      ? "nothing new"
      : "↓ \(Figure.grouped(frozen.newComments)) new" + (newKey.map { " (\($0))" } ?? "")
    let marked = frozen.hasMarks ? "  ● \(Figure.grouped(frozen.markCount)) marked" : ""
    let number = frozen.selectedIndex.map {
      "\(Figure.grouped($0 + 1)) of \(Figure.grouped(frozen.content.comments.count)) "
    }
    // What is searched for matters more than where one is.
    let end = SafeText(number ?? "")
    let places =
      (label.map { [$0 + SafeText("  ") + end, $0 + SafeText(" ")] } ?? [])
      + (number == nil ? [] : [end])
    let left = SafeText(" ▮▮ \(frozen.isThread ? "THREAD" : "FROZEN")  \(news)\(marked)")
    grid.write(
      left.truncated(columns: area.columns), row: area.row, column: area.column, style: style)
    let back = self.back(of: frozen)
    let least = back.last.map { $0.columns + 2 } ?? 0
    var room = area.columns - left.columns
    if let place = places.first(where: { $0.columns + 2 + least <= room }) {
      room -= place.columns
      grid.write(
        place, row: area.row, column: area.columnRange.upperBound - place.columns, style: style)
    }
    if let hint = back.first(where: { $0.columns + 2 <= room }) ?? back.last {
      grid.write(
        hint.truncated(columns: max(0, room)), row: area.row, column: area.column + left.columns,
        style: style)
    }
  }

  /// How one gets back, at length and in short; nothing where the keys are elsewhere.
  private func back(of frozen: FrozenFeed) -> [SafeText] {
    guard hasKeys else { return [] }
    let thaw = keymap.keyName(of: .thaw, in: .frozen)
    guard !frozen.isThread else {
      let key = thaw ?? ":"
      return [SafeText("   \(key): back to the feed"), SafeText("  \(key): back")]
    }
    let key = keymap.keyName(of: .live, in: .frozen) ?? ":"
    let both = key + (thaw.map { " or \($0)" } ?? "")
    return [
      SafeText("   \(both): back to live"), SafeText("  \(key): back to live"),
      SafeText("  \(key): live"),
    ]
  }
}
