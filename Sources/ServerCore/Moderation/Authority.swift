public import LiveComments

/// What an action is done to: decides who may take it.
public enum ActionSubject: Sendable, Hashable {
  case comments
  case user
  case stream
  /// Nobody asks for it: rules and automation write it.
  case automated
}

extension ModerationAction {
  /// Nil for an action that this version does not know.
  public var subject: ActionSubject? {
    switch self {
    case .delete, .restore, .hold, .approve, .reject, .pin, .unpin: .comments
    case .purgeUser, .mute, .unmute, .shadowBan, .liftShadowBan: .user
    case .slowMode, .lock, .unlock, .setLevel: .stream
    case .flag, .setRules: .automated
    case .unknown: nil
    }
  }
}

/// Who may take which action (design §5.4, roles).
public enum Authority: Sendable, Hashable {
  case always
  /// Only on comments of their own.
  case onOwnComments
  /// Only against those who do not moderate themselves.
  case againstOthersThanModerators
  case never

  /// The whole rule, in one table. It holds in the streams that the actor's token is for.
  ///
  ///     action          viewer   service   moderator         owner
  ///     delete          own      –         yes               yes
  ///     other comment   –        –         yes               yes
  ///     user            –        –         not moderators    yes
  ///     stream          –        –         yes               yes
  ///     automated       –        –         –                 –
  public static func of(_ role: Role, over action: ModerationAction) -> Authority {
    switch (action.subject, role) {
    case (nil, _), (.automated, _), (_, .service): .never
    case (.comments, .viewer): action == .delete ? .onOwnComments : .never
    case (.user, .viewer), (.stream, .viewer): .never
    case (.user, .moderator): .againstOthersThanModerators
    case (_, .moderator), (_, .owner): .always
    }
  }
}
