public import LiveComments

extension Feed {
  /// Whether a join by this page would be safe: a page from a server that is behind may hold what
  /// this feed knows to be retracted and has forgotten by name. One that is not safe is fetched
  /// again.
  public func canJoin(_ page: CommentPage) -> Bool {
    page.epoch != epoch || isRecent(page.latestModSeq, from: page.after)
  }

  /// Begins at a page `?last=…` or `?after=0`. A feed that has joined before is cleared first.
  /// Within an epoch the ledger stays, and wins over the page.
  public mutating func join(_ page: CommentPage, at now: Instant) -> [FeedAction] {
    var actions: [FeedAction] = []
    if isJoined { actions += clear(.rejoined) }
    if page.epoch != epoch { forgetEverything() }
    start(in: page.epoch, at: page.after, page.latestModSeq)
    if !page.coverage.isEmpty { take(CommentDelivery(page), at: now, &actions) }
    drainModeration(at: now)
    refreshPins(&actions)
    return actions
  }

  /// Empties the timeline and voids the positions, until the next join. With the reasons `epoch`
  /// and `future` what is known about moderation is void too; otherwise it stays.
  ///
  /// `newEpoch` is the epoch that `welcome` named.
  public mutating func clear(_ reason: ClearReason, newEpoch: Epoch? = nil) -> [FeedAction] {
    let isVoid = newEpoch != nil && newEpoch != epoch
    if isVoid || reason == .reset(.epoch) || reason == .reset(.future) { forgetEverything() }
    if let newEpoch { epoch = newEpoch }
    timeline.removeAll()
    window.removeAll()
    commentBuffer.removeAll()
    comments = PlaneProgress()
    moderation.settle()
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
    olderModSeq = .zero
    epoch = nil
  }

  /// Takes up positions. What is known about moderation already is kept when it reaches further.
  mutating func start(in epoch: Epoch, at seq: Seq, _ modSeq: ModSeq) {
    self.epoch = epoch
    isJoined = true
    floor = seq
    joinSeq = seq
    comments.restart(at: seq)
    if modSeq > moderation.position {
      ledger.rebase(to: modSeq)
      moderation.restart(at: modSeq)
    }
    ledger.discard(through: floor)
  }
}
