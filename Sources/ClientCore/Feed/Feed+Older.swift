public import LiveComments

extension Feed {
  /// What a page `?last=K&upto=floor` says about the comments at or below `floor`, for a reader who
  /// looks further back than the timeline reaches; nil when the page must not be believed and is to
  /// be fetched again.
  ///
  /// The timeline does not take it: there the live end always wins. What moderation has decided is
  /// applied to the comments, and a page that may hold what the ledger has forgotten by name, or
  /// lack what came back since, is refused.
  public func older(_ page: CommentPage, upTo floor: Seq) -> [Comment]? {
    guard page.epoch == epoch, page.after < floor, page.upto >= floor,
      isRecent(page.latestModSeq, from: page.after), page.latestModSeq >= shownModSeq
    else { return nil }
    let range = Coverage(after: page.after, upto: floor)
    var older: [Comment] = []
    for comment in page.comments where range.contains(comment.seq) {
      // No event that is still to come would bring back what an older register hides here.
      let comment = ledger.resolved(comment, reflecting: page.latestModSeq)
      if mayShow(comment) { older.append(comment) }
    }
    return older.sorted { $0.seq < $1.seq }
  }
}
