import ClientCore
import LiveComments

extension World {
  mutating func misbehave() throws {
    mutate()
    if strikes(faults.cutConnection) { close(Bool.random(using: &generator) ? nil : .slowConsumer) }
    if strikes(15) { close(.serviceRestart) }
    if strikes(10) {
      send(.reconnect(afterMilliseconds: Int.random(in: 0...50, using: &generator)))
    }
    if strikes(20) { faults = isHealed ? .none : .random(using: &generator) }
    if strikes(30) { server.sampling = server.sampling == nil ? 3 : nil }
    if scenario.changesEpoch, strikes(15) {
      epochs += 1
      server.log = try Self.log(epoch: epochs)
      for _ in 0..<Int.random(in: 0...10, using: &generator) { mutate() }
      close(Bool.random(using: &generator) ? .positionVoid : .goingAway)
    }
    if strikes(20) { server.log.trimmedSeq = server.log.latestSeq }
    if strikes(200) { try act() }
  }

  /// What the user of the client does.
  private mutating func act() throws {
    nextKey += 1
    let key = "k\(nextKey)"
    switch Int.random(in: 0..<5, using: &generator) {
    case 0, 1:
      // Now and then another look begins, at the present end of the timeline.
      if strikes(300) || scrollback?.epoch != session.feed.epoch { scrollback = nil }
      try handle(.loadOlder(upTo: scrollback?.floor ?? session.feed.floor))
    case 2:
      guard server.audience.moderates,
        let target = session.feed.timeline.randomElement(using: &generator)
      else { fallthrough }
      let action: ModerationAction = Bool.random(using: &generator) ? .delete : .hold
      try handle(
        .moderate(key: key, ModerationRequest(action: action, commentIDs: [target.commentID])))
    default:
      try handle(.post(key: key, PostRequest(content: "mine \(nextKey)")))
    }
  }

  /// Others post, and moderators race.
  mutating func mutate() {
    for _ in 0..<Int.random(in: 0...scenario.commentsPerStep, using: &generator) {
      let state: CommentState =
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: .held
        case 1: .shadowBanned
        default: .visible
        }
      let author = scenario.authors[
        Int.random(in: 0..<scenario.authors.count, using: &generator)]
      _ = server.log.post(by: author, content: "text", state: state, using: &generator)
    }
    if strikes(scenario.moderation) { moderate() }
    if !server.log.restores.isEmpty, strikes(400) {
      server.log.restorePiece(using: &generator)
    }
  }

  private mutating func moderate() {
    if strikes(80) { return server.log.beginRestore(using: &generator) }
    let actions: [ModerationAction] = [
      .delete, .delete, .restore, .restore, .hold, .approve, .approve, .reject, .purgeUser, .pin,
      .pin, .unpin, .mute, .unmute, .shadowBan, .slowMode, .lock, .unlock, .flag,
      .unknown("shine"),
    ]
    let action = actions[Int.random(in: 0..<actions.count, using: &generator)]
    var request = ModerationRequest(action: action, reason: "because")
    switch action {
    case .purgeUser, .mute, .unmute, .shadowBan:
      request.userID = scenario.authors.randomElement(using: &generator)?.userID
    case .slowMode: request.seconds = Int.random(in: 0...9, using: &generator)
    case .lock, .unlock, .unknown: break
    default:
      // Moderators mostly look at what is new.
      let recent = server.log.entries.suffix(Bool.random(using: &generator) ? 8 : .max)
      let count = Int.random(in: 0..<4, using: &generator) == 0 ? 3 : 1
      request.commentIDs = Set(
        (0..<count).compactMap { _ in recent.randomElement(using: &generator)?.comment.commentID }
      ).sorted { $0.rawValue < $1.rawValue }
    }
    _ = server.log.moderate(request, by: "mod", using: &generator)
  }
}
