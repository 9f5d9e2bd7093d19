import LiveComments

extension Session {
  /// Times that a page of older comments is fetched because the first was out of date.
  private static let attemptsForOlder = 3

  mutating func loadOlder(_ actions: inout [SessionAction]) {
    guard feed.isJoined, olderAttempts == nil else { return }
    if feed.floor == .zero {
      actions.append(.olderLoaded(.beginning))
    } else if feed.timeline.count >= feed.limits.timeline {
      actions.append(.olderLoaded(.full))
    } else {
      olderAttempts = Self.attemptsForOlder
      fetchOlder(&actions)
    }
  }

  private func fetchOlder(_ actions: inout [SessionAction]) {
    actions.append(.fetchOlder(last: Limits.joinComments, upto: feed.floor))
  }

  mutating func olderPage(
    _ result: Result<CommentPage, RequestFailure>, _ actions: inout [SessionAction]
  ) {
    guard let attempts = olderAttempts else { return }
    olderAttempts = nil
    switch result {
    case .failure(let failure):
      actions.append(.olderLoaded(.failed(failure)))
    case .success(let page):
      let (outcome, feedActions) = feed.prepend(page)
      actions += feedActions.map { .feed($0) }
      switch outcome {
      case .prepended(comments: 0) where feed.floor == .zero:
        actions.append(.olderLoaded(.beginning))
      case .prepended(let comments):
        actions.append(.olderLoaded(.loaded(comments: comments)))
      case .full:
        actions.append(.olderLoaded(.full))
      case .stale where attempts > 1 && feed.isJoined:
        olderAttempts = attempts - 1
        fetchOlder(&actions)
      case .stale:
        actions.append(.olderLoaded(.failed(.unreachable("the server's page is out of date"))))
      }
    }
  }
}
