import LiveComments
import ServerCore
import Testing

@testable import CommentServer

@Suite("The level of a stream in the log")
struct StorageLevelTests {
  private func controls(_ fixture: LogFixture) async throws -> StreamControls {
    try await fixture.log.summary(of: .launch).controls
  }

  private func events(_ fixture: LogFixture) async throws -> [ModerationEvent] {
    try await fixture.log.events(
      EventQuery(after: .zero, upto: nil, limit: 100), of: .launch, for: .moderators, epoch: nil
    ).events
  }

  private func note(_ level: Level, _ fixture: LogFixture) {
    fixture.log.note(LevelChange(streamID: .launch, level: level, reason: "340 comments/s"))
  }

  private func setLevel(_ level: LevelChoice, _ fixture: LogFixture) async throws {
    try await fixture.moderate(ModerationRequest(action: .setLevel, level: level))
  }

  @Test("what the policy finds is one automated event with its reason, and outlives a restart")
  func automatic() async throws {
    let fixture = try LogFixture()
    try await fixture.post()
    note(.hot, fixture)
    note(.hot, fixture)
    try await eventually { try await controls(fixture).automaticLevel == .hot }
    note(.hot, fixture)
    try await fixture.post(by: .sample("bob"))
    let event = try #require(try await events(fixture).first)
    #expect(try await events(fixture).count == 1)
    #expect(event.action == .setLevel)
    #expect(event.level == .fixed(.hot))
    #expect(event.actorKind == .automated)
    #expect(event.actor == nil)
    #expect(event.reason == "340 comments/s")
    let published = try await fixture.allPublications(of: .launch).compactMap(\.controls).last
    #expect(published?.effectiveLevel == .hot)
    try await fixture.reopen()
    #expect(try await controls(fixture) == StreamControls(automaticLevel: .hot))
    try await fixture.post(in: .premiere)
    #expect(try await fixture.log.mitigatedStreams() == [.launch])
  }

  @Test("while a moderator has fixed the level the policy writes nothing; auto begins at normal")
  func overridden() async throws {
    let fixture = try LogFixture()
    try await fixture.post()
    note(.hot, fixture)
    try await eventually { try await controls(fixture).effectiveLevel == .hot }
    try await setLevel(.fixed(.normal), fixture)
    #expect(try await controls(fixture).effectiveLevel == .normal)
    note(.critical, fixture)
    try await fixture.post()
    #expect(
      try await controls(fixture)
        == StreamControls(level: .fixed(.normal), automaticLevel: .normal))
    try await setLevel(.auto, fixture)
    #expect(try await controls(fixture).effectiveLevel == .normal)
    note(.busy, fixture)
    try await eventually { try await controls(fixture).effectiveLevel == .busy }
    #expect(
      try await events(fixture).map(\.level)
        == [.fixed(.hot), .fixed(.normal), .auto, .fixed(.busy)])
  }

  @Test("a stream that nobody has used has no level")
  func unused() async throws {
    let fixture = try LogFixture()
    note(.hot, fixture)
    try await fixture.post(in: .premiere)
    #expect(try await fixture.log.summary(of: .launch).latestModSeq == .zero)
  }

  @Test("automatic slow mode holds per user, across restarts, and for viewers only")
  func slowMode() async throws {
    let fixture = try LogFixture()
    try await fixture.post()
    try await fixture.post(by: .sample("bob"))
    note(.hot, fixture)
    try await eventually { try await controls(fixture).automaticLevel == .hot }
    fixture.clock.advance(by: .milliseconds(4_000))
    await #expect(throws: Problem.self) { try await fixture.post() }
    try await fixture.reopen()
    do {
      try await fixture.post()
      Issue.record("it is too soon")
    } catch {
      let problem = try #require(error as? Problem)
      #expect(problem.code == .slowMode)
      #expect(problem.retryAfterMilliseconds == 1_000)
    }
    try await fixture.post(by: .sample("carol"))
    for _ in 0..<2 { try await fixture.post(by: .sample("mo", .moderator)) }
    for _ in 0..<2 {
      try await fixture.post(by: .sample("bridge", .service), as: .sample("dora"))
    }
    fixture.clock.advance(by: .milliseconds(1_000))
    try await fixture.post()
    try await fixture.moderate(ModerationRequest(action: .slowMode, seconds: 20))
    fixture.clock.advance(by: .milliseconds(19_000))
    await #expect(throws: Problem.self) { try await fixture.post() }
    try await setLevel(.fixed(.normal), fixture)
    fixture.clock.advance(by: .milliseconds(1_000))
    try await fixture.post()
    try await fixture.moderate(ModerationRequest(action: .slowMode, seconds: 0))
    try await fixture.post()
  }
}
