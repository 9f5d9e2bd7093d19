import LiveComments

extension ModerationCase {
  /// The events that the command comes to; the last one is its answer.
  func drafts(makeID: () -> ModerationID) throws(Problem) -> [EventDraft] {
    switch command.measure {
    case .setState(let action, let ids): try stateDrafts(action, ids, makeID: makeID)
    case .restorePurge(let id): [try restoreDraft(ofPurge: id, makeID())]
    case .purge(let userID, let seconds): purgeDrafts(userID, seconds: seconds, makeID: makeID)
    case .pin(let id): try pinDrafts(id, makeID: makeID)
    case .unpin(let id): [unpinDraft(id, makeID())]
    case .mute, .unmute, .shadowBan, .liftShadowBan: [userDraft(makeID())]
    case .slowMode, .lock, .unlock, .setLevel, .setRules: [streamDraft(makeID())]
    }
  }

  private func stateDrafts(
    _ action: CommentAction, _ ids: [CommentID], makeID: () -> ModerationID
  ) throws(Problem) -> [EventDraft] {
    let results = try results(of: action, on: ids)
    let retracted = Set(results.filter { $0.state.isRetracted }.map(\.comment.commentID))
    let unpins = unpins(makeID: makeID) { retracted.contains($0.commentID) }
    var event = draft(makeID())
    event.targets = results.map(\.target)
    return unpins + [event]
  }

  /// The first event of a restore, which is its answer. It names the purge by its range, so that the
  /// record says what is being taken back, also while most of that still has to come.
  private func restoreDraft(
    ofPurge id: ModerationID, _ eventID: ModerationID
  ) throws(Problem) -> EventDraft {
    guard let purge = facts.purge else {
      throw Problem(.invalid, "the stream has no purge \(id)", field: "moderation_id")
    }
    guard !purge.isRestored else {
      throw Problem(.conflict, "this purge was taken back already: nothing was changed")
    }
    guard !purge.targets.isEmpty else {
      throw Problem(.conflict, "nothing is deleted by this purge alone: nothing was changed")
    }
    var event = draft(eventID)
    event.targets = purge.targets
    event.userID = purge.userID
    event.fromSeq = purge.fromSeq
    event.uptoSeq = purge.uptoSeq
    return event
  }

  private func purgeDrafts(
    _ userID: UserID, seconds: Int?, makeID: () -> ModerationID
  ) -> [EventDraft] {
    let range = purgeRange(seconds: seconds)
    let unpins = unpins(makeID: makeID) {
      $0.userID == userID && range.from <= $0.seq && $0.seq <= range.upto
    }
    var event = draft(makeID())
    event.userID = userID
    event.seconds = seconds
    event.fromSeq = range.from
    event.uptoSeq = range.upto
    return unpins + [event]
  }

  private func pinDrafts(
    _ id: CommentID, makeID: () -> ModerationID
  ) throws(Problem) -> [EventDraft] {
    let comment = try pinnable(id)
    let others = facts.pins.filter { $0.commentID != id }
    let evicted = Set(others.dropLast(ModerationDecision.pinLimit - 1).map(\.commentID))
    let unpins = unpins(makeID: makeID) { evicted.contains($0.commentID) }
    var event = draft(makeID())
    event.targets = [Result(comment: comment, state: comment.state).target]
    return unpins + [event]
  }

  private func unpinDraft(_ id: CommentID, _ eventID: ModerationID) -> EventDraft {
    var event = draft(eventID)
    event.targets = facts.targets[id].map {
      [Result(comment: $0.comment, state: $0.comment.state).target]
    }
    return event
  }

  private func userDraft(_ id: ModerationID) -> EventDraft {
    var event = draft(id)
    event.userID = command.userID
    switch command.measure {
    case .mute(_, let seconds, let everywhere):
      event.durationSeconds = seconds
      event.until = seconds.map {
        Timestamp(milliseconds: now.milliseconds + Int64($0) * 1_000)
      }
      event.scope = everywhere ? "*" : nil
    case .unmute(_, let everywhere): event.scope = everywhere ? "*" : nil
    default: break
    }
    return event
  }

  private func streamDraft(_ id: ModerationID) -> EventDraft {
    var event = draft(id)
    switch command.measure {
    case .slowMode(let seconds): event.seconds = seconds
    case .setLevel(let level): event.level = level
    default: break
    }
    return event
  }

  private func draft(_ id: ModerationID) -> EventDraft {
    var draft = EventDraft(id, command.action, at: now)
    draft.actor = actor.user.userID
    draft.actorKind = .human
    draft.reason = command.reason
    draft.policy = command.policy
    return draft
  }

  /// A comment with the state that the command gives it.
  private struct Result {
    var comment: Comment
    var state: CommentState

    var target: ModerationEvent.Target {
      ModerationEvent.Target(commentID: comment.commentID, seq: comment.seq, state: state)
    }
  }

  private func results(
    of action: CommentAction, on ids: [CommentID]
  ) throws(Problem) -> [Result] {
    var results: [Result] = []
    var conflicts: [CommentID] = []
    for id in ids {
      guard let target = facts.targets[id] else { continue }
      let state = action.result(
        on: target.comment.state, lastShown: target.lastShown,
        isAuthorShadowBanned: target.isAuthorShadowBanned)
      if let state {
        results.append(Result(comment: target.comment, state: state))
      } else {
        conflicts.append(id)
      }
    }
    guard conflicts.isEmpty else {
      let needed = action == .restore ? "deleted" : "held"
      throw Problem(
        .conflict, "\(action.action) takes \(needed) comments only: nothing was changed",
        commentIDs: conflicts)
    }
    return results
  }

  /// From the first position on, or from that of the first comment in time; an empty range, which
  /// begins after its end, when there is none.
  private func purgeRange(seconds: Int?) -> (from: Seq, upto: Seq) {
    let upto = facts.latestSeq
    guard seconds != nil else { return (Seq.zero.advanced(by: 1), upto) }
    return (facts.firstComment ?? upto.advanced(by: 1), upto)
  }

  private func pinnable(_ id: CommentID) throws(Problem) -> Comment {
    guard let comment = facts.targets[id]?.comment, comment.state == .visible else {
      throw Problem(.conflict, "only a visible comment can be pinned", commentIDs: [id])
    }
    return comment
  }

  /// The automated unpins of those pinned comments that satisfy a condition.
  private func unpins(
    makeID: () -> ModerationID, where isUnpinned: (Comment) -> Bool
  ) -> [EventDraft] {
    facts.pins.filter(isUnpinned).map { comment in
      var draft = EventDraft(makeID(), .unpin, at: now)
      draft.targets = [Result(comment: comment, state: comment.state).target]
      draft.actorKind = .automated
      return draft
    }
  }
}
