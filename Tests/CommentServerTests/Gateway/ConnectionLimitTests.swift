import LiveComments
import TestSupport
import Testing

@testable import CommentServer

@Suite("The connection limit")
struct ConnectionLimitTests {
  @Test("who came in time is served, who came beyond is told when to come back")
  func beyondTheLimit() async throws {
    try await ServerFixture.run(connections: ConnectionLimits(connections: 2)) { server in
      let first = try await server.socket()
      let second = try await server.socket()
      let third = try await server.socket()
      for socket in [third, second, first] { try await socket.send(text: #"{"type":"hello"}"#) }
      let failure = try await third.failure()
      #expect(failure.code == .unavailable && failure.temporary)
      let delay = try await third.first("when to come back") {
        if case .reconnect(let delay) = $0 { delay } else { nil }
      }
      #expect(failure.retryAfterMilliseconds == delay)
      #expect(try await third.closeCode() == 4429)
      _ = try await second.welcome()
      _ = try await first.welcome()
    }
  }

  @Test("all connections are waited for, also by several")
  func untilNone() async {
    let connections = ConnectionCount()
    await connections.untilNone()
    #expect(connections.opened() == 1)
    #expect(connections.opened() == 2)
    await withTaskGroup { group in
      for _ in 0..<2 { group.addTask { await connections.untilNone() } }
      connections.closed()
      connections.closed()
      await group.waitForAll()
    }
    #expect(connections.value == 0)
  }
}
