import LiveComments
import NIOCore
import TestSupport
import Testing

@testable import CommentServer

extension ServerFixture {
  /// As many connections follow a stream, by the server's metrics.
  fileprivate func connections() async throws -> Int? {
    let text = String(decoding: try await http().get("/metrics").body, as: UTF8.self)
    return text.firstMatch(of: /(?m)^gavel_connections (\d+)$/).flatMap { Int($0.1) }
  }
}

/// Requests that wait: each holds a connection, and no longer than somebody waits for its answer.
@Suite("Long polls")
struct LongPollTests {
  private static func head(_ token: String? = nil) -> String {
    let authorization = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
    return """
      GET /streams/launch/comments?after=0&wait=30 HTTP/1.1\r
      Host: test\r
      \(authorization)\r

      """
  }

  @Test("a client that goes away leaves nothing behind")
  func abandoned() async throws {
    try await ServerFixture.run { server in
      var clients: [TCPClient] = []
      for _ in 0..<5 {
        let client = try await TCPClient.connect(port: server.address.port)
        try await client.send(Self.head())
        clients.append(client)
      }
      try await eventually("they wait") { try await server.connections() == 5 }
      for client in clients { await client.close() }
      // Long before the 30 s are over.
      try await eventually("they are gone", within: .seconds(20)) {
        try await server.connections() == 0
      }
    }
  }

  @Test("a token that runs out while it waits ends it")
  func expired() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let token = try server.token("ada", seconds: 2)
      try await http.connection.send(Self.head(token))
      let response = try await http.response()
      #expect(response.status == 401)
      #expect(try response.problem().code == .tokenExpired)
    }
  }

  @Test("as many as there may be connections, and no more")
  func bounded() async throws {
    try await ServerFixture.run(connections: ConnectionLimits(connections: 2)) { server in
      let first = try await server.http()
      let second = try await server.http()
      try await first.connection.send(Self.head())
      try await second.connection.send(Self.head())
      try await eventually("they wait") { try await server.connections() == 2 }
      let third = try await server.http()
      try await third.connection.send(Self.head())
      let response = try await third.response()
      #expect(response.status == 503)
      #expect(try response.problem().code == .unavailable)
    }
  }

  @Test("more than may wait for one stream are told to come back later, not at once with nothing")
  func busy() async throws {
    try await ServerFixture.run(fanout: FanoutLimits(longPolls: 2)) { server in
      let first = try await server.http()
      let second = try await server.http()
      try await first.connection.send(Self.head())
      try await second.connection.send(Self.head())
      try await eventually("they wait") { try await server.connections() == 2 }
      let third = try await server.http()
      try await third.connection.send(Self.head())
      let response = try await third.response()
      #expect(response.status == 429)
      #expect(response.headers["retry-after"] == "5")
      #expect(try response.problem().code == .busy)
      try await server.append("hi")
      #expect(try await first.response().status == 200)
      #expect(try await second.response().status == 200)
    }
  }
}
