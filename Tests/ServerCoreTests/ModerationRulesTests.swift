import LiveComments
import ServerCore
import Testing

struct ModerationRulesTests {
  private let now = Timestamp(milliseconds: 1_000_000)

  // MARK: Comments

  @Test(
    "what an action makes of a comment in each state",
    arguments: [
      // visible, held, deleted (was visible), shadow-banned; nil: conflict
      (.delete, [.deleted, .deleted, .deleted, .deleted]),
      (.hold, [.held, .held, .held, .held]),
      (.approve, [nil, .visible, nil, nil]),
      (.reject, [nil, .deleted, nil, nil]),
      (.restore, [nil, nil, .visible, nil]),
      (.pin, [.visible, nil, nil, nil]),
      (.unpin, [nil, nil, nil, nil]),
    ] as [(ModerationAction, [CommentState?])])
  func states(action: ModerationAction, results: [CommentState?]) throws {
    let states: [CommentState] = [.visible, .held, .deleted, .shadowBanned]
    for (state, result) in zip(states, results) {
      let comment = Comment.sample(1, state: state)
      let facts = ModerationFacts(
        latestSeq: 9, targets: [TargetComment(comment: comment, restoredState: .visible)])
      let order = order(action) { $0.commentIDs = [comment.commentID] }
      if let result {
        let ruling = try ModerationRules.rule(on: order, given: facts, at: now)
        #expect(
          ruling.drafts.map(\.targets) == [
            [.init(commentID: comment.commentID, seq: 1, state: result)]
          ], "\(action) \(state)")
      } else {
        let problem = refusal(of: order, facts)
        #expect(problem?.code == .conflict, "\(action) \(state)")
        #expect(problem?.commentIDs == [comment.commentID])
      }
    }
  }

  @Test("restore brings back the last state that was not deleted", arguments: CommentState.allCases)
  func restores(state: CommentState) throws {
    let comment = Comment.sample(1, state: .deleted)
    let facts = ModerationFacts(targets: [TargetComment(comment: comment, restoredState: state)])
    let ruling = try rule(order(.restore) { $0.commentIDs = [comment.commentID] }, facts)
    #expect(ruling.drafts.first?.targets?.first?.state == state)
  }

  @Test("approving a shadow-banned author's comment leaves it shadow-banned")
  func approvesShadowBanned() throws {
    let comments = [
      Comment.sample(1, by: "ada", state: .held), .sample(2, by: "bob", state: .held),
    ]
    let facts = ModerationFacts(
      targets: comments.map { TargetComment(comment: $0, restoredState: .held) },
      shadowBannedAuthors: ["ada"])
    let ruling = try rule(order(.approve) { $0.commentIDs = comments.map(\.commentID) }, facts)
    #expect(ruling.drafts.first?.targets?.map(\.state) == [.shadowBanned, .visible])
  }

  @Test("a request is all or nothing, and its problem names what it fails on")
  func allOrNothing() {
    let held = Comment.sample(1, state: .held)
    let visible = Comment.sample(2)
    let facts = ModerationFacts(targets: [held, visible].map(target))
    let mixed = order(.approve) { $0.commentIDs = [held.commentID, visible.commentID] }
    #expect(refusal(of: mixed, facts)?.commentIDs == [visible.commentID])
    let unknown = order(.delete) { $0.commentIDs = [held.commentID, .sample(7), .sample(8)] }
    let problem = refusal(of: unknown, facts)
    #expect(problem?.code == .unknownComment)
    #expect(problem?.commentIDs == [.sample(7), .sample(8)])
  }

  @Test(
    "comments are named in numbers that the action takes",
    arguments: [
      (.delete, 0), (.delete, 257), (.pin, 0), (.pin, 2), (.unpin, 2), (.restore, 0),
    ] as [(ModerationAction, Int)])
  func counts(action: ModerationAction, count: Int) {
    let comments = (0..<count).map { Comment.sample(Seq(integerLiteral: Int64($0 + 1))) }
    let order = order(action) { $0.commentIDs = comments.map(\.commentID) }
    let problem = refusal(of: order, ModerationFacts(targets: comments.map(target)))
    #expect(problem?.code == .invalid && problem?.field == "comment_ids")
  }

  @Test("viewers delete their own comments only, and learn nothing of what they cannot see")
  func ownComments() throws {
    let own = Comment.sample(1, by: "ada")
    let other = Comment.sample(2, by: "bob")
    let unseen = Comment.sample(3, by: "bob", state: .shadowBanned)
    let facts = ModerationFacts(targets: [own, other, unseen].map(target))
    func problem(_ comments: [Comment]) -> Problem? {
      refusal(
        of: order(.delete, by: .sample("ada")) { $0.commentIDs = comments.map(\.commentID) },
        ModerationFacts(targets: comments.map(target)))
    }
    #expect(problem([own]) == nil)
    #expect(problem([own, other])?.code == .forbidden)
    #expect(problem([own, other])?.commentIDs == [other.commentID])
    #expect(problem([own, unseen])?.code == .unknownComment)
    #expect(
      problem([own, unseen])
        == refusal(
          of: order(.delete) { $0.commentIDs = [own.commentID, unseen.commentID] },
          ModerationFacts(targets: [target(own)])))
    for action in [ModerationAction.restore, .hold, .pin, .mute, .lock] {
      let refused = refusal(of: order(action, by: .sample("ada")) { _ in }, facts)
      #expect(refused?.code == .forbidden, "\(action)")
    }
  }

  // MARK: Pins

  @Test("the fourth pin evicts the oldest, by an automated unpin")
  func evicts() throws {
    let pins = (1...3).map { Comment.sample(Seq(integerLiteral: $0)) }
    let fourth = Comment.sample(4)
    let facts = ModerationFacts(
      controls: StreamControls(pins: pins), targets: [target(fourth)])
    let ruling = try rule(order(.pin) { $0.commentIDs = [fourth.commentID] }, facts)
    #expect(ruling.drafts.map(\.action) == [.unpin, .pin])
    #expect(ruling.drafts.map(\.actorKind) == [.automated, .human])
    #expect(ruling.drafts[0].targets?.map(\.commentID) == [pins[0].commentID])
    #expect(ruling.answer == 1)
  }

  @Test("pinning again evicts nobody")
  func pinsAgain() throws {
    let pins = (1...3).map { Comment.sample(Seq(integerLiteral: $0)) }
    let facts = ModerationFacts(controls: StreamControls(pins: pins), targets: [target(pins[1])])
    let ruling = try rule(order(.pin) { $0.commentIDs = [pins[1].commentID] }, facts)
    #expect(ruling.drafts.map(\.action) == [.pin])
  }

  @Test("retracting a pinned comment unpins it", arguments: [ModerationAction.delete, .hold])
  func retractsPinned(action: ModerationAction) throws {
    let pinned = Comment.sample(1)
    let other = Comment.sample(2)
    let facts = ModerationFacts(
      controls: StreamControls(pins: [pinned]), targets: [other, pinned].map(target))
    let ruling = try rule(
      order(action) { $0.commentIDs = [other.commentID, pinned.commentID] }, facts)
    #expect(ruling.drafts.map(\.action) == [action, .unpin])
    #expect(ruling.drafts[1].targets?.map(\.commentID) == [pinned.commentID])
    #expect(ruling.drafts[1].actorKind == .automated)
    #expect(ruling.answer == 0)
  }

  @Test("a purge unpins what it covers")
  func purgesPinned() throws {
    let facts = ModerationFacts(
      controls: StreamControls(pins: [.sample(1, by: "ada"), .sample(2, by: "bob")]), latestSeq: 9)
    let ruling = try rule(order(.purgeUser) { $0.userID = "ada" }, facts)
    #expect(ruling.drafts.map(\.action) == [.purgeUser, .unpin])
    #expect(ruling.drafts[1].targets?.map(\.seq) == [1])
  }

  // MARK: Users

  @Test("a purge names its range")
  func purgeRange() throws {
    let facts = ModerationFacts(latestSeq: 40, firstRecentSeq: 31)
    let all = try rule(order(.purgeUser) { $0.userID = "ada" }, facts).drafts[0]
    #expect(all.fromSeq == 1 && all.uptoSeq == 40 && all.userID == "ada")
    let recent = order(.purgeUser) {
      $0.userID = "ada"
      $0.seconds = 60
    }
    let some = try rule(recent, facts).drafts[0]
    #expect(some.fromSeq == 31 && some.uptoSeq == 40 && some.seconds == 60)
    let none = try rule(recent, ModerationFacts(latestSeq: 40)).drafts[0]
    #expect(none.fromSeq == 41 && none.uptoSeq == 40)
  }

  @Test("taking a purge back names what it brings back, 256 to an event, and answers with the last")
  func restoresPurge() throws {
    let purged = (1...600).map {
      TargetComment(
        comment: .sample(Seq(integerLiteral: $0), state: .deleted),
        restoredState: $0 % 2 == 0 ? .visible : .held)
    }
    let purge = event(.purgeUser)
    let order = order(.restore) { $0.moderationID = purge.moderationID }
    let ruling = try rule(order, ModerationFacts(namedEvent: purge, purged: purged))
    #expect(ruling.drafts.map { $0.targets?.count } == [256, 256, 88])
    #expect(ruling.answer == 2)
    let targets = ruling.drafts.flatMap { $0.targets ?? [] }
    #expect(targets.map(\.seq) == (1...600).map { Seq(integerLiteral: $0) })
    #expect(targets.map(\.state) == purged.map(\.restoredState))
    #expect(refusal(of: order, ModerationFacts())?.code == .notFound)
    #expect(refusal(of: order, ModerationFacts(namedEvent: purge))?.code == .conflict)
    let notPurge = refusal(of: order, ModerationFacts(namedEvent: event(.mute)))
    #expect(notPurge?.code == .invalid && notPurge?.field == "moderation_id")
  }

  @Test("a mute says when it ends")
  func muteEnds() throws {
    let limited = order(.mute) {
      $0.userID = "ada"
      $0.durationSeconds = 600
    }
    let draft = try rule(limited, ModerationFacts()).drafts[0]
    #expect(draft.until == Timestamp(milliseconds: 1_600_000) && draft.durationSeconds == 600)
    let forever = try rule(order(.mute) { $0.userID = "ada" }, ModerationFacts()).drafts[0]
    #expect(forever.until == nil && forever.durationSeconds == nil)
  }

  @Test(
    "only the owner acts against those who moderate",
    arguments: [
      (.moderator, nil, true), (.moderator, .viewer, true), (.moderator, .service, true),
      (.moderator, .moderator, false), (.moderator, .owner, false), (.owner, .moderator, true),
      (.owner, .owner, true),
    ] as [(Role, Role?, Bool)])
  func againstModerators(actor: Role, user: Role?, isAllowed: Bool) {
    for action in [ModerationAction.mute, .shadowBan, .purgeUser, .unmute, .liftShadowBan] {
      let order = order(action, by: .sample("mo", actor)) { $0.userID = "ada" }
      let problem = refusal(of: order, ModerationFacts(userRole: user))
      #expect(problem?.code == (isAllowed ? nil : .forbidden), "\(action)")
    }
  }

  @Test("a moderator who never posted cannot act against themselves")
  func againstSelf() {
    let problem = refusal(of: order(.mute) { $0.userID = "mo" }, ModerationFacts())
    #expect(problem?.code == .forbidden)
  }

  @Test("only an owner of all streams acts in every stream")
  func everywhere() {
    func problem(_ role: Role, actsEverywhere: Bool, _ action: ModerationAction = .mute) -> Problem?
    {
      var order = order(action, by: .sample("mo", role)) {
        $0.userID = "ada"
        $0.scope = "*"
      }
      order.actsEverywhere = actsEverywhere
      return refusal(of: order, ModerationFacts())
    }
    #expect(problem(.owner, actsEverywhere: true) == nil)
    #expect(problem(.owner, actsEverywhere: true, .unmute) == nil)
    #expect(problem(.owner, actsEverywhere: false)?.code == .forbidden)
    #expect(problem(.moderator, actsEverywhere: true)?.code == .forbidden)
    #expect(problem(.owner, actsEverywhere: true, .shadowBan)?.field == "scope")
  }

  // MARK: What is missing or out of range

  @Test(
    "what an action needs, and within which bounds",
    arguments: [
      (ModerationRequest(action: .mute), "user_id"),
      (ModerationRequest(action: .mute, userID: "ada", durationSeconds: 0), "duration_s"),
      (ModerationRequest(action: .mute, userID: "ada", durationSeconds: .max), "duration_s"),
      (ModerationRequest(action: .mute, userID: "ada", scope: "all"), "scope"),
      (ModerationRequest(action: .purgeUser, userID: "ada", seconds: 0), "seconds"),
      (ModerationRequest(action: .purgeUser, userID: "ada", seconds: .max), "seconds"),
      (ModerationRequest(action: .slowMode), "seconds"),
      (ModerationRequest(action: .slowMode, seconds: -1), "seconds"),
      (ModerationRequest(action: .slowMode, seconds: 86_401), "seconds"),
      (ModerationRequest(action: .setLevel), "level"),
      (ModerationRequest(action: .flag, commentIDs: [.sample(1)]), "action"),
      (ModerationRequest(action: .setRules), "action"),
      (ModerationRequest(action: .unknown("raid")), "action"),
      (
        ModerationRequest(
          action: .restore, commentIDs: [.sample(1)],
          moderationID: ModerationID(rawValue: "018bcfe5-8fd2-7db7-ad13-abfeedb5f7d5")),
        "moderation_id"
      ),
    ])
  func invalid(request: ModerationRequest, field: String) {
    var order = order(request.action, by: .sample("own", .owner)) { $0 = request }
    order.actsEverywhere = true
    let problem = refusal(of: order, ModerationFacts())
    #expect(problem?.code == .invalid && problem?.field == field)
  }

  @Test("actions on the stream")
  func stream() throws {
    let slow = try rule(order(.slowMode) { $0.seconds = 30 }, ModerationFacts()).drafts
    #expect(slow.map(\.seconds) == [30])
    let level = try rule(order(.setLevel) { $0.level = .fixed(.hot) }, ModerationFacts()).drafts
    #expect(level.map(\.level) == [.fixed(.hot)])
    let lock = try rule(order(.lock) { $0.reason = "raid" }, ModerationFacts()).drafts
    #expect(lock.map(\.reason) == ["raid"] && lock.map(\.actor) == ["mo"])
    #expect(lock.map(\.actorKind) == [.human])
  }

  // MARK: Parts

  private func order(
    _ action: ModerationAction, by actor: User = .sample("mo", .moderator),
    _ configure: (inout ModerationRequest) -> Void
  ) -> ModerationOrder {
    var request = ModerationRequest(action: action)
    configure(&request)
    return ModerationOrder(
      streamID: .launch, actor: actor, key: IdempotencyKey(rawValue: "key")!,  // Sound: valid.
      request: request)
  }

  private func rule(
    _ order: ModerationOrder, _ facts: ModerationFacts
  ) throws -> ModerationRuling {
    try ModerationRules.rule(on: order, given: facts, at: now)
  }

  private func refusal(of order: ModerationOrder, _ facts: ModerationFacts) -> Problem? {
    do {
      _ = try ModerationRules.rule(on: order, given: facts, at: now)
      return nil
    } catch {
      return error
    }
  }

  private func target(_ comment: Comment) -> TargetComment {
    TargetComment(comment: comment, restoredState: .visible)
  }

  private func event(_ action: ModerationAction) -> ModerationEvent {
    var generator = SeededGenerator(seed: 3)
    return ModerationEvent(
      modSeq: 1, moderationID: ModerationID(at: now, using: &generator), action: action, at: now)
  }
}
