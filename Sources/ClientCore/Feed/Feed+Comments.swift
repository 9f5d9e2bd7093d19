import LiveComments

/// A batch or a page of comments: what `coverage` holds for the reader.
struct CommentDelivery: Sendable {
  var coverage: Coverage<CommentPlane>
  var latestModSeq: ModSeq
  var comments: [Comment]
  var sampledOut: Int

  init(_ batch: ServerFrame.CommentBatch) {
    coverage = batch.coverage
    latestModSeq = batch.latestModSeq
    comments = batch.comments
    // Bounded, so that no server can make a sum overflow.
    sampledOut = min(max(0, batch.sampledOut ?? 0), 1_000_000)
  }

  init(_ page: CommentPage) {
    coverage = page.coverage
    latestModSeq = page.latestModSeq
    comments = page.comments
    sampledOut = 0
  }
}

extension Feed {
  mutating func take(
    _ delivery: CommentDelivery, at now: Instant, _ actions: inout [FeedAction]
  ) {
    let coverage = delivery.coverage
    comments.announce(coverage.upto)
    guard isJoined else { return buffer(delivery) }
    guard coverage.upto > comments.position else {
      counters.repeats += 1
      return
    }
    guard isRecent(delivery.latestModSeq, from: max(coverage.after, comments.position)) else {
      counters.stale += 1
      comments.fail(at: now, using: &generator)
      return
    }
    guard coverage.after <= comments.position else { return buffer(delivery) }
    var inserted: [Comment] = []
    append(delivery, at: now, &inserted)
    drainComments(at: now, &inserted)
    report(&inserted, &actions)
  }

  /// Takes what waited for the position to come so far.
  mutating func drainComments(at now: Instant, _ inserted: inout [Comment]) {
    while let next = commentBuffer.popFirst(from: comments.position) {
      guard next.coverage.upto > comments.position else { continue }
      guard isRecent(next.payload.latestModSeq, from: comments.position) else {
        counters.stale += 1
        continue
      }
      append(next.payload, at: now, &inserted)
    }
  }

  /// Whether a copy that reflects moderation up to `modSeq` may be believed about comments after
  /// `after`: it is not older than what the feed no longer knows event by event.
  func isRecent(_ modSeq: ModSeq, from after: Seq) -> Bool {
    modSeq >= baseModSeq && (after >= ledger.horizon || modSeq >= ledger.horizonModSeq)
  }

  private mutating func buffer(_ delivery: CommentDelivery) {
    let insertion = commentBuffer.insert(
      delivery.coverage, delivery, weight: delivery.comments.count)
    switch insertion {
    case .kept: break
    case .repeated: counters.repeats += 1
    case .dropped: counters.overflowed += 1
    }
  }

  /// Takes what lies beyond the position of a delivery that begins at or before it.
  mutating func append(
    _ delivery: CommentDelivery, at now: Instant, _ inserted: inout [Comment]
  ) {
    let range = Coverage(after: comments.position, upto: delivery.coverage.upto)
    counters.sampledOut += delivery.sampledOut
    sampling.add(shown: delivery.comments.count, leftOut: delivery.sampledOut)
    if delivery.sampledOut > 0 {
      sampled = Coverage(after: sampled?.after ?? range.after, upto: range.upto)
    }
    for comment in arrivals(delivery, in: range) {
      guard window.insert(comment.commentID) else {
        counters.repeats += 1
        continue
      }
      let comment = ledger.resolved(comment)
      guard mayShow(comment) else {
        counters.tombstonedOnArrival += 1
        continue
      }
      guard timeline.insert(comment) else {
        counters.repeats += 1
        continue
      }
      counters.received += 1
      inserted.append(comment)
    }
    comments.advance(to: range.upto, at: now)
  }

  /// The delivery's comments inside `range` and what came early for it, in ascending `seq`.
  private mutating func arrivals(
    _ delivery: CommentDelivery, in range: Coverage<CommentPlane>
  ) -> [Comment] {
    let early = early.popAll(upTo: range.upto)
    guard !early.isEmpty || !delivery.comments.ascend(in: range) else { return delivery.comments }
    var arrivals = delivery.comments
    counters.ignored += arrivals.count { !delivery.coverage.contains($0.seq) }
    arrivals.removeAll { !range.contains($0.seq) }
    let ids = Set(arrivals.map(\.commentID))
    for entry in early where range.contains(entry.comment.seq) {
      guard !ids.contains(entry.comment.commentID), isKnown(entry.comment) else { continue }
      // Whatever a complete batch leaves out is absent on purpose, by what it reflects.
      if entry.origin > .event(delivery.latestModSeq) || delivery.sampledOut > 0 {
        arrivals.append(entry.comment)
      }
    }
    return arrivals.sorted { $0.seq < $1.seq }
  }

  /// Whether the ledger would still know that the comment was retracted, if it was.
  private func isKnown(_ comment: Comment) -> Bool {
    comment.seq > ledger.horizon
      || ledger.visibility(of: comment.commentID, by: comment.userID, at: comment.seq) != nil
  }

  /// Says what was inserted, after letting the oldest go when there are more than the timeline may
  /// hold.
  mutating func report(_ inserted: inout [Comment], _ actions: inout [FeedAction]) {
    if timeline.count > limits.timeline {
      while timeline.count > limits.timeline { floor = max(floor, timeline.removeFirst().seq) }
      ledger.discard(through: floor, settled: moderation.position)
      inserted.removeAll { $0.seq <= floor }
      actions.append(.evicted(through: floor))
    }
    if !inserted.isEmpty { actions.append(.inserted(inserted)) }
  }

  /// Whether this reader may see the comment. Before the server has said who the reader is, what
  /// it sends is what the reader may see.
  func mayShow(_ comment: Comment) -> Bool {
    if let moderates { return comment.isShown(to: me, moderates: moderates) }
    return ledger.visibility(
      of: comment.commentID, by: comment.userID, at: comment.seq)?.value.isRetracted != true
  }

  /// Takes a comment that came with an `ack`: shown once coverage reaches it, where sampling may
  /// have left it out.
  mutating func acknowledge(_ comment: Comment, at now: Instant) -> [FeedAction] {
    guard isJoined, comment.seq <= comments.position else {
      // Without room the batch brings it, unless sampling leaves it out.
      _ = early.insert(comment, .ack)
      return []
    }
    guard comment.seq > joinSeq, sampled?.contains(comment.seq) == true else { return [] }
    var actions: [FeedAction] = []
    offer(comment, &actions)
    return actions
  }

  /// Shows a comment that did not come with its batch at its own place, when that is accounted for
  /// and held. Replaces the copy that is there.
  mutating func offer(_ comment: Comment, _ actions: inout [FeedAction]) {
    guard comment.seq > floor, isKnown(comment) else { return }
    let comment = ledger.resolved(comment)
    guard mayShow(comment) else {
      counters.tombstonedOnArrival += 1
      return
    }
    if let index = timeline.index(of: comment.commentID) {
      guard timeline[index] != comment, timeline[index].seq == comment.seq else { return }
      timeline.replace(at: index, with: comment)
      actions.append(.updated([comment]))
      return
    }
    guard timeline.insert(comment) else {
      counters.ignored += 1
      return
    }
    _ = window.insert(comment.commentID)
    counters.late += 1
    counters.received += 1
    var inserted = [comment]
    report(&inserted, &actions)
  }
}

extension [Comment] {
  /// Whether each `seq` is in the range and greater than the one before. By index, so that no
  /// comment is copied.
  fileprivate func ascend(in range: Coverage<CommentPlane>) -> Bool {
    var previous = range.after
    for index in indices {
      let seq = self[index].seq
      guard previous < seq, seq <= range.upto else { return false }
      previous = seq
    }
    return true
  }
}
