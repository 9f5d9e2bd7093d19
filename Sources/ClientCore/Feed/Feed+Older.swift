public import LiveComments

extension Feed {
  /// What became of a page of older comments.
  public enum Prepending: Sendable, Hashable {
    /// So many were put before the oldest; nothing older exists when `floor` is 0.
    case prepended(comments: Int)
    /// The page does not end where the timeline begins, or reflects too little moderation: fetch
    /// it again, up to the present `floor`.
    case stale
    /// The timeline is full.
    case full
  }

  /// Puts a page `?last=K&upto=floor` before the oldest comment.
  ///
  /// Older comments count towards the timeline's bound: of a page that does not fit the newest are
  /// taken, and what arrives later pushes the oldest out. The live end always wins.
  public mutating func prepend(_ page: CommentPage) -> (Prepending, [FeedAction]) {
    guard isJoined, page.epoch == epoch, page.after < floor, page.upto >= floor,
      isRecent(page.latestModSeq, from: page.after), page.latestModSeq >= olderModSeq
    else { return (.stale, []) }
    let room = limits.timeline - timeline.count
    guard room > 0 else { return (.full, []) }
    let range = Coverage(after: page.after, upto: floor)
    var older: [Comment] = []
    for comment in page.comments where range.contains(comment.seq) {
      let comment = ledger.resolved(comment)
      if mayShow(comment) { older.append(comment) }
    }
    older.sort { $0.seq < $1.seq }
    var inserted: [Comment] = []
    for comment in older.suffix(room).reversed() where timeline.insert(comment) {
      inserted.append(comment)
    }
    inserted.reverse()
    floor = older.dropLast(room).last?.seq ?? page.after
    counters.received += inserted.count
    return (
      .prepended(comments: inserted.count), inserted.isEmpty ? [] : [.inserted(inserted)]
    )
  }
}
