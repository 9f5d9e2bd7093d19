import LiveComments

extension Feed {
  /// Applies the events at once, each by itself; only the position waits for what comes before.
  mutating func take(
    _ coverage: Coverage<ModerationPlane>, _ events: [ModerationEvent], at now: Instant,
    _ actions: inout [FeedAction]
  ) {
    moderation.announce(coverage.upto)
    guard coverage.upto > moderation.position else {
      counters.repeats += 1
      return
    }
    var isComplete = true
    for event in events {
      guard coverage.contains(event.modSeq) else {
        counters.ignored += 1
        continue
      }
      guard event.modSeq > moderation.position else { continue }
      isComplete = apply(event, &actions) && isComplete
    }
    // An event whose comments found no room is asked for again.
    guard isComplete else { return }
    if coverage.after <= moderation.position {
      moderation.advance(to: coverage.upto, at: now)
      drainModeration(at: now)
    } else if moderationBuffer.insert(coverage, (), weight: 0) == .dropped {
      counters.overflowed += 1
    }
    ledger.discard(through: floor, settled: moderation.position)
  }

  mutating func drainModeration(at now: Instant) {
    while let next = moderationBuffer.popFirst(from: moderation.position) {
      moderation.advance(to: next.coverage.upto, at: now)
    }
  }

  /// False when the event brought comments for which there is no room yet.
  private mutating func apply(_ event: ModerationEvent, _ actions: inout [FeedAction]) -> Bool {
    let change = ledger.apply(event)
    if eventWindow.insert(event.moderationID) { actions.append(.moderated(event)) }
    settle(change, &actions)
    var isComplete = true
    for comment in event.comments ?? [] {
      isComplete = admit(comment, of: event, &actions) && isComplete
    }
    if event.action == .pin { pinBoard.keep(event.comments ?? []) }
    if change.pins || !change.targets.isEmpty || change.purge != nil { refreshPins(&actions) }
    return isComplete
  }

  private mutating func admit(
    _ comment: Comment, of event: ModerationEvent, _ actions: inout [FeedAction]
  ) -> Bool {
    guard isJoined, comment.seq <= comments.position else {
      return early.insert(comment, .event(event.modSeq))
    }
    shownModSeq = max(shownModSeq, event.modSeq)
    offer(comment, &actions)
    return true
  }

  /// Brings the timeline in line with what an event decided.
  private mutating func settle(_ change: Ledger.Change, _ actions: inout [FeedAction]) {
    var indices = change.targets.compactMap { timeline.index(of: $0.commentID) }
    if let purge = change.purge {
      let start = timeline.index(atOrAfter: purge.fromSeq)
      let end = timeline.index(atOrAfter: purge.uptoSeq.advanced(by: 1))
      if start < end {
        indices += (start..<end).filter { timeline[$0].userID == purge.userID }
      }
    }
    guard let first = indices.min(), let last = indices.max() else { return }
    var updated: [Comment] = []
    var retracted: Set<CommentID> = []
    for index in indices {
      let comment = ledger.resolved(timeline[index])
      if !mayShow(comment) {
        retracted.insert(comment.commentID)
      } else if comment != timeline[index] {
        timeline.replace(at: index, with: comment)
        updated.append(comment)
      }
    }
    if !updated.isEmpty { actions.append(.updated(updated)) }
    guard !retracted.isEmpty else { return }
    let removed = timeline.removeAll(in: first..<last + 1) { retracted.contains($0.commentID) }
    actions.append(.retracted(removed))
  }

  mutating func refreshPins(_ actions: inout [FeedAction]) {
    if pinBoard.refresh(ledger) { actions.append(.pinsChanged) }
  }
}
