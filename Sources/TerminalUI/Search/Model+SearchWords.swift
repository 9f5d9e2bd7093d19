import TerminalGrid

extension Model {
  /// What is wrong with the query that is being typed.
  var searchNotice: Notice? {
    guard mode == .searching, let problem = searchLine.problem else { return nil }
    return Notice(problem, .warning, at: clock.instant)
  }

  /// Which of the matches is selected, and how many there are: `3/17`, the newest first. Nil when
  /// nothing is searched for.
  var searchCount: String? {
    guard let search else { return nil }
    let rank = frozen?.selection.flatMap { search.index.rank(of: $0) }
    let count = Figure.grouped(search.index.count) + (search.isComplete ? "" : "…")
    return (rank.map { Figure.grouped($0) + "/" } ?? "") + count
  }

  /// What the divider says about the search that is kept.
  var searchLabel: SafeText? {
    guard mode != .searching, let search, let count = searchCount else { return nil }
    return SafeText("/\(search.query.text)").truncated(columns: 24) + SafeText(" \(count)")
  }
}
