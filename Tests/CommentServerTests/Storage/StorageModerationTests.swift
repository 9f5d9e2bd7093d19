import LiveComments
import ServerCore
import Testing

@testable import CommentServer

struct StorageModerationTests {
  @Test("an event and what it decides are durable together, with its audit")
  func auditAndState() async throws {
    let fixture = try LogFixture()
    let comment = try await fixture.post().comment
    let receipt = try await fixture.moderate(
      .init(action: .delete, commentIDs: [comment.commentID], reason: "spam", policy: "links"))
    #expect(receipt.event.modSeq == 1)
    try await fixture.reopen()
    let stored = try await fixture.allComments()
    #expect(stored.map(\.state) == [.deleted])
    #expect(
      stored.first?.moderation
        == LiveComments.Comment.Moderation(
          actor: "mo", action: .delete, reason: "spam", policy: "links",
          at: fixture.clock.now.time))
    let events = try await events(fixture, for: .moderators)
    #expect(events.events == [receipt.event])
    #expect(events.latestModSeq == 1 && events.upto == 1)
    let page = try await fixture.page(.newest(count: 5))
    #expect(page.comments.isEmpty && page.latestModSeq == 1 && page.latestSeq == 1)
  }

  @Test("the same key again gives the same event; another request is refused")
  func idempotency() async throws {
    let fixture = try LogFixture()
    let first = try await fixture.moderate(.init(action: .slowMode, seconds: 5), key: "k")
    try await fixture.reopen()
    let again = try await fixture.moderate(.init(action: .slowMode, seconds: 5), key: "k")
    #expect(again.isRepeat && again.event == first.event)
    for request in [
      ModerationRequest(action: .slowMode, seconds: 6), ModerationRequest(action: .lock),
    ] {
      let problem = await #expect(throws: Problem.self) {
        try await fixture.moderate(request, key: "k")
      }
      #expect(problem?.code == .keyReused)
    }
    #expect(try await events(fixture, for: .moderators).events.count == 1)
  }

  @Test("a refusal does not use up its key, and writes nothing")
  func refusal() async throws {
    let fixture = try LogFixture()
    let comment = try await fixture.post().comment
    let approve = ModerationRequest(action: .approve, commentIDs: [comment.commentID])
    let problem = await #expect(throws: Problem.self) {
      try await fixture.moderate(approve, key: "k")
    }
    #expect(problem?.code == .conflict)
    try await fixture.moderate(.init(action: .hold, commentIDs: [comment.commentID]))
    #expect(try await !fixture.moderate(approve, key: "k").isRepeat)
    #expect(try await events(fixture, for: .moderators).events.map(\.modSeq) == [1, 2])
  }

  @Test("approve carries the comment, as each reader may see it now")
  func carriesComments() async throws {
    let fixture = try LogFixture()
    let comment = try await fixture.post().comment
    try await fixture.moderate(.init(action: .hold, commentIDs: [comment.commentID]))
    let approved = try await fixture.moderate(
      .init(action: .approve, commentIDs: [comment.commentID]))
    #expect(approved.event.comments?.map(\.state) == [.visible])
    #expect(try await events(fixture, for: .everyone).events[1].comments?.count == 1)
    try await fixture.moderate(.init(action: .delete, commentIDs: [comment.commentID]))
    #expect(try await events(fixture, for: .everyone).events[1].comments == [])
    let moderators = try await events(fixture, for: .moderators).events[1]
    #expect(moderators.comments?.map(\.state) == [.deleted])
  }

  @Test("a purge covers the author's comments at once, and what comes later is untouched")
  func purge() async throws {
    let fixture = try LogFixture()
    for _ in 0..<3 { try await fixture.post(by: .sample("ada")) }
    try await fixture.post(by: .sample("bob"))
    let purge = try await fixture.moderate(.init(action: .purgeUser, userID: "ada")).event
    #expect(purge.fromSeq == 1 && purge.uptoSeq == 4)
    try await fixture.post(by: .sample("ada"))
    #expect(try await fixture.page(.newest(count: 9)).comments.map(\.seq) == [4, 5])
    let all = try await fixture.allComments()
    #expect(all.map(\.state) == [.deleted, .deleted, .deleted, .visible, .visible])
    #expect(all[0].moderation?.action == .purgeUser)
  }

  @Test("a purge of the last seconds spares what is older")
  func recentPurge() async throws {
    let fixture = try LogFixture()
    try await fixture.post()
    fixture.clock.advance(by: .seconds(60))
    try await fixture.post()
    fixture.clock.advance(by: .seconds(5))
    try await fixture.post()
    let purge = try await fixture.moderate(
      .init(action: .purgeUser, userID: "ada", seconds: 10)
    ).event
    #expect(purge.fromSeq == 2 && purge.uptoSeq == 3)
    #expect(try await fixture.page(.newest(count: 9)).comments.map(\.seq) == [1])
    fixture.clock.advance(by: .seconds(60))
    let empty = try await fixture.moderate(
      .init(action: .purgeUser, userID: "ada", seconds: 10)
    ).event
    #expect(empty.fromSeq == 4 && empty.uptoSeq == 3)
    #expect(try await fixture.page(.newest(count: 9)).comments.map(\.seq) == [1])
  }

  @Test("taking a purge back spares what was deleted before it or decided after it")
  func restorePurge() async throws {
    let fixture = try LogFixture()
    var ids: [CommentID] = []
    for _ in 0..<5 { ids.append(try await fixture.post().comment.commentID) }
    try await fixture.moderate(.init(action: .delete, commentIDs: [ids[0]]))
    try await fixture.moderate(.init(action: .hold, commentIDs: [ids[1]]))
    let purge = try await fixture.moderate(.init(action: .purgeUser, userID: "ada")).event
    try await fixture.moderate(.init(action: .delete, commentIDs: [ids[2]]))
    try await fixture.moderate(.init(action: .restore, commentIDs: [ids[3]]))
    let restored = try await fixture.moderate(
      .init(action: .restore, moderationID: purge.moderationID)
    ).event
    #expect(restored.targets?.map(\.seq) == [2, 5])
    #expect(restored.targets?.map(\.state) == [.held, .visible])
    #expect(restored.comments?.map(\.state) == [.held, .visible])
    #expect(
      try await fixture.allComments().map(\.state) == [
        .deleted, .held, .deleted, .visible, .visible,
      ])
    let again = await #expect(throws: Problem.self) {
      try await fixture.moderate(.init(action: .restore, moderationID: purge.moderationID))
    }
    #expect(again?.code == .conflict)
  }

  @Test("a held comment that was deleted is restored as held")
  func restoreHeld() async throws {
    let fixture = try LogFixture()
    let id = try await fixture.post().comment.commentID
    try await fixture.moderate(.init(action: .hold, commentIDs: [id]))
    try await fixture.moderate(.init(action: .reject, commentIDs: [id]))
    let restored = try await fixture.moderate(.init(action: .restore, commentIDs: [id])).event
    #expect(restored.targets?.map(\.state) == [.held])
    #expect(try await fixture.log.heldComments(of: .launch, after: 0, limit: 9).comments.count == 1)
  }

  @Test("mutes hold until they end, also after a restart")
  func mutes() async throws {
    let fixture = try LogFixture()
    try await fixture.moderate(.init(action: .mute, userID: "ada", durationSeconds: 60))
    try await fixture.reopen()
    fixture.clock.advance(by: .milliseconds(59_999))
    try await expect(.muted) { try await fixture.post() }
    try await fixture.post(by: .sample("bob"))
    try await expect(.muted) {
      try await fixture.post(by: .sample("bridge", .service), as: .sample("ada"))
    }
    try await fixture.post(in: .premiere)
    fixture.clock.advance(by: .milliseconds(1))
    try await fixture.post()
    try await fixture.moderate(.init(action: .mute, userID: "ada"))
    try await expect(.muted) { try await fixture.post() }
    try await fixture.moderate(.init(action: .unmute, userID: "ada"))
    try await fixture.post()
  }

  @Test("a mute in every stream is a register of its own")
  func mutesEverywhere() async throws {
    let fixture = try LogFixture()
    let owner = User.sample("own", .owner)
    try await fixture.moderate(.init(action: .mute, userID: "ada"))
    try await fixture.moderate(
      .init(action: .mute, userID: "ada", scope: "*"), by: owner, actsEverywhere: true)
    try await expect(.muted) { try await fixture.post(in: .premiere) }
    #expect(try await fixture.log.summary(of: .premiere).latestModSeq == 0)
    try await fixture.moderate(.init(action: .unmute, userID: "ada"))
    try await fixture.reopen()
    try await expect(.muted) { try await fixture.post() }
    try await fixture.moderate(
      .init(action: .unmute, userID: "ada", scope: "*"), by: owner, actsEverywhere: true,
      in: .premiere)
    try await fixture.post()
    try await fixture.post(in: .premiere)
  }

  @Test("a shadow ban fixes the state of later comments, and lifting it changes none")
  func shadowBan() async throws {
    let fixture = try LogFixture()
    try await fixture.post()
    try await fixture.moderate(.init(action: .shadowBan, userID: "ada"))
    try await fixture.post()
    try await fixture.moderate(.init(action: .liftShadowBan, userID: "ada"))
    try await fixture.post()
    #expect(
      try await fixture.allComments().map(\.state) == [.visible, .shadowBanned, .visible])
    #expect(try await fixture.page(.newest(count: 9)).comments.map(\.seq) == [1, 3])
    let own = try await fixture.page(.newest(count: 9), for: .user("ada"))
    #expect(own.comments.map(\.seq) == [1, 2, 3])
    #expect(own.comments.allSatisfy { $0.state == .visible })
  }

  @Test("controls and pins are part of the summary, and of the publication that changes them")
  func controls() async throws {
    let fixture = try LogFixture()
    var pinned: [Comment] = []
    for _ in 0..<4 {
      let comment = try await fixture.post().comment
      pinned.append(comment)
      try await fixture.moderate(.init(action: .pin, commentIDs: [comment.commentID]))
    }
    try await fixture.moderate(.init(action: .slowMode, seconds: 7))
    try await fixture.moderate(.init(action: .lock))
    try await fixture.moderate(.init(action: .setLevel, level: .fixed(.hot)))
    let expected = StreamControls(
      slowModeSeconds: 7, isLocked: true, level: .fixed(.hot), pins: Array(pinned[1...]))
    #expect(try await fixture.log.summary(of: .launch).controls == expected)
    #expect(try await fixture.allPublications(of: .launch).last?.controls == expected)
    try await fixture.reopen()
    #expect(try await fixture.log.summary(of: .launch).controls == expected)

    try await fixture.moderate(.init(action: .delete, commentIDs: [pinned[2].commentID]))
    #expect(try await fixture.log.summary(of: .launch).controls.pins == [pinned[1], pinned[3]])
    let last = try await events(fixture, for: .moderators).events.suffix(2)
    #expect(last.map(\.action) == [.unpin, .delete])
    #expect(last.first?.actorKind == .automated && last.first?.actor == nil)
    try await fixture.moderate(.init(action: .restore, commentIDs: [pinned[2].commentID]))
    #expect(try await fixture.log.summary(of: .launch).controls.pins == [pinned[1], pinned[3]])
  }

  @Test("who does not moderate retracts no faster than they post")
  func viewerLimit() async throws {
    let fixture = try LogFixture { $0.limits.perUser = RateLimit(perSecond: 1, burst: 3) }
    let id = try await fixture.post().comment.commentID
    let delete = ModerationRequest(action: .delete, commentIDs: [id])
    for _ in 0..<2 { try await fixture.post() }
    // What was posted at the limit can be taken back at once, and what is not there is said.
    for _ in 0..<2 { try await fixture.moderate(delete, by: .sample("ada")) }
    let unknown = try #require(CommentID(rawValue: "018bcfe5-8fd2-7db7-ad13-abfeedb5f7d5"))
    try await expect(.unknownComment) {
      try await fixture.moderate(
        .init(action: .delete, commentIDs: [unknown]), by: .sample("ada"))
    }
    try await expect(.rateLimited) { try await fixture.moderate(delete, by: .sample("ada")) }
    for _ in 0..<9 { try await fixture.moderate(delete) }
  }

  @Test("events that share a commit carry comments as they are at its end")
  func sharedCommit() async throws {
    let fixture = try LogFixture()
    let id = try await fixture.post().comment.commentID
    try await fixture.moderate(.init(action: .hold, commentIDs: [id]))
    let release = try await fixture.holdWriter()
    let approve = Task { try await fixture.moderate(.init(action: .approve, commentIDs: [id])) }
    try await eventually { fixture.log.waitingCount == 1 }
    let delete = Task { try await fixture.moderate(.init(action: .delete, commentIDs: [id])) }
    try await eventually { fixture.log.waitingCount == 2 }
    release.open()
    #expect(try await approve.value.event.comments?.map(\.state) == [.deleted])
    _ = try await delete.value
    let last = try #require(try await fixture.allPublications(of: .launch).last)
    #expect(last.events.map(\.event.action) == [.approve, .delete])
    #expect(last.events.first?.event.comments?.map(\.state) == [.deleted])
  }

  @Test("a moderator who came before the stream's first use is known from then on")
  func introducedEarly() async throws {
    let fixture = try LogFixture()
    let mute = ModerationRequest(action: .mute, userID: "max")
    fixture.log.introduce(.sample("max", .moderator), to: .launch)
    try await expect(.forbidden) { try await fixture.moderate(mute) }
    #expect(try await fixture.rowCount(of: "streams") == 0)
    try await fixture.post()
    try await expect(.forbidden) { try await fixture.moderate(mute) }
    try await fixture.reopen()
    try await expect(.forbidden) { try await fixture.moderate(mute) }
  }

  private func events(_ fixture: LogFixture, for audience: Audience) async throws -> EventPage {
    try await fixture.log.events(
      EventQuery(after: 0, limit: 1_000), of: .launch, for: audience, epoch: nil)
  }

  private func expect(
    _ code: ProblemCode, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> some Sendable
  ) async throws {
    let problem = await #expect(throws: Problem.self, sourceLocation: sourceLocation) {
      _ = try await body()
    }
    #expect(problem?.code == code, sourceLocation: sourceLocation)
  }
}
