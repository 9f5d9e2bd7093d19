public import LiveComments

extension Audience {
  /// The comment as this audience sees it in frames and pages; nil when it does not.
  public func view(of comment: Comment) -> Comment? {
    switch comment.state.appearance(to: relation(toAuthor: comment.userID)) {
    case .absent: return nil
    case .appears(let state):
      guard self != .moderators else { return comment }
      var comment = comment
      comment.state = state
      comment.moderation = nil
      return comment
    }
  }

  /// The comment as the answer to its own post says it, whatever became of it since.
  public func answer(with comment: Comment) -> Comment {
    guard self != .moderators else { return comment }
    var comment = comment
    comment.state = comment.state.named(to: self)
    comment.moderation = nil
    return comment
  }

  /// The event as this audience sees it; nil when it is covered, but empty.
  public func view(of event: ModerationEvent) -> ModerationEvent? {
    guard sees(event.action.reach, about: event.userID) else { return nil }
    guard self != .moderators else { return event }
    var event = event
    event.actor = nil
    event.actorKind = nil
    event.reason = nil
    event.policy = nil
    event.targets = event.targets?.map { target in
      var target = target
      target.state = target.state.named(to: self)
      return target
    }
    event.comments = event.comments?.compactMap { view(of: $0) }
    return event
  }

  private func sees(_ reach: EventReach, about userID: UserID?) -> Bool {
    switch (reach, self) {
    case (.everyone, _), (_, .moderators): true
    case (.moderatorsAndUser, .user(let reader)): reader == userID
    case (.moderatorsAndUser, .everyone), (.moderators, _): false
    }
  }
}

/// Who sees events of an action; to all others they are covered, empty.
public enum EventReach: Int, Sendable, Hashable {
  case everyone = 0
  case moderators = 1
  /// Moderators, and the user that the event is about.
  case moderatorsAndUser = 2
}

extension ModerationAction {
  public var reach: EventReach {
    switch self {
    case .shadowBan, .liftShadowBan, .flag: .moderators
    case .mute, .unmute: .moderatorsAndUser
    default: .everyone
    }
  }
}
