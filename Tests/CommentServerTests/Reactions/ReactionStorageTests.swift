import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("What the log keeps of reactions")
struct ReactionStorageTests {
  private func emoji(_ text: String) throws -> Emoji { try #require(Emoji(text)) }

  @Test("totals are read at once, and after a restart")
  func keeping() async throws {
    let fixture = try LogFixture()
    let fire = try emoji("🔥")
    let comment = try await fixture.post("goal!").comment
    fixture.log.keep(
      ReactionRecord(stream: [fire: 2], comments: [comment.seq: [fire: 1]]), of: .launch)
    fixture.log.keep(ReactionRecord(stream: [fire: 3]), of: .launch)
    for isReopened in [false, true] {
      if isReopened { try await fixture.reopen() }
      let stored = try await fixture.log.reactions(of: .launch)
      #expect(stored.stream == [fire: 3])
      #expect(stored.comments.map(\.0) == [comment])
      #expect(stored.comments.map(\.1) == [[fire: 1]])
      let totals = try await fixture.log.reactions(to: [comment], of: .launch)
      #expect(totals == [comment.commentID: [fire: 1]])
    }
  }

  @Test("reactions are a stream's first use, and comments follow them")
  func firstUse() async throws {
    let fixture = try LogFixture()
    let fire = try emoji("🔥")
    fixture.log.keep(ReactionRecord(stream: [fire: 1]), of: .premiere)
    try await eventually("the totals are written") {
      try await fixture.rowCount(of: "reactions") == 1
    }
    #expect(try await fixture.post("hello", in: .premiere).comment.seq == 1)
    #expect(try await fixture.log.reactions(of: .premiere).stream == [fire: 1])
  }

  @Test("a commit takes along what waits, so that posts cannot keep it from the disk")
  func withCommits() async throws {
    let fixture = try LogFixture()
    let fire = try emoji("🔥")
    let latch = try await fixture.holdWriter()
    async let receipt = fixture.post("hello")
    try await eventually("the post waits") { fixture.log.waitingCount == 1 }
    fixture.log.keep(ReactionRecord(stream: [fire: 1]), of: .launch)
    #expect(try await fixture.log.reactions(of: .launch).stream == [fire: 1])
    latch.open()
    _ = try await receipt
    #expect(try await fixture.rowCount(of: "reactions") == 1)
  }

  @Test("mutes that hold are known: of the stream, and of all")
  func mutes() async throws {
    let fixture = try LogFixture()
    try await fixture.post()
    try await fixture.moderate(.init(action: .mute, userID: "ada", durationSeconds: 60))
    try await fixture.moderate(.init(action: .mute, userID: "bob"))
    try await fixture.moderate(.init(action: .mute, userID: "eve"))
    try await fixture.moderate(.init(action: .unmute, userID: "eve"))
    let mutes = try await fixture.log.mutes(of: .launch)
    #expect(Set(mutes.stream.keys) == ["ada", "bob"])
    #expect(mutes.stream["bob"] == .indefinite)
    #expect(mutes.everywhere.isEmpty)
    #expect(try await fixture.log.mutes(of: .premiere) == StoredMutes())
  }
}
