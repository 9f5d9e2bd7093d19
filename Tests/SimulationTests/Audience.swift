import LiveComments

/// Who reads: what the server sends depends on it, coverage does not (design §5.4).
struct Audience {
  var user: User

  var moderates: Bool { user.role.moderates }

  /// Whether the reader may see the comment in this state: a held one is its author's too.
  func maySee(_ comment: Comment, in state: CommentState) -> Bool {
    switch state {
    case .visible, .shadowBanned: true
    case .held: moderates || comment.userID == user.userID
    case .deleted: moderates
    }
  }

  /// The reader's copy of a comment as moderation up to `modSeq` has it; nil when the reader may
  /// not see it.
  func copy(of entry: ModelLog.Entry, at modSeq: ModSeq) -> Comment? {
    var comment = entry.comment
    comment.state = entry.state(at: modSeq)
    if moderates {
      comment.moderation = entry.decision(at: modSeq)?.moderation
      return comment
    }
    switch comment.state {
    case .visible: return comment
    case .shadowBanned:
      comment.state = .visible
      return comment.userID == user.userID ? comment : nil
    case .held: return comment.userID == user.userID ? comment : nil
    case .deleted: return nil
    }
  }

  /// The reader's version of an event, with the content that the reader may see by now; nil when
  /// it is none of the reader's business.
  func copy(of event: ModerationEvent, in log: ModelLog) -> ModerationEvent? {
    var event = event
    switch event.action {
    case .approve, .restore, .pin:
      event.comments = event.targets?.compactMap { target in
        log[target.commentID].flatMap { copy(of: $0, at: .highest) }
      }
    default: break
    }
    guard !moderates else { return event }
    switch event.action {
    case .shadowBan, .liftShadowBan, .flag: return nil
    case .mute, .unmute: if event.userID != user.userID { return nil }
    default: break
    }
    event.actor = nil
    event.actorKind = nil
    event.reason = nil
    event.targets = event.targets?.map { target in
      var target = target
      if target.state == .shadowBanned { target.state = .visible }
      return target
    }
    return event
  }
}
