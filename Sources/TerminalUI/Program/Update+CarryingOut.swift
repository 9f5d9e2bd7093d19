import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// Sends requests and shows at once what they will do; the answer confirms it or takes it back.
  ///
  /// - Parameter inverse: what takes it back later; what depends on the request's own key is made
  ///   of it.
  mutating func carryOut(
    _ requests: [ModerationRequest], done: String, inverse: [UndoStack.Inverse] = [],
    inverseOfKey: ((String) -> UndoStack.Inverse)? = nil
  ) -> [Effect] {
    guard requests.count <= session.outbox.limit - session.outbox.entries.count else {
      say("too much waits for the server's answer already: nothing was done", .error)
      return []
    }
    sayDone(done, canBeUndone: !inverse.isEmpty || inverseOfKey != nil)
    let keys = requests.map { _ in postKeys.next() }
    frozen?.removeMarks()
    deeds.push(
      UndoStack.Deed(
        done: done, keys: Set(keys), inverse: inverse + keys.compactMap { inverseOfKey?($0) }))
    for (key, request) in zip(keys, requests) {
      decisions.append(decision(key, request, done: done))
    }
    // A request that is refused at once takes its entry back.
    return zip(keys, requests).flatMap { drive(.moderate(key: $0, $1)) }
  }

  /// What was done, and how it is taken back.
  mutating func sayDone(_ done: String, canBeUndone: Bool = true) {
    let undo = canBeUndone ? keymap.keyName(of: .undo, in: .frozen) : nil
    if session.connection.isConnected {
      say(done + (undo.map { " · \($0) undoes" } ?? ""), .success)
    } else {
      say("\(done): sent when the connection is back", .warning)
    }
  }

  private func decision(
    _ key: String, _ request: ModerationRequest, done: String
  ) -> PendingDecisions.Entry {
    var entry = PendingDecisions.Entry(
      key: key, request: request, done: done,
      moderation: Comment.Moderation(
        actor: session.you?.userID, action: request.action, reason: request.reason, at: clock.time))
    let ids = request.commentIDs ?? []
    if let state = request.action.resultingState {
      entry.states = Dictionary(ids.map { ($0, state) }) { first, _ in first }
    }
    if request.action == .pin { entry.pinned = ids.first.flatMap { comment($0) } }
    if request.action == .purgeUser, let userID = request.userID {
      entry.purge = PendingDecisions.Reach(
        userID: userID, upto: session.feed.lastSeenSeq,
        since: request.seconds.map {
          Timestamp(milliseconds: clock.time.milliseconds - Int64($0) * 1_000)
        })
    }
    return entry
  }

  /// A comment wherever it is known.
  func comment(_ id: CommentID) -> Comment? {
    session.feed.timeline[id] ?? frozen?.comment(id)
      ?? session.feed.pins.first { $0.commentID == id }
      ?? held.index(of: id).map { held.items[$0].comment }
  }

  /// The server has accepted a decision.
  mutating func accepted(_ key: String, _ modSeq: ModSeq, _ id: ModerationID) {
    deeds.accepted(key, as: id, at: modSeq)
    if decisionLog.contains(modSeq) || modSeq <= session.feed.lastModSeq {
      decisions.remove(key)
    } else {
      decisions.accept(key, at: modSeq)
    }
  }

  /// The server, or the outbox, has refused a decision: the screen goes back to what the feed says.
  mutating func refused(_ key: String, _ problem: Problem) {
    deeds.refused(key)
    guard let entry = decisions.remove(key) else { return }
    report("refused, nothing changed: \(entry.done): \(problem.detail)", .error)
  }

  mutating func offerReasons(for requests: [ModerationRequest], done: String) {
    guard !settings.reasons.isEmpty else { return }
    reasonOffer = ReasonOffer(requests: requests, done: done)
  }

  /// What a digit chooses where digits choose; nil when this key chooses nothing.
  mutating func choose(_ key: Key) -> [Effect]? {
    if case .reacting(let target) = mode {
      return key.typed.flatMap { chooseReaction($0, for: target) }
    }
    guard let typed = key.typed, typed.isASCII, let digit = typed.wholeNumberValue else {
      return nil
    }
    switch mode {
    case .muting(let users):
      guard let term = MuteTerm.all.first(where: { $0.digit == typed }) else { return nil }
      mode = .reading
      return mute(users, seconds: term.seconds)
    case .question(.proposal(let proposal)):
      guard proposal.takesReason, let reason = reason(digit) else { return nil }
      mode = .reading
      return carryOut(proposal, reason: reason)
    case .reading:
      guard let offer = reasonOffer, let reason = reason(digit) else { return nil }
      let requests = offer.requests.map { request in
        var request = request
        request.reason = reason
        return request
      }
      return carryOut(requests, done: "\(offer.done): \(reason)")
    default: return nil
    }
  }

  /// The canned reason that a digit stands for.
  private func reason(_ digit: Int) -> String? {
    settings.reasons.indices.contains(digit - 1) && digit <= 9 ? settings.reasons[digit - 1] : nil
  }
}

extension ModerationAction {
  /// The state that it gives a comment, as far as the client can tell.
  fileprivate var resultingState: CommentState? {
    switch self {
    case .delete, .reject: .deleted
    case .hold: .held
    case .approve, .restore: .visible
    default: nil
    }
  }
}
