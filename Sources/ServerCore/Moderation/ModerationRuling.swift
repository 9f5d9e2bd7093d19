public import LiveComments

/// What a moderation request comes to: events without their places, in order.
public struct ModerationRuling: Sendable, Hashable {
  /// An event as decided; the log adds `mod_seq`, `moderation_id` and the comments that it carries.
  public struct Draft: Sendable, Hashable {
    public var action: ModerationAction
    public var targets: [ModerationEvent.Target]?
    public var userID: UserID?
    public var fromSeq: Seq?
    public var uptoSeq: Seq?
    public var scope: String?
    public var durationSeconds: Int?
    public var until: Timestamp?
    public var seconds: Int?
    public var level: LevelChoice?
    public var actor: UserID?
    public var actorKind: ModerationEvent.ActorKind
    public var reason: String?
    public var policy: String?

    public init(
      _ action: ModerationAction, actor: UserID?, actorKind: ModerationEvent.ActorKind,
      reason: String? = nil, policy: String? = nil
    ) {
      self.action = action
      self.actor = actor
      self.actorKind = actorKind
      self.reason = reason
      self.policy = policy
    }

    /// The event in its place.
    public func event(
      at modSeq: ModSeq, moderationID: ModerationID, time: Timestamp
    ) -> ModerationEvent {
      ModerationEvent(
        modSeq: modSeq, moderationID: moderationID, action: action, at: time, targets: targets,
        userID: userID, fromSeq: fromSeq, uptoSeq: uptoSeq, scope: scope,
        durationSeconds: durationSeconds, until: until, seconds: seconds, level: level,
        actor: actor, actorKind: actorKind, reason: reason, policy: policy)
    }
  }

  public var drafts: [Draft]
  /// The draft whose event answers the request.
  public var answer: Int

  public init(drafts: [Draft], answer: Int) {
    self.drafts = drafts
    self.answer = answer
  }
}
