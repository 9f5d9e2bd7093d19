import TerminalGrid

/// The side pane: its tabs on the first row, and what the open one shows.
struct PaneView {
  private let model: Model

  init(_ model: Model) { self.model = model }

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty, let tab = model.pane.tab else { return }
    let theme = model.theme
    grid.clear(area, style: theme[.text])
    let body = Self.body(of: area)
    if area.column > 0 {
      grid.verticalLine(column: area.column, rows: area.rowRange, style: theme[.divider])
    }
    let head = Area(row: area.row, column: body.column, rows: 1, columns: body.columns)
    grid.write(
      tabs(columns: head.columns), row: head.row, column: head.column, columns: head.columns)
    if model.pane.hasKeys { grid.cursor = GridPosition(row: head.row, column: head.column) }
    let text = PaneText(theme: theme, columns: body.columns)
    let rows =
      switch tab {
      case .held: HeldPane(model, text).rows(atMost: body.rows)
      case .log: LogPane(model, text).rows(atMost: body.rows)
      case .user: UserPane(model, text).rows(atMost: body.rows)
      case .stream: StreamPane(model, text).rows(atMost: body.rows)
      case .connection: ConnectionPane(model, text).rows(atMost: body.rows)
      }
    for (row, content) in zip(body.rowRange, rows) { draw(content, row: row, body, into: &grid) }
    if model.pane.hasKeys, let selected = rows.prefix(body.rows).firstIndex(where: \.isSelected) {
      grid.cursor = GridPosition(row: body.row + selected, column: body.column)
    }
  }

  /// What is below the tabs, and beside the line to its left.
  static func body(of area: Area) -> Area {
    var body = area
    if area.column > 0 {
      body.column += 1
      body.columns -= 1
    }
    _ = body.takeTop(1)
    return body
  }

  private func draw(_ content: PaneRow, row: Int, _ body: Area, into grid: inout Grid) {
    var segments = content.segments
    if content.isSelected {
      for index in segments.indices {
        segments[index].style = model.theme.selected(segments[index].style)
      }
      grid.fill(
        rows: row..<row + 1, columns: body.columnRange,
        style: model.theme.selected(model.theme[.text]))
      if model.pane.hasKeys { grid.cursor = GridPosition(row: row, column: body.column) }
      grid.write(
        "▌", row: row, column: body.column, style: model.theme.selected(model.theme[.marker]))
    }
    grid.write(
      segments, row: row, column: body.column + content.indent,
      columns: body.columns - content.indent)
  }

  /// The open tab is marked by a sign, and by another one while it has the keys.
  private func tabs(columns: Int) -> [Segment] {
    let theme = model.theme
    return zip(model.tabs, labels(columns: columns)).map { tab, label in
      Segment(label, tab == model.pane.tab ? theme[.accent].adding(.bold) : theme[.secondary])
    }
  }

  /// What the tabs are called, as far apart as there are columns for.
  private func labels(columns: Int) -> [String] {
    let labels = model.tabs.map(label)
    let needed = labels.reduce(0) { $0 + SafeText($1).columns + 1 } - 1
    guard needed <= columns else { return labels }
    return labels.dropLast().map { $0 + " " } + labels.suffix(1)
  }

  private func label(_ tab: SidePane.Tab) -> String {
    let sign = tab == model.pane.tab ? (model.pane.hasKeys ? "▸" : "·") : " "
    var title = tab.title
    if tab == .held, model.heldWaiting > 0 { title += " \(model.heldWaiting)" }
    return sign + title
  }

  /// The tab whose title is at a column of the first row of `area`.
  func tab(atColumn column: Int, of area: Area) -> SidePane.Tab? {
    let body = Self.body(of: area)
    var end = body.column
    guard column >= end else { return nil }
    for (tab, label) in zip(model.tabs, labels(columns: body.columns)) {
      end += SafeText(label).columns
      if column < end { return tab }
    }
    return nil
  }
}
