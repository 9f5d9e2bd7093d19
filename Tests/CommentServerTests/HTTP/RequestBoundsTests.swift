import LiveComments
import TestSupport
import Testing

@testable import CommentServer

@Suite("The bounds of a request")
struct RequestBoundsTests {
  @Test("a body that says it is too large is refused before it is sent")
  func announcedSize() async throws {
    try await ServerFixture.run { server in
      let answer = try await server.http().raw(
        "POST /streams/launch/comments HTTP/1.1\r\nHost: a\r\n"
          + "Authorization: Bearer \(try server.token("ada"))\r\nIdempotency-Key: k\r\n"
          + "Content-Length: 65537\r\n\r\n")
      #expect(answer.status == 413)
      #expect(try answer.problem().code == .tooLarge)
    }
  }

  @Test("a head, a body or a next request that does not come in time ends the connection")
  func slowLoris() async throws {
    try await ServerFixture.run(
      connections: ConnectionLimits(
        requestHead: .milliseconds(100), requestBody: .milliseconds(100),
        keepAlive: .milliseconds(100))
    ) { server in
      let silent = try await server.http()
      let partial = try await server.http()
      try await partial.connection.send("GET /healthz HTTP/1.1\r\nHost:")
      let body = try await server.http()
      try await body.connection.send(
        "POST /streams/launch/comments HTTP/1.1\r\nHost: a\r\n"
          + "Authorization: Bearer \(try server.token("ada"))\r\nIdempotency-Key: k\r\n"
          + "Content-Length: 100\r\n\r\n{")
      let idle = try await server.http()
      _ = try await idle.get("/healthz")
      for client in [silent, partial, body, idle] {
        try await eventually("the connection ends") { client.connection.isClosed }
      }
    }
  }

  @Test("a client that waits to be told sends its body then, and not when the body is too large")
  func expectContinue() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let head = """
        POST /streams/launch/comments HTTP/1.1\r
        Host: test\r
        Authorization: Bearer \(try server.token("ada"))\r
        Idempotency-Key: k\r
        Expect: 100-continue\r

        """
      let body = #"{"content":"hi"}"#
      let goOn = try await http.raw(head + "Content-Length: \(body.utf8.count)\r\n\r\n")
      #expect(goOn.status == 100)
      #expect(try await http.raw(body).status == 201)
      let large = try await server.http().raw(
        head + "Content-Length: \(Limits.bodyBytes + 1)\r\n\r\n")
      #expect(large.status == 413)
    }
  }
}
