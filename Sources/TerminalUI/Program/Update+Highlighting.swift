import ClientCore
import LiveComments

extension Model {
  mutating func highlightOn() {
    var matches = FeedMatches()
    swap(&matches, &highlights)
    lookOn(&matches) { [highlightTest] comment, isPinned, reader in
      highlightTest.isHighlight(comment, isPinned: isPinned, &reader)
    }
    swap(&matches, &highlights)
  }

  mutating func rehighlight(_ action: FeedAction) {
    var matches = FeedMatches()
    swap(&matches, &highlights)
    rematch(action, &matches) { [highlightTest] comment, isPinned, reader in
      highlightTest.isHighlight(comment, isPinned: isPinned, &reader)
    }
    swap(&matches, &highlights)
  }

  /// Another user has other comments, and is mentioned elsewhere.
  mutating func identified(_ user: User?) {
    highlightTest = HighlightTest(user, settings.highlights)
    highlights = FeedMatches()
    if !filters.isEmpty { refilter() }
  }

  mutating func jumpToHighlight(older: Bool) {
    jump(toOlder: older, in: highlights, called: "mention or highlight")
  }

  /// Listens to what arrives live for what the bell is to ring for.
  mutating func listen(to comments: [Comment]) {
    guard settings.bell != .off, !bell.isDue, bell.mayRing(at: clock.instant),
      session.connection.isConnected, absence == nil, !isRejoining
    else { return }
    matchBudget.advance(to: clock.instant)
    var reader = QueryReader()
    for comment in comments where comment.state == .visible {
      guard !matchBudget.isSpent else { return }
      let before = reader.steps
      let isWanted =
        settings.bell == .mentions
        ? highlightTest.mentionsMe(comment, &reader)
        : highlightTest.isHighlight(comment, isPinned: false, &reader)
      matchBudget.spend(reader.steps - before)
      guard isWanted, filtered == nil || !hides(comment, [], &reader) else { continue }
      bell.isDue = true
      return
    }
  }

  mutating func ringAsNeeded() -> [Effect] {
    bell.ring(at: clock.instant) ? [.ring] : []
  }
}
