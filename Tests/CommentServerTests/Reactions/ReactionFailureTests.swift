import GRDB
import LiveComments
import TestSupport
import Testing

@testable import CommentServer

@Suite("Reactions while the log cannot be read")
struct ReactionFailureTests {
  private func react(_ count: Int, on server: ServerFixture) async throws -> HTTPClient.Response {
    try await server.http().post(
      "/streams/launch/reactions", #"{"emoji":"🔥","count":\#(count)}"#, token: server.token("ada"))
  }

  private func rename(_ table: String, to name: String, in log: SQLiteCommentLog) async throws {
    try await log.database.write { try $0.execute(sql: "ALTER TABLE \(table) RENAME TO \(name)") }
  }

  @Test(
    "a stream that cannot be opened takes no reactions, and its totals stay",
    arguments: ["reactions", "comments"])
  func totalsStay(_ table: String) async throws {
    let directory = try TemporaryDirectory()
    try await ServerFixture.run(directory: directory) { server in
      try await server.append("before")
      #expect(try await react(5, on: server).status == 202)
    }
    try await ServerFixture.run(directory: directory) { server in
      try await rename(table, to: "gone", in: server.log)
      let refused = try await react(1, on: server)
      #expect(refused.status == 503)
      #expect(refused.headers["retry-after"] != nil)
      #expect(try refused.problem().code == .unavailable)
      try await rename("gone", to: table, in: server.log)
      #expect(try await react(2, on: server).status == 202)
    }
    try await ServerFixture.run(directory: directory) { server in
      let state: StreamState = try await server.http().get("/streams/launch").decode()
      #expect(state.reactions == ["🔥": 7])
    }
  }

  @Test("a stream is opened for whoever joins it, however many reads wait")
  func fullGate() async throws {
    try await ServerFixture.run { server in
      let comment = try await server.append("before")
      var entered = 0
      while (try? server.log.reads.enter()) != nil { entered += 1 }
      defer { for _ in 0..<entered { server.log.reads.leave() } }
      let (_, welcome) = try await server.join()
      #expect(welcome.latestSeq == comment.seq)
    }
  }
}
