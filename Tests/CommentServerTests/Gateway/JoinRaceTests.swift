import LiveComments
import TestSupport
import Testing

@testable import CommentServer

@Suite("Joining while comments arrive")
struct JoinRaceTests {
  @Test("a page, then hello: every comment arrives exactly once, however the two interleave")
  func pageThenHello() async throws {
    try await ServerFixture.run { server in
      let posting = Task {
        for number in 0..<400 { try await server.append("\(number)") }
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<12 {
          group.addTask { try await Self.followToTheEnd(server) }
        }
        try await group.waitForAll()
      }
      try await posting.value
    }
  }

  /// Joins as design §5.3 says, and checks that pages and batches meet without gap or repeat.
  private static func followToTheEnd(_ server: ServerFixture) async throws {
    let page: CommentPage = try await server.http()
      .get("/streams/launch/comments?last=1000").decode()
    let (socket, welcome) = try await server.join(
      resume: ResumePoint(
        epoch: page.epoch, lastSeenSeq: page.upto, lastModSeq: page.latestModSeq))
    #expect(welcome.resume == .inline)
    var contents = page.comments.map(\.content)
    var covered = page.upto
    while contents.count < 400 {
      let batch = try await socket.batch()
      #expect(batch.after <= covered)
      contents += batch.comments.filter { $0.seq > covered }.map(\.content)
      covered = max(covered, batch.upto)
    }
    #expect(contents == (0..<400).map(String.init))
    await socket.connection.close()
  }

  @Test("a fresh join proves its own completeness: what follows begins at its latest_seq")
  func freshJoins() async throws {
    try await ServerFixture.run { server in
      let posting = Task {
        for number in 0..<200 { try await server.append("\(number)") }
      }
      for _ in 0..<20 {
        let (socket, welcome) = try await server.join()
        guard welcome.latestSeq < 200 else { break }
        #expect(try await socket.batch().after == welcome.latestSeq)
        await socket.connection.close()
      }
      try await posting.value
    }
  }
}
