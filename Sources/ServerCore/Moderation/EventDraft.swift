public import LiveComments

/// A moderation event that waits for its position, without the comments that it will carry: the log
/// adds those as they are whenever it shows the event.
@dynamicMemberLookup
public struct EventDraft: Sendable, Hashable {
  private var event: ModerationEvent

  init(_ id: ModerationID, _ action: ModerationAction, at time: Timestamp) {
    event = ModerationEvent(modSeq: .zero, moderationID: id, action: action, at: time)
  }

  /// The event at the position that the log gives it.
  public func event(at modSeq: ModSeq) -> ModerationEvent {
    var event = event
    event.modSeq = modSeq
    return event
  }

  /// What the event says, whatever its position.
  public internal(set) subscript<Value>(
    dynamicMember path: WritableKeyPath<ModerationEvent, Value>
  ) -> Value {
    get { event[keyPath: path] }
    set { event[keyPath: path] = newValue }
  }
}

extension EventDraft {
  /// What the safety rules decided about a comment that is stored in the same commit: a `flag`, or
  /// the `hold` that says why it is HELD. Nil for a rejection, which leaves no event.
  public init?(_ verdict: SafetyVerdict, on comment: Comment, id: ModerationID, at time: Timestamp)
  {
    let action: ModerationAction
    switch verdict.response {
    case .flag: action = .flag
    case .hold: action = .hold
    case .off, .reject: return nil
    }
    self.init(id, action, at: time)
    event.targets = [
      ModerationEvent.Target(commentID: comment.commentID, seq: comment.seq, state: comment.state)
    ]
    event.actorKind = .automated
    event.policy = verdict.policy.rawValue
    event.reason = verdict.evidence
  }

  /// What the degradation policy decided about a stream.
  public init(_ change: LevelChange, id: ModerationID, at time: Timestamp) {
    self.init(id, .setLevel, at: time)
    event.level = .fixed(change.level)
    event.actorKind = .automated
    event.reason = change.reason
  }

  /// The next event of a restore in pieces: as its first one, of other comments.
  public init(
    continuing first: ModerationEvent, with targets: [ModerationEvent.Target], id: ModerationID,
    at time: Timestamp
  ) {
    event = first
    event.modSeq = .zero
    event.moderationID = id
    event.at = time
    event.targets = targets
    event.comments = nil
  }
}
