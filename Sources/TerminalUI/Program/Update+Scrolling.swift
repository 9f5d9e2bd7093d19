import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// The keys that move through the feed. Whatever looks back freezes the view; only `G` and Esc
  /// thaw it.
  mutating func scroll(_ action: Action) {
    guard let area = layout?.feed, !area.isEmpty else { return }
    let isAtTop = frozen?.selectedIndex == 0
    switch action {
    case .thaw where beneath != nil: closeThread()
    case .live, .thaw: thaw()
    case .selectOlder where frozen == nil:
      freeze()
      guard let content = frozen?.content else { return }
      select(index: content.shown(from: content.comments.count - 1, step: -1) ?? 0)
    case .selectOlder:
      if isAtTop { goPastTop() } else { select(by: -1) }
    case .selectNewer: select(by: 1)
    case .oldest:
      freeze()
      select(index: frozen?.content.shown(from: 0, step: 1) ?? 0)
      if isAtTop { goPastTop() } else { revealHeadline() }
    case .pageOlder: page(by: -max(1, area.rows - 2))
    case .pageNewer: page(by: max(1, area.rows - 2))
    case .halfPageOlder: page(by: -max(1, area.rows / 2))
    case .halfPageNewer: page(by: max(1, area.rows / 2))
    default: break
    }
  }

  /// Stops the view where it is. Nothing moves by it.
  mutating func freeze() {
    guard frozen == nil, let area = layout?.feed else { return }
    let content = feedContent
    guard !content.comments.isEmpty else {
      say("nothing to select yet")
      return
    }
    let context = layoutContext(columns: area.columns)
    frozen = FrozenFeed(
      content: content,
      scroll: .ending(at: content.comments.count - 1, rows: area.rows) {
        content.height(at: $0, in: context)
      },
      scrollback: Scrollback(epoch: session.feed.epoch, floor: session.feed.floor),
      newestSeq: session.feed.lastSeenSeq, pinnedRows: pins.count)
    if hasFocus { lookAway() }
  }

  /// Follows the stream again.
  mutating func thaw() {
    guard frozen != nil else { return }
    frozen = nil
    beneath = nil
    lookAgain()
  }

  /// Selects a comment of the frozen view and shows it. One that is folded gets a line of its own.
  mutating func select(index: Int) {
    guard let comments = frozen?.content.comments, !comments.isEmpty else { return }
    let index = min(max(0, index), comments.count - 1)
    let id = comments[index].commentID
    if frozen?.content.repeats.isFolded(id) == true { frozen?.content.repeats.unfold(id) }
    frozen?.selection = id
    settleView()
  }

  /// Selects the neighbour of the selected comment; when nothing is selected, the lowest comment on
  /// the screen on the way up, and the highest on the way down.
  private mutating func select(by step: Int) {
    guard let frozen, let area = layout?.feed else { return }
    let content = frozen.content
    if let selected = frozen.selectedIndex {
      if let next = content.shown(from: selected + step, step: step) { select(index: next) }
      return
    }
    let range = visible(in: area)
    let nearest = step < 0 ? range.upperBound - 1 : range.lowerBound
    if let next = content.shown(from: nearest, step: step) { select(index: next) }
  }

  /// Moves the screen over the feed. The selection, when there is one, moves only as far as it must
  /// to stay on the screen.
  mutating func page(by lines: Int) {
    if frozen == nil {
      // There is nothing below the newest comment.
      guard lines < 0 else { return }
      freeze()
    }
    guard let frozen, let area = layout?.feed else { return }
    let context = layoutContext(columns: area.columns)
    let content = frozen.content
    let height: (Int) -> Int = { content.height(at: $0, in: context) }
    self.frozen?.scroll = frozen.scroll.moved(
      by: lines, rows: area.rows, count: content.comments.count, head: FrozenFeed.headRows,
      height: height)
    if lines < 0, self.frozen?.scroll == frozen.scroll { self.frozen?.scrollback.retry() }
    guard let selected = frozen.selectedIndex else { return }
    let shown = visible(in: area)
    guard !shown.isEmpty else { return }
    let wanted = min(max(selected, shown.lowerBound), shown.upperBound - 1)
    let step = wanted < selected ? -1 : 1
    guard
      let next = content.shown(from: wanted, step: step) ?? content.shown(from: wanted, step: -step)
    else { return }
    self.frozen?.selection = content.comments[next].commentID
  }

  /// Keeps the selected comment on the screen after the area of the feed has changed. Nothing else
  /// moves, unless the terminal itself has another size: then the screen is filled again.
  ///
  /// The outbox and a long draft cover the last rows of the feed for a while. Nothing moves for them
  /// while one writes; who reads sees what is selected, and everything goes back afterwards.
  mutating func settleView(refilling: Bool = false) {
    guard var frozen, let layout, !layout.feed.isEmpty else { return }
    let area = layout.feed
    if let displaced = frozen.displaced, displaced.to == frozen.scroll,
      displaced.selection == frozen.selection
    {
      frozen.scroll = displaced.from
    }
    frozen.displaced = nil
    let context = layoutContext(columns: area.columns)
    let content = frozen.content
    let height: (Int) -> Int = { content.height(at: $0, in: context) }
    var scroll = frozen.scroll.normalised(count: content.comments.count, height: height)
    if refilling {
      scroll = scroll.moved(
        by: 0, rows: area.rows, count: content.comments.count, head: FrozenFeed.headRows,
        height: height)
    }
    if let selected = frozen.selectedIndex {
      let whole = scroll.revealing(selected, rows: area.rows + layout.lentRows, height: height)
      scroll = whole
      if mode != .composing {
        scroll = whole.revealing(selected, rows: area.rows, height: height)
      }
      if scroll != whole {
        frozen.displaced = FrozenFeed.Displacement(
          from: whole, to: scroll, selection: frozen.selection)
      }
    }
    frozen.scroll = scroll
    self.frozen = frozen
  }

  /// The comments of the frozen view of which a row is on the screen.
  func visible(in area: Area) -> Range<Int> {
    guard let frozen else { return 0..<0 }
    let context = layoutContext(columns: area.columns)
    return frozen.scroll.visible(rows: area.rows, count: frozen.content.comments.count) {
      frozen.content.height(at: $0, in: context)
    }
  }

  /// The wheel scrolls, a click selects.
  mutating func receive(_ event: MouseEvent) -> [Effect] {
    switch mode {
    case .help, .streams: return pointAtList(event)
    case .question, .muting, .reacting: return []
    case .reading, .composing, .commandLine, .searching: break
    }
    if event.action == .press(.left), let area = layout?.tabs, area.contains(event.position) {
      return stream(atColumn: event.position.column, of: area).map { ask(.show($0)) } ?? []
    }
    if let area = layout?.pane, area.contains(event.position) {
      pointAtPane(event, in: area)
      return []
    }
    guard let area = layout?.feed, area.contains(event.position) else { return [] }
    switch event.action {
    case .wheelUp: page(by: -3)
    case .wheelDown: page(by: 3)
    case .press(.left): click(row: event.position.row - area.row, in: area)
    case .press, .release, .drag: break
    }
    return []
  }

  /// The wheel moves through the side pane, and a click gives it the keys; on a title it opens that
  /// tab.
  private mutating func pointAtPane(_ event: MouseEvent, in area: Area) {
    switch event.action {
    case .wheelUp: navigatePane(.selectOlder)
    case .wheelDown: navigatePane(.selectNewer)
    case .press(.left):
      let clicked = PaneView(self).tab(atColumn: event.position.column, of: area)
      if event.position.row == area.row, let clicked {
        open(clicked, takingKeys: true)
      } else {
        pane.hasKeys = true
        settleView()
      }
    case .press, .release, .drag: break
    }
  }

  private mutating func click(row: Int, in area: Area) {
    freeze()
    guard let frozen else { return }
    let context = layoutContext(columns: area.columns)
    let clicked = frozen.scroll.comment(atRow: row, count: frozen.content.comments.count) {
      frozen.content.height(at: $0, in: context)
    }
    guard let clicked else { return }
    pane.hasKeys = false
    select(index: clicked)
  }
}
