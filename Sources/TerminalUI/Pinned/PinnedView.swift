import ClientCore
import LiveComments
import TerminalGrid

/// The strip of pinned comments, one row each.
struct PinnedView {
  private let theme: Theme
  private let pins: [Comment]

  init(_ model: Model) {
    theme = model.theme
    pins = model.pins
  }

  func draw(into grid: inout Grid, area: Area) {
    let style = theme[.pinned]
    grid.clear(area, style: style)
    for (row, pin) in zip(area.rowRange, pins) {
      var name = theme.name(color: NameHash.of(pin.userID), isOwn: false)
      name.background = style.background
      grid.write(
        [
          Segment(" pinned ", style.adding(.bold)),
          Segment(SafeText(pin.userName, limit: 320).truncated(columns: 16), name),
          Segment(" ", style),
          Segment(SafeText(pin.content), style),
        ], row: row, column: area.column, columns: area.columns)
    }
  }
}
