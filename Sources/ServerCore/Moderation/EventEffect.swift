public import LiveComments

extension ModerationAction {
  /// Whether events of this action set the visibility of the comments that they name. `purge_user`
  /// does so by range; `pin` and `unpin` name comments without changing them.
  public var setsVisibility: Bool {
    switch self {
    case .delete, .restore, .hold, .approve, .reject: true
    default: false
    }
  }

  /// Whether events of this action carry the comments that they name, for those who never had them.
  public var carriesComments: Bool {
    switch self {
    case .approve, .restore, .pin: true
    default: false
    }
  }
}

extension ModerationEvent {
  /// The comment after this event, as moderators see it; nil when the event does not change it.
  ///
  /// For events in the order of their `mod_seq`: the one at hand is later than what decided before.
  public func result(for comment: Comment) -> Comment? {
    guard let state = resultingState(of: comment) else { return nil }
    var comment = comment
    comment.state = state
    comment.moderation = Comment.Moderation(
      actor: actor, action: action, reason: reason, policy: policy, at: at)
    return comment
  }

  private func resultingState(of comment: Comment) -> CommentState? {
    if action == .purgeUser {
      guard userID == comment.userID, let fromSeq, let uptoSeq, fromSeq <= comment.seq,
        comment.seq <= uptoSeq
      else { return nil }
      return .deleted
    }
    guard action.setsVisibility || action == .flag else { return nil }
    guard let target = targets?.first(where: { $0.commentID == comment.commentID }) else {
      return nil
    }
    return action == .flag ? comment.state : target.state
  }
}
