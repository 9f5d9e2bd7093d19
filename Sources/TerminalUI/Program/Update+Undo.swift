import ClientCore
import LiveComments

extension Model {
  /// Takes back what this moderator did last, except for what somebody else has decided since: that
  /// stands.
  mutating func undo() -> [Effect] {
    if let reason = whyNot(.restore) {
      say(reason, .warning)
      return []
    }
    guard let deed = deeds.last else {
      say("nothing to take back")
      return []
    }
    var requests: [ModerationRequest] = []
    var overtaken: [Overtaken] = []
    for step in deed.inverse {
      switch step {
      case .request(let request):
        if let left = remaining(request, of: deed, &overtaken) { requests.append(left) }
      case .rule(let change):
        _ = deeds.pop()
        rules.change = change
        rules.isStale = true
        say("takes back: \(deed.done)")
        return []
      case .purge:
        say("not confirmed by the server yet: try again in a moment", .warning)
        return []
      }
    }
    guard requests.count <= session.outbox.limit - session.outbox.entries.count else {
      say("too much waits for the server's answer already: try again in a moment", .warning)
      return []
    }
    _ = deeds.pop()
    let note = Self.words(overtaken)
    guard !requests.isEmpty else {
      say("not taken back: \(deed.done)\(note)", .warning)
      return []
    }
    return carryOut(requests, done: "took back: \(deed.done)\(note)")
  }

  /// What of a deed somebody else has decided since.
  private struct Overtaken {
    /// Nil where the registers do not say.
    var by: UserID?
    var comments = 0
  }

  private static func words(_ overtaken: [Overtaken]) -> String {
    guard !overtaken.isEmpty else { return "" }
    let names = Set(overtaken.compactMap(\.by))
    let who = names.count == 1 ? names.first?.rawValue ?? "others" : "others"
    let comments = overtaken.reduce(0) { $0 + $1.comments }
    let what = comments > 1 ? "\(Figure.grouped(comments)) of them" : "that"
    return "; \(who) decided on \(what) since"
  }

  /// The request without what others have decided since the deed; nil when nothing is left of it.
  private func remaining(
    _ request: ModerationRequest, of deed: UndoStack.Deed, _ overtaken: inout [Overtaken]
  ) -> ModerationRequest? {
    // What the server has not acknowledged has no place among the events yet.
    guard deed.modSeq > .zero else { return request }
    guard let ids = request.commentIDs else {
      guard isOvertaken(registerModSeq(request), deed) else { return request }
      overtaken.append(Overtaken())
      return nil
    }
    var left = request
    left.commentIDs = ids.filter { id in
      guard let later = laterDecision(on: id, request.action, deed) else { return true }
      overtaken.append(later)
      return false
    }
    return left.commentIDs?.isEmpty == true ? nil : left
  }

  private func isOvertaken(_ modSeq: ModSeq, _ deed: UndoStack.Deed) -> Bool {
    modSeq > deed.modSeq && !deeds.isOwn(modSeq)
  }

  /// What somebody else decided on the comment after the deed; nil when nobody did.
  private func laterDecision(
    on id: CommentID, _ action: ModerationAction, _ deed: UndoStack.Deed
  ) -> Overtaken? {
    let ledger = session.feed.ledger
    if action == .pin || action == .unpin {
      return isOvertaken(ledger.pin(of: id)?.modSeq ?? .zero, deed) ? Overtaken(comments: 1) : nil
    }
    guard let comment = comment(id),
      let register = ledger.visibility(of: id, by: comment.userID, at: comment.seq),
      register.modSeq > deed.modSeq
    else { return nil }
    // A request that became several events is acknowledged as one of them: whose they are says the
    // comment.
    let actor = ledger.resolved(comment).moderation?.actor
    return actor == session.you?.userID ? nil : Overtaken(by: actor, comments: 1)
  }

  /// The event that last wrote what the request would write.
  private func registerModSeq(_ request: ModerationRequest) -> ModSeq {
    let ledger = session.feed.ledger
    switch request.action {
    case .mute, .unmute:
      guard let user = request.userID else { return .zero }
      return request.scope == MuteScope.everywhere.wire
        ? ledger.muteEverywhereModSeq(of: user) : ledger.muteModSeq(of: user)
    case .shadowBan, .liftShadowBan:
      return request.userID.map { ledger.shadowBanModSeq(of: $0) } ?? .zero
    case .slowMode: return ledger.slowModeModSeq
    case .lock, .unlock: return ledger.lockModSeq
    case .setLevel: return ledger.levelModSeq
    default: return .zero
    }
  }
}
