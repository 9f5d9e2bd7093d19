public import LiveComments

/// A moderation request that is well formed: what is to be done, to what, and why.
public struct ModerationCommand: Sendable, Hashable {
  public enum Measure: Sendable, Hashable {
    /// `delete`, `restore`, `hold`, `approve` or `reject` of comments, each named once.
    case setState(CommentAction, [CommentID])
    /// `restore` of what the purge of that id deleted.
    case restorePurge(ModerationID)
    /// `seconds` limits it to the user's comments of the last that many; nil is all.
    case purge(UserID, seconds: Int?)
    /// `seconds` is how long it lasts; nil is for ever. `everywhere` is the scope `*`.
    case mute(UserID, seconds: Int?, everywhere: Bool)
    case unmute(UserID, everywhere: Bool)
    case shadowBan(UserID)
    case liftShadowBan(UserID)
    /// 0 seconds turn it off.
    case slowMode(seconds: Int)
    case lock
    case unlock
    case pin(CommentID)
    case unpin(CommentID)
    case setLevel(LevelChoice)
    case setRules(SafetyRules)
  }

  public var measure: Measure
  public var reason: String?
  public var policy: String?

  public init(_ measure: Measure, reason: String? = nil, policy: String? = nil) {
    self.measure = measure
    self.reason = reason
    self.policy = policy
  }

  /// The action that its event carries.
  public var action: ModerationAction {
    switch measure {
    case .setState(let action, _): action.action
    case .restorePurge: .restore
    case .purge: .purgeUser
    case .mute: .mute
    case .unmute: .unmute
    case .shadowBan: .shadowBan
    case .liftShadowBan: .liftShadowBan
    case .slowMode: .slowMode
    case .lock: .lock
    case .unlock: .unlock
    case .pin: .pin
    case .unpin: .unpin
    case .setLevel: .setLevel
    case .setRules: .setRules
    }
  }

  /// What it takes permission for.
  public var act: Act {
    switch measure {
    case .mute(_, _, everywhere: true), .unmute(_, everywhere: true): .muteEverywhere
    default: .moderate(action)
    }
  }

  /// The user that it is about.
  public var userID: UserID? {
    switch measure {
    case .purge(let user, _), .mute(let user, _, _), .unmute(let user, _), .shadowBan(let user),
      .liftShadowBan(let user):
      user
    default: nil
    }
  }

  /// The rules that it sets.
  public var rules: SafetyRules? {
    if case .setRules(let rules) = measure { rules } else { nil }
  }

  /// The comments that it names.
  public var commentIDs: [CommentID] {
    switch measure {
    case .setState(_, let ids): ids
    case .pin(let id), .unpin(let id): [id]
    default: []
    }
  }
}

/// The actions that set the state of the comments they name.
public enum CommentAction: Sendable, Hashable, CaseIterable {
  case delete, restore, hold, approve, reject

  public var action: ModerationAction {
    switch self {
    case .delete: .delete
    case .restore: .restore
    case .hold: .hold
    case .approve: .approve
    case .reject: .reject
    }
  }

  init?(_ action: ModerationAction) {
    guard let match = Self.allCases.first(where: { $0.action == action }) else { return nil }
    self = match
  }

  /// The state that a comment gets; nil when the action does not apply to the state that it is in.
  ///
  ///                 VISIBLE   HELD             DELETED            SHADOW_BANNED
  ///     delete      DELETED   DELETED          DELETED            DELETED
  ///     restore     –         –                the last before    –
  ///     hold        HELD      HELD             HELD               HELD
  ///     approve     –         VISIBLE, or SHADOW_BANNED when the author is now
  ///     reject      –         DELETED          –                  –
  ///
  /// - Parameters:
  ///   - lastShown: the comment's last state that was not DELETED.
  ///   - isAuthorShadowBanned: at the time of the action.
  public func result(
    on state: CommentState, lastShown: CommentState, isAuthorShadowBanned: Bool
  ) -> CommentState? {
    switch (self, state) {
    case (.delete, _): .deleted
    case (.hold, _): .held
    case (.restore, .deleted): lastShown
    case (.approve, .held): isAuthorShadowBanned ? .shadowBanned : .visible
    case (.reject, .held): .deleted
    case (.restore, _), (.approve, _), (.reject, _): nil
    }
  }
}
