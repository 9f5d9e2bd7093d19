import ClientCore
import LiveComments

extension Model {
  mutating func startSearch() {
    searchLine = SearchLine()
    searchLine.origin = SearchOrigin(place: place, search: search, lastLook: lastLook)
    mode = .searching
    settleView()
  }

  mutating func searchKey(_ action: Action) {
    switch action {
    case .submit: keepSearch()
    case .back: leaveSearch()
    case .deleteBackward where searchLine.editor.isEmpty: leaveSearch()
    case .searchOlder: jumpToMatch(older: true)
    case .searchNewer: jumpToMatch(older: false)
    default:
      let before = searchLine.editor.text
      searchLine.editor.perform(action, history: &searchHistory)
      if searchLine.editor.text != before { searchEdited() }
    }
  }

  mutating func insertIntoSearch(_ text: String) {
    searchLine.editor.insert(text)
    searchEdited()
  }

  /// Looks for what is typed now, from where the search began.
  private mutating func searchEdited() {
    goBack(to: searchLine.origin.place)
    search = nil
    searchLine.problem = nil
    searchLine.isSeeking = false
    do {
      guard let query = try Query.parse(settings.normalise(searchLine.editor.text)) else { return }
      search = Search(query)
      searchLine.isSeeking = true
      match()
    } catch {
      searchLine.problem = error.message
    }
  }

  private mutating func keepSearch() {
    // What is wrong is said already, and can be put right.
    guard searchLine.problem == nil else { return }
    mode = .reading
    if searchLine.editor.isEmpty { endSearch() }
    searchHistory.append(searchLine.editor.text.trimmed)
    if let search, search.isComplete, search.index.count == 0 {
      say("nothing matches \(search.query.text)", .warning)
    }
    settleView()
  }

  private mutating func leaveSearch() {
    mode = .reading
    search = searchLine.origin.search
    goBack(to: searchLine.origin.place)
    settleView()
  }

  mutating func endSearch() {
    search = nil
  }

  /// Selects the next match in that direction, and freezes the view for it.
  mutating func jumpToMatch(older: Bool) {
    guard let search else {
      say("nothing is searched for: \(keymap.keyName(of: .search, in: .live) ?? ":") searches")
      return
    }
    jump(toOlder: older, in: search.matches, called: "match")
  }

  /// Selects the next one in that direction, and freezes the view for it; says so when there is none.
  mutating func jump(toOlder: Bool, in matches: FeedMatches, called name: String) {
    let wasLive = frozen == nil
    let look = lastLook
    freeze()
    guard let frozen else { return }
    let seq = referenceSeq(lowest: toOlder || wasLive)
    // Where nothing is selected, what one looks at is a candidate too.
    let reach: Int64 = frozen.selection == nil && (toOlder || !wasLive) ? 1 : 0
    let next =
      toOlder
      ? shown(matches.index.older(than: seq.advanced(by: reach)))
      : shown(matches.index.newer(than: seq.advanced(by: -reach)))
    if let next {
      selectInContext(next)
      return
    }
    if wasLive { thaw(lookedAt: look) }
    let direction = matches.index.count == 0 ? "" : toOlder ? "older " : "newer "
    var words = "no \(direction)\(name)"
    if !matches.isComplete {
      words += " yet: still looking"
    } else if toOlder, frozen.scrollback.state != .beginning {
      let key = keymap.keyName(of: .oldest, in: .frozen) ?? ":"
      words += " in what is loaded: \(key) loads more"
    }
    say(words)
  }

  /// The index of the first of `matches` that the frozen view can show.
  private func shown(_ matches: some Sequence<MatchIndex.Match>) -> Int? {
    guard let frozen else { return nil }
    for match in matches where frozen.comment(match.commentID) != nil {
      return frozen.content.comments.index(of: match.commentID)
    }
    return nil
  }

  /// The position from which a frozen view is searched: the selected comment, else the lowest or the
  /// highest one on the screen.
  private func referenceSeq(lowest: Bool) -> Seq {
    guard let frozen, let area = layout?.feed else { return .zero }
    let comments = frozen.content.comments
    if let selected = frozen.selectedIndex { return comments[selected].seq }
    let shown = visible(in: area)
    guard !shown.isEmpty else { return .zero }
    return comments[lowest ? shown.upperBound - 1 : shown.lowerBound].seq
  }

  /// Shows the match that is nearest to where the search began, the older one first.
  mutating func seek() {
    guard let search, search.index.count > 0 else { return }
    let wasLive = frozen == nil
    let look = lastLook
    freeze()
    guard let frozen else { return }
    let seq = referenceSeq(lowest: true)
    // Newer ones are near only when it is known that none is older.
    let next =
      shown(search.index.older(than: seq.advanced(by: 1)))
      ?? (search.isComplete ? shown(search.index.newer(than: seq)) : nil)
    guard let next else {
      if wasLive { thaw(lookedAt: look) }
      return
    }
    searchLine.isSeeking = false
    if frozen.selectedIndex != next { selectInContext(next) }
  }

  /// Selects a comment; one that is above the screen comes with what led to it.
  private mutating func selectInContext(_ index: Int) {
    guard let area = layout?.feed else { return }
    let isAbove = frozen.map { index < $0.scroll.index } ?? false
    select(index: index)
    if isAbove { showNearTop(index, rows: area.rows) }
  }
}

extension Model {
  /// Where the frozen view is; nil while the feed follows the stream.
  private var place: FeedPlace? {
    guard let frozen else { return nil }
    let comments = frozen.content.comments
    return FeedPlace(
      selection: frozen.selection,
      top: comments.indices.contains(frozen.scroll.index)
        ? comments[frozen.scroll.index].commentID : nil,
      line: frozen.scroll.line)
  }

  /// Thaws a view that nobody asked to freeze: where reading had stopped stays where it was.
  private mutating func thaw(lookedAt mark: FeedMark?) {
    guard frozen != nil else { return }
    frozen = nil
    lastLook = mark
  }

  private mutating func goBack(to place: FeedPlace?) {
    guard let place else {
      thaw(lookedAt: searchLine.origin.lastLook)
      return
    }
    guard let comments = frozen?.content.comments else { return }
    frozen?.selection = place.selection
    if let index = place.top.flatMap({ comments.index(of: $0) }) {
      frozen?.scroll = FeedScroll(index: index, line: place.line)
    }
  }
}
