import GRDB
import LiveComments
import ServerCore
import Testing

@testable import CommentServer

struct UserCardTests {
  @Test("a card counts by present state, whoever and whatever decided it")
  func counts() async throws {
    let fixture = try LogFixture()
    var ids: [CommentID] = []
    for number in 0..<5 { ids.append(try await fixture.post("\(number)").comment.commentID) }
    try await fixture.post(by: .sample("bob"))
    try await fixture.moderate(.init(action: .hold, commentIDs: [ids[0], ids[1]]))
    try await fixture.moderate(.init(action: .delete, commentIDs: [ids[2]]))
    #expect(try await card(fixture).counts == ["HELD": 2, "DELETED": 1, "VISIBLE": 2])
    try await fixture.moderate(.init(action: .purgeUser, userID: "ada"))
    try await fixture.moderate(.init(action: .restore, commentIDs: [ids[4]]))
    try await fixture.moderate(.init(action: .shadowBan, userID: "ada"))
    try await fixture.post("last")
    let card = try await card(fixture)
    #expect(card.counts == ["DELETED": 4, "VISIBLE": 1, "SHADOW_BANNED": 1])
    #expect(card.comments.map(\.content) == ["0", "1", "2", "3", "4", "last"])
    #expect(card.comments.map(\.state).last == .shadowBanned)
    #expect(card.isShadowBanned && !card.isMuted)
    #expect(card.userName == "ADA" && card.role == .viewer)
    #expect(
      card.actions.map(\.action) == [.hold, .delete, .purgeUser, .restore, .shadowBan])
  }

  @Test("a card says which mute holds, and until when")
  func mutes() async throws {
    let fixture = try LogFixture()
    try await fixture.moderate(.init(action: .mute, userID: "ada", durationSeconds: 60))
    let limited = try await card(fixture)
    #expect(limited.isMuted && limited.counts.isEmpty && limited.userName == "ada")
    #expect(limited.mutedUntil?.milliseconds == fixture.clock.now.time.milliseconds + 60_000)
    fixture.clock.advance(by: .seconds(61))
    #expect(try await !card(fixture).isMuted)
    try await fixture.moderate(
      .init(action: .mute, userID: "ada", scope: "*"), by: .sample("own", .owner),
      actsEverywhere: true, in: .premiere)
    let everywhere = try await card(fixture)
    #expect(everywhere.isMuted && everywhere.mutedUntil == nil)
  }

  @Test("a card shows the last 50 comments and the last 50 actions")
  func last() async throws {
    let fixture = try LogFixture()
    await fixture.postAll(70, by: .sample("ada"))
    for _ in 0..<30 {
      try await fixture.moderate(.init(action: .mute, userID: "ada"))
      try await fixture.moderate(.init(action: .unmute, userID: "ada"))
    }
    let card = try await card(fixture)
    #expect(card.comments.map(\.seq) == (21...70).map { Seq(integerLiteral: $0) })
    #expect(card.actions.map(\.modSeq) == (11...60).map { ModSeq(integerLiteral: $0) })
    #expect(card.counts == ["VISIBLE": 70])
  }

  @Test("nobody knows who never did anything")
  func unknown() async throws {
    let fixture = try LogFixture()
    for _ in 0..<2 {
      let problem = await #expect(throws: Problem.self) { try await card(fixture) }
      #expect(problem?.code == .unknownUser)
      try await fixture.post(by: .sample("bob"))
    }
  }

  @Test("counting reads an index, not the comments")
  func indexed() async throws {
    let fixture = try LogFixture()
    let plan = try await fixture.log.database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          EXPLAIN QUERY PLAN SELECT c.state AS present, count(*)
          FROM comments AS c INDEXED BY comments_by_author
          WHERE c.stream = 1 AND c.user_id = 'ada' GROUP BY present
          """
      ).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("COVERING INDEX comments_by_author") }, "\(plan)")
  }

  private func card(_ fixture: LogFixture) async throws -> UserCard {
    try await fixture.log.userCard(of: "ada", in: .launch)
  }
}
