import ClientCore
import LiveComments

extension Model {
  /// Marks comments of the frozen view, for the next action.
  mutating func mark(_ action: Action) {
    guard moderates else {
      say(whyNot(.hold) ?? "only moderators mark comments", .warning)
      return
    }
    guard let frozen, let selection = frozen.selection else {
      sayNothingSelected()
      return
    }
    switch action {
    case .mark: self.frozen?.toggleMark(selection)
    case .markRange:
      if frozen.rangeStart == nil { self.frozen?.beginRange() } else { self.frozen?.endRange() }
    case .markUser where search?.index.contains(selection) == true: markMatches()
    case .markUser:
      guard let author = frozen.content.comments[selection]?.userID else { return }
      // What is marked is seen.
      for id in frozen.content.repeats.folded
      where frozen.content.comments[id]?.userID == author {
        self.frozen?.content.repeats.unfold(id)
      }
      self.frozen?.mark(
        frozen.content.comments.lazy.filter { $0.userID == author }.map(\.commentID))
      // What came apart may have pushed its lines off the screen.
      settleView(refilling: true)
    default: break
    }
  }

  /// Marks all that the search has found and the frozen view shows, the newest first when they are
  /// too many to be acted on at once.
  private mutating func markMatches() {
    guard let search, let frozen else { return }
    let ids = search.index.all.reversed().lazy.map(\.commentID)
      .filter { frozen.comment($0) != nil }
    let marked = Array(ids.prefix(Search.markLimit))
    self.frozen?.mark(marked)
    // What is marked is seen.
    for id in marked where frozen.content.repeats.isFolded(id) {
      self.frozen?.content.repeats.unfold(id)
    }
    settleView(refilling: true)
    let count = Figure.grouped(marked.count)
    if !search.isComplete {
      say("marked the newest \(count) matches: still searching", .warning)
    } else if marked.count == Search.markLimit, marked.count < search.index.count {
      say(
        "marked the newest \(count) of \(Figure.grouped(search.index.count)) matches", .warning)
    } else {
      say("marked \(count) \(marked.count == 1 ? "match" : "matches")")
    }
  }
}
