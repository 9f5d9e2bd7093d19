import LiveComments
import TerminalGrid

extension Model {
  /// The tabs that mean something to this user.
  var tabs: [SidePane.Tab] { moderates ? SidePane.Tab.allCases : [.stream, .connection] }

  mutating func open(_ tab: SidePane.Tab, takingKeys: Bool) {
    guard tabs.contains(tab) else {
      say(whyNot(.hold) ?? "only moderators see that", .warning)
      return
    }
    pane = SidePane(isOpen: true, hasKeys: takingKeys, tab: tab)
    if tab == .held { held.reopen() }
    settleView()
  }

  /// Shows a tab beside the feed, or closes it when it is there already.
  mutating func toggle(_ tab: SidePane.Tab) {
    if pane.shows(tab) { closePane() } else { open(tab, takingKeys: pane.hasKeys) }
  }

  /// Whether the pane stands in the feed's place, so that nothing of the feed can be seen.
  var paneCovers: Bool { pane.isOpen && size.columns < ScreenLayout.columnsForTwoPanes }

  /// A pane that covers the feed has the keys: none may act on what nobody can see.
  mutating func keepKeysInSight() {
    guard paneCovers else { return }
    // A search shows what it finds in the feed.
    if mode == .searching { closePane() } else { pane.hasKeys = true }
  }

  mutating func closePane() {
    pane = SidePane(tab: pane.tab)
    settleView()
  }

  /// Opens the pane, or gives it the keys, or gives them back to the feed, which a pane that covers
  /// it makes room for.
  mutating func switchPane() {
    guard pane.isOpen else {
      let tab = pane.tab ?? (moderates ? .held : .connection)
      return open(tabs.contains(tab) ? tab : .connection, takingKeys: true)
    }
    guard !paneCovers else { return closePane() }
    pane.hasKeys.toggle()
    settleView()
  }

  mutating func switchTab(by step: Int) {
    let tabs = tabs
    let index = pane.tab.flatMap { tabs.firstIndex(of: $0) } ?? 0
    open(tabs[(index + step + tabs.count) % tabs.count], takingKeys: true)
  }

  /// The card of the author of what is selected, where the keys are.
  mutating func showCard() {
    guard moderates else { return open(.user, takingKeys: false) }
    if let comment = subjects.first ?? frozen?.selectedComment { card.want(UserTarget(comment)) }
    toggle(.user)
  }

  mutating func selectNextWaiting() {
    if !held.selectNextWaiting() { say("nothing waits for review", .success) }
  }

  /// The keys that move within the pane.
  mutating func navigatePane(_ action: Action) {
    let page = max(1, (layout?.pane.rows ?? 2) - 2)
    let step: Int
    switch action {
    case .selectOlder: step = -1
    case .selectNewer: step = 1
    case .pageOlder: step = -page
    case .pageNewer: step = page
    case .oldest: step = -Self.farthest
    case .live: step = Self.farthest
    default: return
    }
    switch pane.tab {
    // An item of the queue takes about three rows.
    case .held: held.select(by: abs(step) == page && page > 1 ? step / 3 : step)
    // The newest record is at the top.
    case .log: decisionLog.select(by: -step)
    case .user: card.scroll = max(0, min(card.scroll + step, Self.farthest))
    case .stream: scrollStream(by: step)
    case .connection, nil: break
    }
  }

  private mutating func scrollStream(by step: Int) {
    guard let body = layout.map({ PaneView.body(of: $0.pane) }) else { return }
    let text = PaneText(theme: theme, columns: body.columns)
    let most = StreamPane(self, text).scrollAtMost(rows: body.rows)
    pane.scroll = max(0, min(pane.scroll + step, most))
  }

  /// More than any list of the pane holds.
  private static let farthest = 100_000
}
