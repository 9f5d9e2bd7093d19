public import LiveComments

/// Whom something is shown to: decides what is left out of comments and events, and how the rest
/// reads. Coverage never depends on it.
public enum Audience: Sendable, Hashable {
  /// Readers without an account for the stream.
  case everyone
  /// One account that does not moderate the stream; differs from `everyone` only in what is its own.
  case user(UserID)
  /// Moderators and owners.
  case moderators

  /// The audience that an account belongs to; nil is a reader without one.
  public init(_ user: User?) {
    switch user {
    case nil: self = .everyone
    case let user? where user.role.moderates: self = .moderators
    case let user?: self = .user(user.userID)
    }
  }
}

/// How one reader sees comments that are in one state.
public enum CommentAppearance: Sendable, Hashable {
  case absent
  case appears(as: CommentState)
}

extension CommentState {
  /// Who sees comments in this state, and how they read: the whole rule, in one table.
  ///
  ///     state           moderators      author      others
  ///     VISIBLE         VISIBLE         VISIBLE     VISIBLE
  ///     HELD            HELD            HELD        –
  ///     DELETED         DELETED         –           –
  ///     SHADOW_BANNED   SHADOW_BANNED   VISIBLE     –
  public func appearance(to relation: Audience.Relation) -> CommentAppearance {
    switch (self, relation) {
    case (.visible, _): .appears(as: .visible)
    case (.held, .moderator), (.held, .author): .appears(as: .held)
    case (.held, .other): .absent
    case (.deleted, .moderator): .appears(as: .deleted)
    case (.deleted, .author), (.deleted, .other): .absent
    case (.shadowBanned, .moderator): .appears(as: .shadowBanned)
    case (.shadowBanned, .author): .appears(as: .visible)
    case (.shadowBanned, .other): .absent
    }
  }

  /// How the state reads where it is named without the comment (an event's targets, an answer to
  /// the poster): a shadow ban reads as visible to everyone but moderators, the rest as it is.
  public func named(to audience: Audience) -> CommentState {
    self == .shadowBanned && audience != .moderators ? .visible : self
  }
}

extension Audience {
  /// What a reader is to one comment.
  public enum Relation: Sendable, Hashable, CaseIterable {
    case moderator, author, other
  }

  public func relation(toAuthor author: UserID) -> Relation {
    switch self {
    case .moderators: .moderator
    case .user(let userID) where userID == author: .author
    case .user, .everyone: .other
    }
  }
}
