import LiveComments

/// What is done to comments.
extension ModerationRules {
  static func ruleOnComments(
    _ order: ModerationOrder, _ facts: ModerationFacts
  ) throws(Problem) -> ModerationRuling {
    let action = order.request.action
    let targets = try foundTargets(of: order, in: facts)
    let conflicting = targets.filter { !isApplicable(action, to: $0.comment, facts.controls) }
    guard conflicting.isEmpty else {
      throw Problem(
        .conflict, conflict(with: action), commentIDs: conflicting.map(\.comment.commentID))
    }
    var draft = draft(for: order)
    draft.targets = targets.map { target in
      ModerationEvent.Target(
        commentID: target.comment.commentID, seq: target.comment.seq,
        state: state(of: target, after: action, facts))
    }
    return withUnpins(of: draft, given: facts)
  }

  static func foundTargets(
    of order: ModerationOrder, in facts: ModerationFacts
  ) throws(Problem) -> [TargetComment] {
    let ids = order.request.commentIDs ?? []
    let action = order.request.action
    let most = action == .pin || action == .unpin ? 1 : Limits.moderationTargets
    guard (1...most).contains(ids.count) else {
      throw Problem(
        .invalid, "\(action) needs 1 to \(most) comments in comment_ids, and this has \(ids.count)",
        field: "comment_ids")
    }
    let found = Set(facts.targets.map(\.comment.commentID))
    let unknown = ids.filter { !found.contains($0) }
    guard unknown.isEmpty else { throw unknownComments(unknown) }
    return facts.targets
  }

  /// Whether an action can be taken on a comment as it is now.
  static func isApplicable(
    _ action: ModerationAction, to comment: Comment, _ controls: StreamControls
  ) -> Bool {
    switch action {
    case .restore: comment.state == .deleted
    case .approve, .reject: comment.state == .held
    case .pin: comment.state == .visible
    case .unpin: controls.pins.contains { $0.commentID == comment.commentID }
    default: true
    }
  }

  static func conflict(with action: ModerationAction) -> String {
    switch action {
    case .restore: "only deleted comments can be restored"
    case .approve, .reject: "only held comments can be reviewed; somebody else may have done it"
    case .pin: "only visible comments can be pinned"
    default: "only pinned comments can be unpinned"
    }
  }

  static func state(
    of target: TargetComment, after action: ModerationAction, _ facts: ModerationFacts
  ) -> CommentState {
    switch action {
    case .delete, .reject: .deleted
    case .hold: .held
    case .approve:
      facts.shadowBannedAuthors.contains(target.comment.userID) ? .shadowBanned : .visible
    case .restore: target.restoredState
    default: target.comment.state
    }
  }

  /// Names what the purge retracted and nothing has decided since, 256 to an event.
  static func restorePurge(
    _ order: ModerationOrder, _ facts: ModerationFacts
  ) throws(Problem) -> ModerationRuling {
    guard order.request.commentIDs == nil else {
      throw Problem(
        .invalid, "restore takes comment_ids or the moderation_id of a purge, not both",
        field: "moderation_id")
    }
    guard let purge = facts.namedEvent else {
      throw Problem(.notFound, "the stream has no such event", field: "moderation_id")
    }
    guard purge.action == .purgeUser else {
      throw Problem(
        .invalid, "moderation_id must name a purge, and this is \(purge.action)",
        field: "moderation_id")
    }
    guard !facts.purged.isEmpty else {
      throw Problem(.conflict, "nothing is left of that purge to restore")
    }
    let drafts = stride(from: 0, to: facts.purged.count, by: Limits.moderationTargets).map {
      start in
      var draft = draft(for: order)
      draft.targets = facts.purged[start...].prefix(Limits.moderationTargets).map { target in
        ModerationEvent.Target(
          commentID: target.comment.commentID, seq: target.comment.seq,
          state: target.restoredState)
      }
      return draft
    }
    return ModerationRuling(drafts: drafts, answer: drafts.count - 1)
  }
}
