/// Something that an account may or may not do in a stream.
public enum Act: Sendable, Hashable {
  case post
  /// Posting under another account's name (`as`).
  case postForOthers
  case react
  /// Reading every state, actors and reasons: the review queue, user cards, the audit log, the rules.
  case review
  case moderate(ModerationAction)
  /// A mute or an unmute of scope `*`.
  case muteEverywhere
}

extension Act: CaseIterable {
  public static var allCases: [Act] {
    [.post, .postForOthers, .react, .review, .muteEverywhere]
      + ModerationAction.allCases.map(Act.moderate)
  }
}

/// How far a role may go with an act, within the streams of its token.
public enum Grant: Sendable, Hashable, CaseIterable {
  case no
  case yes
  /// On one's own comments.
  case own
  /// Against users who are neither moderators nor owners.
  case ordinary
  /// With a token for all streams.
  case everyStream
}

/// What an act is done to, as far as permission depends on it.
public struct ActObject: Sendable, Hashable {
  /// Whether every comment that the act names is the actor's own.
  public var isOwn: Bool
  /// The role of the user that the act is against; nil when the stream does not know the user.
  public var role: Role?

  public init(isOwn: Bool = false, role: Role? = nil) {
    self.isOwn = isOwn
    self.role = role
  }
}

/// What each role may do (design §5.4): all of it. The server decides by it, and the client says by
/// it what is not allowed.
public enum Permissions {
  // Laid out by hand: the columns are the table.
  // swift-format-ignore
  private static func row(of act: Act) -> Row {
    switch act {
    //                               viewer moderator  owner         service
    case .post, .react:         Row(.yes,   .yes,      .yes,         .yes)
    case .postForOthers:        Row(.no,    .no,       .no,          .yes)
    case .review:               Row(.no,    .yes,      .yes,         .no)
    case .moderate(.delete):    Row(.own,   .yes,      .yes,         .no)
    case .moderate(.restore),
         .moderate(.hold),
         .moderate(.approve),
         .moderate(.reject),
         .moderate(.pin),
         .moderate(.unpin),
         .moderate(.slowMode),
         .moderate(.lock),
         .moderate(.unlock),
         .moderate(.setLevel),
         .moderate(.setRules):  Row(.no,    .yes,      .yes,         .no)
    case .moderate(.purgeUser),
         .moderate(.mute),
         .moderate(.unmute),
         .moderate(.shadowBan),
         .moderate(.liftShadowBan):
                                Row(.no,    .ordinary, .yes,         .no)
    case .muteEverywhere:       Row(.no,    .no,       .everyStream, .no)
    case .moderate(.flag),
         .moderate(.unknown):   Row(.no,    .no,       .no,          .no)
    }
  }

  private struct Row {
    let viewer, moderator, owner, service: Grant

    init(_ viewer: Grant, _ moderator: Grant, _ owner: Grant, _ service: Grant) {
      self.viewer = viewer
      self.moderator = moderator
      self.owner = owner
      self.service = service
    }
  }

  public static func grant(of act: Act, to role: Role) -> Grant {
    let row = row(of: act)
    return switch role {
    case .viewer: row.viewer
    case .moderator: row.moderator
    case .owner: row.owner
    case .service: row.service
    }
  }

  /// Whether a role may do `act` to `object`. What depends on the token, `everyStream` says.
  ///
  /// - Parameter everyStream: whether the token is for all streams.
  public static func allow(
    _ act: Act, by role: Role, to object: ActObject = ActObject(), everyStream: Bool
  ) -> Bool {
    switch grant(of: act, to: role) {
    case .no: false
    case .yes: true
    case .own: object.isOwn
    case .ordinary: !(object.role?.moderates ?? false)
    case .everyStream: everyStream
    }
  }
}
