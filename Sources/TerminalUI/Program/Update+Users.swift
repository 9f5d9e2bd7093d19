import ClientCore
import LiveComments

extension Model {
  /// The users that the keys are about: the authors of what is marked or selected, or the one whose
  /// card has the keys.
  private var users: [UserTarget] {
    if pane.hasKeys, pane.tab == .user { return card.wanted.map { [$0] } ?? [] }
    var seen: Set<UserID> = []
    return subjects.map { UserTarget($0) }.filter { seen.insert($0.userID).inserted }
  }

  /// The users whom an action would be about; nil, said, when there are none or it is not allowed.
  private mutating func targetUsers(_ action: ModerationAction) -> [UserTarget]? {
    let users = users
    guard !users.isEmpty else {
      sayNothingSelected()
      return nil
    }
    if let reason = whyNot(action, users: users) {
      say(reason, .warning)
      return nil
    }
    return users
  }

  mutating func startMuting() {
    guard let users = targetUsers(.mute) else { return }
    mode = .muting(users)
  }

  /// Keys other than digits while a term is asked for.
  mutating func leaveMuting(_ action: Action) -> [Effect] {
    guard case .muting(let users) = mode else { return [] }
    switch action {
    case .unmute:
      mode = .reading
      return unmute(users)
    case .decline:
      mode = .reading
      say("left as it is")
    default: break
    }
    return []
  }

  mutating func mute(
    _ users: [UserTarget], seconds: Int?, reason: String? = nil
  ) -> [Effect] {
    let requests = users.map {
      ModerationRequest(
        action: .mute, userID: $0.userID, durationSeconds: seconds, reason: reason)
    }
    let done =
      "muted \(ActionWords.users(users)) \(ActionWords.term(seconds))"
      + (reason.map { ": \($0)" } ?? "")
    let effects = carryOut(
      requests, done: done, inverse: users.map { .request(presentMute(of: $0.userID)) })
    if reason == nil, decisions.last(.mute) != nil { offerReasons(for: requests, done: done) }
    return effects
  }

  mutating func unmute(_ users: [UserTarget], reason: String? = nil) -> [Effect] {
    carryOut(
      users.map { ModerationRequest(action: .unmute, userID: $0.userID, reason: reason) },
      done: "unmuted \(ActionWords.users(users))",
      inverse: users.map { presentMute(of: $0.userID) }
        .filter { $0.action == .mute }.map { .request($0) })
  }

  /// In every stream, as only owners of all streams may: the server knows whether this one is.
  private mutating func muteEverywhere(
    _ user: UserTarget, seconds: Int?, reason: String?
  ) -> [Effect] {
    let request = ModerationRequest(
      action: .mute, userID: user.userID, scope: MuteScope.everywhere.wire,
      durationSeconds: seconds, reason: reason)
    let done =
      "muted \(ActionWords.short(user.name)) in every stream \(ActionWords.term(seconds))"
      + (reason.map { ": \($0)" } ?? "")
    return carryOut(
      [request], done: done, inverse: [.request(presentMute(of: user.userID, .everywhere))])
  }

  mutating func unmuteEverywhere(_ user: UserTarget, reason: String? = nil) -> [Effect] {
    let before = presentMute(of: user.userID, .everywhere)
    return carryOut(
      [
        ModerationRequest(
          action: .unmute, userID: user.userID, scope: MuteScope.everywhere.wire, reason: reason)
      ],
      done: "lifted the mute of \(ActionWords.short(user.name)) in every stream",
      inverse: before.action == .mute ? [.request(before)] : [])
  }

  /// The request that brings back the user's present mute, as far as it is known here.
  private func presentMute(of userID: UserID, _ scope: MuteScope = .stream) -> ModerationRequest {
    let ledger = session.feed.ledger
    let mute = scope == .everywhere ? ledger.muteEverywhere(of: userID) : ledger.mute(of: userID)
    var request = ModerationRequest(action: .mute, userID: userID, scope: scope.wire)
    switch mute {
    case .until(let end) where clock.time < end:
      let left = (end.milliseconds - clock.time.milliseconds + 999) / 1_000
      request.durationSeconds = Int(left)
    case .indefinite: break
    case .none, .until: request.action = .unmute
    }
    return request
  }

  func isMuted(_ userID: UserID) -> Bool {
    if card.card?.userID == userID, card.card?.isMuted == true { return true }
    return session.feed.ledger.isMuted(userID, at: clock.time)
  }

  mutating func proposePurge() {
    guard let users = targetUsers(.purgeUser) else { return }
    propose(.purge(users, seconds: nil))
  }

  mutating func proposeShadowBan() {
    guard let users = targetUsers(.shadowBan) else { return }
    propose(users.allSatisfy { isShadowBanned($0) } ? .liftShadowBan(users) : .shadowBan(users))
  }

  private func isShadowBanned(_ user: UserTarget) -> Bool {
    if let decision = decisions.entries.last(where: {
      $0.request.userID == user.userID
        && ($0.request.action == .shadowBan || $0.request.action == .liftShadowBan)
    }) {
      return decision.request.action == .shadowBan
    }
    if session.feed.ledger.isShadowBanned(user.userID) { return true }
    return card.card?.userID == user.userID && card.card?.isShadowBanned == true
  }

  mutating func propose(_ step: Proposal.Step, reason: String? = nil) {
    mode = .question(.proposal(Proposal(step: step, reason: reason)))
  }

  /// What was asked has been confirmed.
  mutating func carryOut(_ proposal: Proposal, reason: String?) -> [Effect] {
    let why = reason.map { ": \($0)" } ?? ""
    func requests(
      _ action: ModerationAction, _ users: [UserTarget], seconds: Int? = nil
    ) -> [ModerationRequest] {
      users.map {
        ModerationRequest(action: action, userID: $0.userID, seconds: seconds, reason: reason)
      }
    }
    switch proposal.step {
    case .comments(let action, _, _): return decide(action, reason: reason, isConfirmed: true)
    case .purge(let users, let seconds):
      return carryOut(
        requests(.purgeUser, users, seconds: seconds),
        done: "deleted all comments of \(ActionWords.users(users))\(why)",
        inverseOfKey: { .purge(key: $0) })
    case .muteEverywhere(let user, let seconds):
      return muteEverywhere(user, seconds: seconds, reason: reason)
    case .shadowBan(let users):
      return carryOut(
        requests(.shadowBan, users), done: "shadow-banned \(ActionWords.users(users))\(why)",
        inverse: requests(.liftShadowBan, users).map { .request($0) })
    case .liftShadowBan(let users):
      return carryOut(
        requests(.liftShadowBan, users),
        done: "lifted the shadow ban of \(ActionWords.users(users))\(why)",
        inverse: requests(.shadowBan, users).map { .request($0) })
    case .lock:
      return setLock(true, reason: reason)
    case .deleteOwn(let comments):
      return deleteOwn(comments, reason: reason)
    }
  }
}
