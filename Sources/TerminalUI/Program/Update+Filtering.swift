import ClientCore
import LiveComments

extension Model {
  /// Hides what matches, from now on. A frozen view stays as it is until it thaws.
  mutating func addFilter(_ text: String) {
    do {
      guard let filter = try Filter.parse(settings.normalise(text)) else { return listFilters() }
      guard !filters.contains(filter) else {
        say("hidden already: \(filter.text)")
        return
      }
      guard filters.count < Filter.limit else {
        say("there may be \(Filter.limit) filters: :unfilter one first", .warning)
        return
      }
      filters.append(filter)
      refilter()
      let frozen = frozen == nil ? "" : "; the frozen view stays as it is"
      say("hides \(hiddenCount ?? "") by \(filter.text)\(frozen)", .success)
    } catch {
      say(error.message, .warning)
    }
  }

  mutating func listFilters() {
    guard !filters.isEmpty else {
      say("nothing is hidden: :filter QUERY hides what matches")
      return
    }
    say("hides \(hiddenCount ?? ""): \(filterList)")
  }

  /// Ends the filter of this number or text, or all of them.
  mutating func removeFilter(_ text: String?) {
    let index: Int?
    switch text {
    case nil: index = filters.count == 1 ? 0 : nil
    case "all"?:
      say(filters.isEmpty ? "nothing is hidden" : "hides nothing any more", .success)
      filters = []
      return refilter()
    case let text?:
      let number = Int(text).map { $0 - 1 }
      let wanted = settings.normalise(text)
      index = filters.firstIndex { $0.text == wanted } ?? number
    }
    guard let index, filters.indices.contains(index) else {
      let choice = filters.isEmpty ? "nothing is hidden" : "which one? \(filterList), or all"
      say(choice, .warning)
      return
    }
    let filter = filters.remove(at: index)
    refilter()
    say("no longer hidden: \(filter.text)", .success)
  }

  private var filterList: String {
    filters.enumerated().map { "\($0 + 1) \($1.text)" }.joined(separator: "  ")
  }

  /// Other filters are applied: everything is judged anew.
  mutating func refilter() {
    filtered = filters.isEmpty ? nil : FilteredFeed()
    // What is hidden stands for nothing else, and what comes back may again.
    repeats = Repeats()
    if settings.collapsesRepeats {
      repeats.insert(Array(session.feed.timeline), me: session.you?.userID)
    }
    incarnation += 1
    match()
  }

  /// How many are hidden of the comments that the feed holds and of the older ones that the view has
  /// loaded; nil when nothing is filtered.
  var hiddenCount: String? {
    guard let filtered else { return nil }
    let older = (beneath ?? frozen)?.hiddenOlder ?? 0
    let count = Figure.grouped(filtered.hidden.count + older)
    // Until everything has been judged.
    let isBehind =
      session.feed.timeline.count > filtered.hidden.count + filtered.shown.count
    return count + (isBehind ? "…" : "")
  }

  func isHidden(_ id: CommentID) -> Bool { filtered?.hidden.contains(id) == true }

  /// Whether a filter hides the comment. What it costs is counted by `reader`.
  func hides(_ comment: Comment, _ pins: Set<CommentID>, _ reader: inout QueryReader) -> Bool {
    let isPinned = pins.contains(comment.commentID)
    return filters.contains { filter in
      filter.query.matches(comment, isPinned: isPinned, &reader)
        && (filter.includesOwn
          || !(highlightTest.isMine(comment) || highlightTest.mentionsMe(comment, &reader)))
    }
  }

  /// Goes on judging what the feed has.
  mutating func filterOn() {
    guard var filtered = filtered.take() else { return }
    let pins = Set(session.feed.pins.map(\.commentID))
    var budget = matchBudget
    var reader = QueryReader()
    for id in pins.symmetricDifference(filtered.pins) {
      guard let comment = session.feed.timeline[id], filtered.hasJudged(comment.seq) else {
        continue
      }
      filtered.judge(comment, isHidden: hides(comment, pins, &reader))
    }
    filtered.pins = pins
    let judged = filtered.extend(over: session.feed.timeline) {
      !budget.isSpent
    } isHidden: { comment in
      let before = reader.steps
      defer { budget.spend(reader.steps - before) }
      return hides(comment, pins, &reader)
    }
    matchBudget = budget
    self.filtered = filtered
    repeats.remove(judged.hidden)
    if judged.arrived > 0 { changeFrozen { $0.hide(judged.arrived) } }
  }

  /// Judges again what an action of the feed has changed.
  mutating func refilter(_ action: FeedAction) {
    guard var filtered = filtered.take() else { return }
    defer { self.filtered = filtered }
    switch action {
    case .inserted(let comments), .updated(let comments):
      let pins = Set(session.feed.pins.map(\.commentID))
      var reader = QueryReader()
      for comment in comments where filtered.hasJudged(comment.seq) {
        let isHidden = hides(comment, pins, &reader)
        filtered.judge(comment, isHidden: isHidden)
        if isHidden { repeats.remove([comment.commentID]) }
      }
    case .retracted(let ids): for id in ids { filtered.remove(id) }
    case .cleared: filtered = FilteredFeed()
    case .moderated, .evicted, .pinsChanged, .catchUp: break
    }
  }
}
