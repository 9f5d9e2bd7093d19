import LiveComments
import Testing

@testable import ServerCore

@Suite struct ModerationDecisionTests {
  private let moderator = User.sample("mo", .moderator)
  private let owner = User.sample("olga", .owner)

  /// The problem that a command comes to; nil when it is done.
  private func problem(
    _ log: inout ModelLog, _ measure: ModerationCommand.Measure, by user: User,
    streams: StreamScope = .only([.launch])
  ) -> Problem? {
    do {
      try log.moderate(measure, by: user, streams: streams)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "an action leads from each state to the one that the table says",
    arguments: [
      (CommentAction.delete, [CommentState.deleted, .deleted, .deleted, .deleted]),
      (.restore, [nil, nil, .visible, nil]),
      (.hold, [.held, .held, .held, .held]),
      (.approve, [nil, .visible, nil, nil]),
      (.reject, [nil, .deleted, nil, nil]),
    ] as [(CommentAction, [CommentState?])])
  func transitions(_ action: CommentAction, _ results: [CommentState?]) {
    let states: [CommentState] = [.visible, .held, .deleted, .shadowBanned]
    #expect(
      states.map { action.result(on: $0, lastShown: .visible, isAuthorShadowBanned: false) }
        == results)
  }

  @Test("an event says who did what to which comments, and why")
  func event() throws {
    var log = ModelLog()
    let first = log.post(by: "a")
    let second = log.post(by: "b", state: .held)
    let events = try log.moderate(
      .setState(.delete, [second, first]), by: moderator, reason: "spam")
    #expect(
      events == [
        ModerationEvent(
          modSeq: 1, moderationID: events[0].moderationID, action: .delete, at: log.now,
          targets: [
            .init(commentID: second, seq: 2, state: .deleted),
            .init(commentID: first, seq: 1, state: .deleted),
          ], actor: "mo", actorKind: .human, reason: "spam")
      ])
  }

  @Test(
    "restore goes back to the last state that was not deleted",
    arguments: [
      CommentState.visible, .held, .shadowBanned,
    ])
  func restore(_ initial: CommentState) throws {
    var log = ModelLog()
    let id = log.post(by: "a", state: initial)
    try log.moderate(.setState(.delete, [id]), by: moderator)
    try log.moderate(.setState(.delete, [id]), by: owner)
    let event = try log.moderate(.setState(.restore, [id]), by: moderator)[0]
    #expect(log.state(of: id) == initial)
    #expect(event.targets?.map(\.state) == [initial])
    #expect(problem(&log, .setState(.restore, [id]), by: moderator)?.code == .conflict)
  }

  @Test("hold undoes approve and reject")
  func hold() throws {
    var log = ModelLog()
    let id = log.post(by: "a", state: .held)
    for action in [CommentAction.approve, .reject] {
      try log.moderate(.setState(action, [id]), by: moderator)
      #expect(log.state(of: id) != .held)
      try log.moderate(.setState(.hold, [id]), by: moderator)
      #expect(log.state(of: id) == .held)
    }
    try log.moderate(.setState(.reject, [id]), by: moderator)
    try log.moderate(.setState(.restore, [id]), by: moderator)
    #expect(log.state(of: id) == .held)
  }

  @Test("approving the comment of an author who is shadow-banned now leaves it to them alone")
  func approveShadowBanned() throws {
    var log = ModelLog()
    let before = log.post(by: "a", state: .held)
    try log.moderate(.shadowBan("a"), by: moderator)
    let during = log.post(by: "a", state: .held)
    let event = try log.moderate(.setState(.approve, [before, during]), by: moderator)[0]
    #expect(event.targets?.map(\.state) == [.shadowBanned, .shadowBanned])
    try log.moderate(.liftShadowBan("a"), by: moderator)
    #expect(log.state(of: during) == .shadowBanned)
  }

  @Test("a request is done whole or not at all, and the problem names the comments at fault")
  func allOrNothing() throws {
    var log = ModelLog()
    let visible = log.post(by: "a")
    let held = log.post(by: "a", state: .held)
    let unknown = CommentID.sample(77)
    let before = log.events
    let conflict = problem(&log, .setState(.approve, [held, visible]), by: moderator)
    #expect(conflict?.code == .conflict && conflict?.commentIDs == [visible])
    let missing = problem(&log, .setState(.delete, [held, unknown, visible]), by: moderator)
    #expect(missing?.code == .unknownComment && missing?.commentIDs == [unknown])
    #expect(log.events == before)
    #expect(log.state(of: held) == .held && log.state(of: visible) == .visible)
  }

  @Test("a viewer deletes their own comments, whatever became of them, and nothing else")
  func viewer() throws {
    var log = ModelLog()
    let own = log.post(by: "ada")
    let ownHeld = log.post(by: "ada", state: .held)
    let ownShadow = log.post(by: "ada", state: .shadowBanned)
    let other = log.post(by: "bob")
    let otherHeld = log.post(by: "bob", state: .held)
    let ada = User.sample("ada")
    let foreign = problem(&log, .setState(.delete, [own, other]), by: ada)
    #expect(foreign?.code == .forbidden && foreign?.commentIDs == [other])
    let hidden = problem(&log, .setState(.delete, [otherHeld]), by: ada)
    #expect(hidden?.code == .unknownComment && hidden?.commentIDs == [otherHeld])
    for id in [own, ownHeld, ownShadow, own] {
      let event = try log.moderate(.setState(.delete, [id]), by: ada)[0]
      #expect(event.actor == "ada" && event.actorKind == .human)
      #expect(log.state(of: id) == .deleted)
    }
    #expect(problem(&log, .setState(.restore, [own]), by: ada)?.code == .forbidden)
  }

  @Test(
    "user actions against moderators and owners are the owner's",
    arguments: [
      ModerationCommand.Measure.mute("m2", seconds: 5, everywhere: false),
      .unmute("m2", everywhere: false), .shadowBan("m2"), .liftShadowBan("m2"),
      .purge("m2", seconds: nil),
    ])
  func userActions(_ measure: ModerationCommand.Measure) throws {
    var log = ModelLog()
    log.roles = ["m2": .moderator]
    #expect(problem(&log, measure, by: moderator)?.code == .forbidden)
    #expect(problem(&log, measure, by: owner) == nil)
    log.roles = [:]
    #expect(problem(&log, measure, by: moderator) == nil)
    #expect(problem(&log, measure, by: .sample("v"))?.code == .forbidden)
    #expect(problem(&log, measure, by: .sample("s", .service))?.code == .forbidden)
  }

  @Test("a moderator whom the stream does not know cannot act on themselves")
  func onSelf() {
    var log = ModelLog()
    let mute = ModerationCommand.Measure.unmute("mo", everywhere: false)
    #expect(problem(&log, mute, by: moderator)?.code == .forbidden)
  }

  @Test("a mute of scope * is for owners of all streams")
  func everywhere() throws {
    var log = ModelLog()
    let mute = ModerationCommand.Measure.mute("a", seconds: 60, everywhere: true)
    #expect(problem(&log, mute, by: owner)?.code == .forbidden)
    #expect(problem(&log, mute, by: moderator, streams: .all)?.code == .forbidden)
    let event = try log.moderate(mute, by: owner, streams: .all)[0]
    #expect(event.scope == "*" && event.durationSeconds == 60)
    #expect(event.until == Timestamp(milliseconds: log.now.milliseconds + 60_000))
  }

  @Test("a token for another stream decides nothing here")
  func otherStream() {
    var log = ModelLog()
    #expect(
      problem(&log, .lock, by: moderator, streams: .only([.premiere]))?.code == .forbidden)
    #expect(problem(&log, .lock, by: moderator, streams: .all) == nil)
  }

  @Test("a fourth pin evicts the oldest first, by an event of its own")
  func pins() throws {
    var log = ModelLog()
    let ids = (0..<4).map { _ in log.post(by: "a") }
    for id in ids.prefix(3) { try log.moderate(.pin(id), by: moderator) }
    let again = try log.moderate(.pin(ids[0]), by: moderator)
    #expect(again.map(\.action) == [.pin])
    let events = try log.moderate(.pin(ids[3]), by: moderator)
    #expect(events.map(\.action) == [.unpin, .pin])
    #expect(events[0].targets?.map(\.commentID) == [ids[1]])
    #expect(events[0].actorKind == .automated && events[0].actor == nil)
    #expect(log.pins == [ids[2], ids[0], ids[3]])
    try log.moderate(.unpin(ids[0]), by: moderator)
    try log.moderate(.unpin(ids[0]), by: moderator)
    #expect(log.pins == [ids[2], ids[3]])
  }

  @Test(
    "retracting a pinned comment unpins it; restoring does not pin it again",
    arguments: [
      CommentAction.delete, .hold,
    ])
  func retractPinned(_ action: CommentAction) throws {
    var log = ModelLog()
    let id = log.post(by: "a")
    try log.moderate(.pin(id), by: moderator)
    let events = try log.moderate(.setState(action, [id]), by: moderator)
    #expect(events.map(\.action) == [.unpin, action.action])
    #expect(log.pins.isEmpty)
    if action == .delete { try log.moderate(.setState(.restore, [id]), by: moderator) }
    #expect(log.pins.isEmpty)
  }

  @Test(
    "only a visible comment can be pinned",
    arguments: [
      CommentState.held, .deleted, .shadowBanned,
    ])
  func pinHidden(_ state: CommentState) {
    var log = ModelLog()
    let id = log.post(by: "a", state: state)
    #expect(problem(&log, .pin(id), by: moderator)?.code == .conflict)
  }

  @Test("a purge covers the user's comments up to now, and unpins them")
  func purge() throws {
    var log = ModelLog()
    let old = log.post(by: "a")
    log.now.milliseconds += 60_000
    let new = log.post(by: "a")
    let other = log.post(by: "b")
    try log.moderate(.pin(new), by: moderator)
    try log.moderate(.pin(other), by: moderator)
    let recent = try log.moderate(.purge("a", seconds: 30), by: moderator)
    #expect(recent.map(\.action) == [.unpin, .purgeUser])
    #expect(recent[1].fromSeq == 2 && recent[1].uptoSeq == 3 && recent[1].seconds == 30)
    #expect(log.state(of: old) == .visible && log.state(of: new) == .deleted)
    #expect(log.state(of: other) == .visible && log.pins == [other])
    let all = try log.moderate(.purge("a", seconds: nil), by: moderator)
    #expect(all.count == 1 && all[0].fromSeq == 1 && all[0].uptoSeq == 3)
    let after = log.post(by: "a")
    #expect(log.state(of: after) == .visible)
    let none = try log.moderate(.purge("nobody", seconds: 30), by: moderator)[0]
    #expect(none.fromSeq == 5 && none.uptoSeq == 4)
  }

  @Test("restoring a purge brings back what it alone deleted, 256 to an event, the first at once")
  func restorePurge() throws {
    var log = ModelLog()
    let ids = (0..<300).map { _ in log.post(by: "a") }
    let held = log.post(by: "a", state: .held)
    try log.moderate(.setState(.delete, [ids[0]]), by: moderator)
    let purge = try log.moderate(.purge("a", seconds: nil), by: moderator)[0]
    try log.moderate(.setState(.delete, [ids[1]]), by: moderator)
    try log.moderate(.setState(.hold, [ids[2]]), by: moderator)
    try log.moderate(.setState(.restore, [ids[3]]), by: moderator)
    let first = try log.moderate(.restorePurge(purge.moderationID), by: moderator, reason: "oops")
    let again = problem(&log, .restorePurge(purge.moderationID), by: moderator)
    #expect(again?.code == .conflict, "it is being taken back")
    let piece = log.restorePiece()
    let last = try #require(piece)
    #expect((first + [last]).map { $0.targets?.count } == [256, 41])
    for event in first + [last] {
      #expect(event.action == .restore && event.actor == moderator.userID)
      #expect(event.actorKind == .human && event.reason == "oops")
      #expect(event.userID == "a" && event.fromSeq == 1 && event.uptoSeq == 301)
    }
    #expect(first[0].moderationID != last.moderationID && !log.isRestoring)
    #expect(
      ids.map { log.state(of: $0) } == [.deleted, .deleted, .held]
        + Array(repeating: .visible, count: 297))
    #expect(log.state(of: held) == .held)
    let late = problem(&log, .restorePurge(purge.moderationID), by: moderator)
    #expect(late?.code == .conflict)
  }

  @Test("only a purge of the stream can be restored as one")
  func restoreSomethingElse() throws {
    var log = ModelLog()
    let lock = try log.moderate(.lock, by: moderator)[0]
    let problem = problem(&log, .restorePurge(lock.moderationID), by: moderator)
    #expect(problem?.code == .invalid && problem?.field == "moderation_id")
  }

  @Test("a safety verdict becomes the automated event that its response asks for")
  func safetyEvents() throws {
    var comment = Comment.sample()
    comment.state = .held
    let id = try log1().moderationID
    func draft(_ response: SafetyResponse) -> ModerationEvent? {
      EventDraft(
        SafetyVerdict(response: response, policy: .links, evidence: "evil.com"), on: comment,
        id: id, at: Timestamp(milliseconds: 5)
      )?.event(at: 9)
    }
    let hold = try #require(draft(.hold))
    #expect(hold.action == .hold && hold.modSeq == 9 && hold.policy == "links")
    #expect(hold.actorKind == .automated && hold.actor == nil && hold.reason == "evil.com")
    #expect(hold.targets?.map(\.state) == [.held])
    #expect(draft(.flag)?.action == .flag)
    #expect(draft(.reject) == nil)
  }

  private func log1() throws -> ModerationEvent {
    var log = ModelLog()
    return try log.moderate(.lock, by: moderator)[0]
  }
}
