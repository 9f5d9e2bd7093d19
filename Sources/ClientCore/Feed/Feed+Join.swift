public import LiveComments

extension Feed {
  /// Whether a join by this page would be safe: a page from a server that is behind may hold what
  /// this feed knows to be retracted and has forgotten by name. One that is not safe is fetched
  /// again.
  public func canJoin(_ page: CommentPage) -> Bool {
    page.epoch != epoch || isRecent(page.latestModSeq, from: page.after)
  }

  /// Begins at a page `?last=…` or `?after=0`. A feed that has joined before is cleared first.
  /// Within an epoch the ledger stays, and what it knows wins over the page.
  public mutating func join(_ page: CommentPage, at now: Instant) -> [FeedAction] {
    var actions: [FeedAction] = []
    if isJoined { actions += clear(.rejoined) }
    if page.epoch != epoch { forgetEverything() }
    epoch = page.epoch
    // A connection brings every event from where it began; without one, the next begins here.
    if !isConnected { beginModeration(at: page.latestModSeq, now: now) }
    baseModSeq = max(baseModSeq, page.latestModSeq)
    start(at: page.after)
    joinSeq = page.upto
    var inserted: [Comment] = []
    // Live batches may wait for an empty page too.
    if isRecent(page.latestModSeq, from: page.after) {
      append(CommentDelivery(page), at: now, &inserted)
    }
    drainComments(at: now, &inserted)
    report(&inserted, &actions)
    refreshPins(&actions)
    return actions
  }

  /// Empties the timeline and voids its position, until the next join. With the reasons `epoch` and
  /// `future` what is known about moderation is void too; otherwise it stays, and goes on.
  ///
  /// `newEpoch` is the epoch that `welcome` named.
  public mutating func clear(_ reason: ClearReason, newEpoch: Epoch? = nil) -> [FeedAction] {
    let isVoid = newEpoch != nil && newEpoch != epoch
    if isVoid || reason == .reset(.epoch) || reason == .reset(.future) { forgetEverything() }
    if let newEpoch { epoch = newEpoch }
    timeline.removeAll()
    window.removeAll()
    // What waits in the reorder buffer may follow the page to come.
    comments = PlaneProgress()
    baseModSeq = max(baseModSeq, shownModSeq)
    isJoined = false
    floor = .zero
    joinSeq = .zero
    sampled = nil
    return [.cleared(reason)]
  }

  private mutating func forgetEverything() {
    ledger = Feed.ledger(limits)
    comments = PlaneProgress()
    moderation = PlaneProgress()
    commentBuffer.removeAll()
    moderationBuffer.removeAll()
    window.removeAll()
    eventWindow.removeAll()
    early.removeAll()
    pinBoard.removeAll()
    shownModSeq = .zero
    baseModSeq = .zero
    epoch = nil
  }

  /// Takes up a position among the comments.
  mutating func start(at seq: Seq) {
    isJoined = true
    floor = seq
    joinSeq = seq
    comments.restart(at: seq)
    ledger.discard(through: floor, settled: moderation.position)
  }

  /// Takes up a position among the events, without those before it, unless the feed knows all up
  /// to there already. What came early may have been retracted by one that the feed will not see.
  mutating func beginModeration(at modSeq: ModSeq, now: Instant) {
    guard modSeq > moderation.position else { return }
    moderation.restart(at: modSeq)
    drainModeration(at: now)
    ledger.begin(at: modSeq)
    baseModSeq = max(baseModSeq, modSeq)
    early.removeAll(decidedUpTo: modSeq)
  }
}
