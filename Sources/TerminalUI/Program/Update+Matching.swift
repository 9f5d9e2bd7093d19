import ClientCore
import LiveComments

extension Model {
  /// Goes on matching what the feed shows against filters, search and highlights, as far as the
  /// budget of the moment allows. Costs nothing while nothing has changed.
  mutating func match() {
    matchBudget.advance(to: clock.instant)
    filterOn()
    if var search = search.take() {
      // Taken out, so that the index is changed in place and not copied.
      lookOn(&search.matches) { [query = search.query] comment, isPinned, reader in
        query.matches(comment, isPinned: isPinned, &reader)
      }
      self.search = search
      if mode == .searching, searchLine.isSeeking { seek() }
    }
    highlightOn()
  }

  /// Looks at what has not been looked at.
  mutating func lookOn(
    _ matches: inout FeedMatches, isMatch: (Comment, Bool, inout QueryReader) -> Bool
  ) {
    // A frozen view may be of before the feed was cleared: its positions hold until it thaws.
    if frozen == nil, matches.incarnation != incarnation {
      matches = FeedMatches()
      matches.incarnation = incarnation
    }
    let pins = Set(session.feed.pins.map(\.commentID))
    if pins != matches.pins {
      let changed = pins.symmetricDifference(matches.pins)
      matches.pins = pins
      for id in changed {
        if let comment = shownComment(id) { rematch(comment, &matches, isMatch) }
      }
    }
    let content = wholeView?.content ?? feedContent
    var budget = matchBudget
    var reader = QueryReader()
    matches.isComplete = matches.index.extend(over: content.comments) {
      !budget.isSpent
    } isMatch: { comment in
      guard let now = content.present(comment) else { return false }
      let before = reader.steps
      let result = isMatch(now, pins.contains(now.commentID), &reader)
      budget.spend(reader.steps - before)
      return result
    }
    matchBudget = budget
  }

  /// Judges again what an action of the feed has changed.
  mutating func rematch(_ action: FeedAction) {
    if case .cleared = action { incarnation += 1 }
    refilter(action)
    if var search = search.take() {
      rematch(action, &search.matches) { [query = search.query] comment, isPinned, reader in
        query.matches(comment, isPinned: isPinned, &reader)
      }
      self.search = search
    }
    rehighlight(action)
  }

  func rematch(
    _ action: FeedAction, _ matches: inout FeedMatches,
    _ isMatch: (Comment, Bool, inout QueryReader) -> Bool
  ) {
    switch action {
    case .inserted(let comments), .updated(let comments):
      for comment in comments { rematch(comment, &matches, isMatch) }
    case .retracted(let ids): for id in ids { matches.index.remove(id) }
    case .moderated(let event): rematchFrozen(event, &matches, isMatch)
    case .evicted, .cleared, .pinsChanged, .catchUp: break
    }
  }

  private func rematch(
    _ comment: Comment, _ matches: inout FeedMatches,
    _ isMatch: (Comment, Bool, inout QueryReader) -> Bool
  ) {
    guard matches.index.hasJudged(comment.seq) else { return }
    var reader = QueryReader()
    matches.index.judge(
      comment,
      isMatch: !isHidden(comment.commentID)
        && isMatch(comment, matches.pins.contains(comment.commentID), &reader))
  }

  /// A frozen view holds comments that the feed has dropped: what an event did to them is in it.
  private func rematchFrozen(
    _ event: ModerationEvent, _ matches: inout FeedMatches,
    _ isMatch: (Comment, Bool, inout QueryReader) -> Bool
  ) {
    guard let frozen = wholeView else { return }
    func rematch(_ id: CommentID) {
      if let comment = frozen.comment(id) {
        self.rematch(comment, &matches, isMatch)
      } else {
        matches.index.remove(id)
      }
    }
    let comments = frozen.content.comments
    for target in event.targets ?? [] where comments.contains(target.commentID) {
      rematch(target.commentID)
    }
    guard event.action == .purgeUser, let userID = event.userID, let from = event.fromSeq,
      let upto = event.uptoSeq
    else { return }
    for index in comments.index(atOrAfter: from)..<comments.count {
      guard comments[index].seq <= upto else { break }
      if comments[index].userID == userID { rematch(comments[index].commentID) }
    }
  }

  /// A comment of what the feed shows, as it is now.
  private func shownComment(_ id: CommentID) -> Comment? {
    wholeView?.comment(id) ?? session.feed.timeline[id]
  }

  /// The frozen view of the feed: a thread is a part of it.
  private var wholeView: FrozenFeed? { beneath ?? frozen }
}

extension FeedContent {
  /// The comment as it is now; nil when it was retracted while the view stood still.
  fileprivate func present(_ comment: Comment) -> Comment? {
    switch changes[comment.commentID] {
    case nil: comment
    case .updated(let changed): changed
    case .retracted: nil
    }
  }
}
