public import TerminalGrid

/// Draws the model. The grid has the model's size.
///
/// `layouts` is memory between frames and nothing else: with an empty one the same cells result.
public func view(_ model: Model, into grid: inout Grid, layouts: inout CommentLayouts) {
  draw(model, into: &grid, layouts: &layouts)
  if model.settings.ascii { grid.useASCII() }
}

private func draw(_ model: Model, into grid: inout Grid, layouts: inout CommentLayouts) {
  let theme = model.theme
  grid.clear(style: theme[.text])
  guard let layout = model.layout else {
    TooSmallView.draw(model.size, theme: theme, into: &grid)
    return
  }
  if let list = model.openList {
    list.draw(into: &grid)
    return
  }
  TabStripView(model)?.draw(into: &grid, area: layout.tabs)
  StatusLineView(model).draw(into: &grid, area: layout.status)
  PinnedView(model).draw(into: &grid, area: layout.pinned)
  FeedView(model).draw(into: &grid, area: layout.feed, layouts: &layouts)
  PaneView(model).draw(into: &grid, area: layout.pane)
  FirstStepsView(model)?.draw(into: &grid, area: layout.firstSteps)
  DividerView(model).draw(into: &grid, area: layout.divider)
  OutboxView(model).draw(into: &grid, area: layout.outbox)
  ComposeLine(model, columns: layout.compose.columns).draw(into: &grid, area: layout.compose)
  HintsView(model).draw(into: &grid, area: layout.hints)
}
