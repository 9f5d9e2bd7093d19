import LiveComments
import ServerCore
import Testing

@testable import CommentServer

struct StorageSafetyTests {
  private let moderator = User.sample("mo", .moderator)

  private func setRules(_ rules: SafetyRules, _ fixture: LogFixture) async throws {
    let order = ModerationOrder(
      streamID: .launch, actor: moderator,
      key: try #require(IdempotencyKey(rawValue: fixture.newKey())),
      request: ModerationRequest(action: .setRules))
    let accepted = try Validation.forTests.accept(rules, by: order)
    _ = try await withCheckedContinuation { continuation in
      fixture.log.moderate(accepted) { continuation.resume(returning: $0) }
    }.get()
  }

  private func words(_ response: SafetyResponse) -> SafetyRules {
    SafetyRules(blocklist: .init(response: response, words: ["spam"]))
  }

  @Test("a comment that a rule holds is stored held, with an automated event in the same commit")
  func hold() async throws {
    let fixture = try LogFixture()
    try await setRules(words(.hold), fixture)
    let receipt = try await fixture.post("sp4m for all")
    #expect(receipt.comment.state == .held)
    #expect(receipt.comment.moderation?.policy == "blocklist")
    let publication = try #require(try await fixture.allPublications(of: .launch).last)
    #expect(publication.comments.map(\.comment) == [receipt.comment])
    let event = try #require(publication.events.first?.event)
    #expect(event.action == .hold && event.actorKind == .automated && event.actor == nil)
    #expect(event.policy == "blocklist" && event.reason == "spam")
    #expect(
      event.targets == [
        .init(commentID: receipt.comment.commentID, seq: receipt.comment.seq, state: .held)
      ])
    #expect(try await fixture.page(.newest(count: 9)).comments.isEmpty)
    #expect(try await fixture.page(.newest(count: 9), for: .user("ada")).comments.count == 1)
    let held = try await fixture.log.heldComments(of: .launch, after: 0, limit: 9)
    #expect(held.comments == [receipt.comment])

    try await fixture.moderate(.init(action: .approve, commentIDs: [receipt.comment.commentID]))
    #expect(try await fixture.page(.newest(count: 9)).comments.map(\.seq) == [1])
    try await fixture.moderate(.init(action: .delete, commentIDs: [receipt.comment.commentID]))
    let restored = try await fixture.moderate(
      .init(action: .restore, commentIDs: [receipt.comment.commentID]))
    #expect(restored.event.targets?.map(\.state) == [.visible])
  }

  @Test("a rejected comment leaves nothing behind, and its key is free")
  func reject() async throws {
    let fixture = try LogFixture()
    try await setRules(words(.reject), fixture)
    let problem = await #expect(throws: Problem.self) {
      try await fixture.post("spam", key: "k")
    }
    #expect(problem?.code == .rejected && problem?.policy == "blocklist")
    #expect(try await fixture.log.summary(of: .launch).latestSeq == 0)
    #expect(try await fixture.log.summary(of: .launch).latestModSeq == 1)
    #expect(try await !fixture.post("ham", key: "k").isRepeat)
  }

  @Test("a flagged comment is published, and marked for moderators only")
  func flag() async throws {
    let fixture = try LogFixture()
    try await setRules(words(.flag), fixture)
    let comment = try await fixture.post("spam").comment
    #expect(comment.state == .visible && comment.moderation?.action == .flag)
    #expect(try await fixture.page(.newest(count: 9)).comments.first?.moderation == nil)
    let query = EventQuery(after: 1, limit: 9)
    let everybody = try await fixture.log.events(
      query, of: .launch, for: .everyone, epoch: nil)
    #expect(everybody.events.isEmpty && everybody.upto == 2)
    let moderators = try await fixture.log.events(
      query, of: .launch, for: .moderators, epoch: nil)
    #expect(moderators.events.map(\.action) == [.flag])
  }

  @Test("a shadow-banned author's comment is held like anybody's, and approved for them alone")
  func shadowBanned() async throws {
    let fixture = try LogFixture()
    try await setRules(words(.hold), fixture)
    try await fixture.moderate(.init(action: .shadowBan, userID: "ada"))
    let id = try await fixture.post("spam").comment.commentID
    #expect(try await fixture.allComments().map(\.state) == [.held])
    try await fixture.moderate(.init(action: .approve, commentIDs: [id]))
    #expect(try await fixture.allComments().map(\.state) == [.shadowBanned])
  }

  @Test("rules survive a restart, and hold for whom a service posts for, not for moderators")
  func durable() async throws {
    let fixture = try LogFixture()
    try await setRules(words(.hold), fixture)
    try await fixture.reopen()
    #expect(try await fixture.log.rules(of: .launch) == words(.hold))
    #expect(try await fixture.log.rules(of: .premiere) == SafetyRules())
    let bridge = User.sample("bridge", .service)
    #expect(try await fixture.post("spam", by: bridge, as: .sample("eve")).comment.state == .held)
    #expect(try await fixture.post("spam", by: moderator).comment.state == .visible)
    #expect(try await fixture.post("spam", in: .premiere).comment.state == .visible)
    try await setRules(SafetyRules(), fixture)
    #expect(try await fixture.post("spam").comment.state == .visible)
  }

  @Test("rules that nobody has set are those that the server was started with")
  func defaults() async throws {
    let rules = words(.reject)
    let fixture = try LogFixture { $0.defaultRules = rules }
    #expect(try await fixture.log.rules(of: .launch) == rules)
    await #expect(throws: Problem.self) { try await fixture.post("spam") }
    try await setRules(SafetyRules(), fixture)
    #expect(try await fixture.post("spam").comment.state == .visible)
  }

  @Test("the first comment of a user in a stream is told from the next")
  func firstComment() async throws {
    let fixture = try LogFixture()
    try await setRules(SafetyRules(firstComment: .init(response: .hold)), fixture)
    #expect(try await fixture.post("hello").comment.state == .held)
    #expect(try await fixture.post("again").comment.state == .visible)
    #expect(try await fixture.post("hello", by: .sample("bob")).comment.state == .held)
  }

  @Test("a repeat by its key is no repetition of the text")
  func retries() async throws {
    let fixture = try LogFixture()
    try await setRules(
      SafetyRules(repeats: .init(response: .hold, sameUser: 2, anyUser: 9)), fixture)
    let first = try await fixture.post("hello", key: "k")
    for _ in 0..<3 { #expect(try await fixture.post("hello", key: "k").comment == first.comment) }
    #expect(try await fixture.post("hello").comment.state == .held)
  }

  @Test("only the owner acts against moderators, also against those who never posted")
  func moderators() async throws {
    let fixture = try LogFixture()
    try await fixture.moderate(.init(action: .lock), by: .sample("m2", .moderator))
    try await fixture.post(by: .sample("m3", .moderator))
    try await fixture.reopen()
    for user: UserID in ["m2", "m3"] {
      let mute = ModerationRequest(action: .mute, userID: user)
      let problem = await #expect(throws: Problem.self) { try await fixture.moderate(mute) }
      #expect(problem?.code == .forbidden)
      try await fixture.moderate(mute, by: .sample("own", .owner))
    }
    try await fixture.moderate(.init(action: .unlock))
    // Somebody who has come back as a viewer is one.
    try await fixture.moderate(
      .init(action: .unmute, userID: "m2"), by: .sample("own", .owner))
    try await fixture.post(by: .sample("m2"))
    try await fixture.moderate(.init(action: .mute, userID: "m2"))
  }
}
