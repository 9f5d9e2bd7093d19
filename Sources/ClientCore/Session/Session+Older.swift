import LiveComments

extension Session {
  /// Comments of a page of older ones: a few screens, and less than the server's limit.
  public static let olderComments = 500
  /// Times that a page of older comments is fetched because the first was out of date.
  private static let attemptsForOlder = 3

  /// A page of older comments that is being fetched.
  struct OlderRequest: Sendable {
    var floor: Seq
    var attemptsLeft: Int
    /// Where the reader has turned to meanwhile: asked for when the answer is there, so that one
    /// request is under way at a time.
    var next: Seq?
  }

  mutating func loadOlder(upTo floor: Seq, _ actions: inout [SessionAction]) {
    if let request = older {
      older?.next = request.floor == floor ? nil : floor
    } else if floor == .zero {
      actions.append(.olderLoaded(upTo: floor, .loaded([], floor: .zero)))
    } else {
      older = OlderRequest(floor: floor, attemptsLeft: Self.attemptsForOlder - 1)
      actions.append(.fetchOlder(last: Self.olderComments, upto: floor))
    }
  }

  mutating func olderPage(
    upTo floor: Seq, _ result: Result<CommentPage, RequestFailure>,
    _ actions: inout [SessionAction]
  ) {
    guard let request = older, request.floor == floor else { return }
    older = nil
    if let next = request.next {
      loadOlder(upTo: next, &actions)
      return
    }
    switch result {
    case .failure(let failure):
      actions.append(.olderLoaded(upTo: floor, .failed(failure)))
    case .success(let page):
      if page.streamID == streamID, let comments = feed.older(page, upTo: floor) {
        actions.append(.olderLoaded(upTo: floor, .loaded(comments, floor: page.after)))
      } else if request.attemptsLeft > 0 {
        older = OlderRequest(floor: floor, attemptsLeft: request.attemptsLeft - 1)
        actions.append(.fetchOlder(last: Self.olderComments, upto: floor))
      } else {
        actions.append(
          .olderLoaded(upTo: floor, .failed(.unreachable("the server's page is out of date"))))
      }
    }
  }

  /// What was being fetched is abandoned, and will not be answered.
  mutating func cancel(_ actions: inout [SessionAction]) {
    actions.append(.cancel)
    guard let request = older else { return }
    older = nil
    actions.append(
      .olderLoaded(
        upTo: request.next ?? request.floor, .failed(.unreachable("the connection was given up"))))
  }
}
