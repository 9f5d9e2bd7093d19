import LiveComments

/// The unpinning that another action brings with it.
extension ModerationRules {
  /// Adds the automated `unpin` that a draft brings with it.
  static func withUnpins(
    of draft: ModerationRuling.Draft, given facts: ModerationFacts
  ) -> ModerationRuling {
    let named = Set((draft.targets ?? []).map(\.commentID))
    switch draft.action {
    case .pin:
      let others = facts.controls.pins.filter { !named.contains($0.commentID) }
      let evicted = others.prefix(max(others.count - (mostPins - 1), 0))
      // First, so that at no position there are more pins than there may be.
      guard !evicted.isEmpty else { return ModerationRuling(drafts: [draft], answer: 0) }
      return ModerationRuling(
        drafts: [unpin(evicted.map { ($0, $0.state) }), draft], answer: 1)
    case .delete, .hold, .reject:
      let state = draft.targets?.first?.state ?? .deleted
      return retracting(draft, facts.controls.pins.filter { named.contains($0.commentID) }, state)
    case .purgeUser:
      let retracted = facts.controls.pins.filter { pin in
        pin.userID == draft.userID && draft.fromSeq.map { $0 <= pin.seq } == true
          && draft.uptoSeq.map { pin.seq <= $0 } == true
      }
      return retracting(draft, retracted, .deleted)
    default:
      return ModerationRuling(drafts: [draft], answer: 0)
    }
  }

  static func retracting(
    _ draft: ModerationRuling.Draft, _ pins: [Comment], _ state: CommentState
  ) -> ModerationRuling {
    guard !pins.isEmpty else { return ModerationRuling(drafts: [draft], answer: 0) }
    return ModerationRuling(drafts: [draft, unpin(pins.map { ($0, state) })], answer: 0)
  }

  static func unpin(_ pins: [(Comment, CommentState)]) -> ModerationRuling.Draft {
    var draft = ModerationRuling.Draft(.unpin, actor: nil, actorKind: .automated)
    draft.targets = pins.map { pin, state in
      ModerationEvent.Target(commentID: pin.commentID, seq: pin.seq, state: state)
    }
    return draft
  }
}
