import LiveComments
import TestSupport
import Testing

@testable import CommentServer

@Suite("The WebSocket handshake")
struct HandshakeTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    /// Lines of the request; the host is added.
    var lines: [String]
    var status: Int
    var code: ProblemCode?
  }

  private static let upgrade = [
    "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: \(WebSocketClient.key)",
  ]
  private static let live = "GET /streams/launch/live HTTP/1.1"

  static let cases: [Case] = [
    Case(testDescription: "a plain handshake", lines: [live] + upgrade, status: 101),
    Case(
      testDescription: "the subprotocol among others",
      lines: [live] + upgrade + ["Sec-WebSocket-Protocol: other, gavel.v1"], status: 101),
    Case(
      testDescription: "a token list in Connection",
      lines: [live, "Connection: keep-alive, Upgrade"] + upgrade.dropFirst(), status: 101),
    Case(
      testDescription: "an allowed origin",
      lines: [live] + upgrade + ["Origin: https://ok.example"], status: 101),
    Case(
      testDescription: "a query", lines: ["GET /streams/launch/live?a=b HTTP/1.1"] + upgrade,
      status: 101),
    Case(
      testDescription: "other subprotocols only",
      lines: [live] + upgrade + ["Sec-WebSocket-Protocol: gavel.v2"], status: 400, code: .invalid),
    Case(
      testDescription: "another origin", lines: [live] + upgrade + ["Origin: https://no.example"],
      status: 403, code: .forbidden),
    Case(
      testDescription: "version 8",
      lines: [live] + upgrade.filter { !$0.contains("Version") } + ["Sec-WebSocket-Version: 8"],
      status: 426, code: .invalid),
    Case(
      testDescription: "no key", lines: [live] + upgrade.dropLast(), status: 400, code: .invalid),
    Case(
      testDescription: "a short key",
      lines: [live] + upgrade.dropLast() + ["Sec-WebSocket-Key: abcd"], status: 400, code: .invalid
    ),
    Case(
      testDescription: "POST", lines: ["POST /streams/launch/live HTTP/1.1"] + upgrade,
      status: 400, code: .invalid),
    Case(
      testDescription: "a bad stream id", lines: ["GET /streams/No!/live HTTP/1.1"] + upgrade,
      status: 422, code: .invalid),
    Case(
      testDescription: "no upgrade", lines: [live], status: 426, code: .invalid),
    Case(
      testDescription: "a token that is none",
      lines: [live] + upgrade + ["Authorization: Bearer x.y.z"], status: 401, code: .tokenInvalid),
    Case(
      testDescription: "another scheme",
      lines: [live] + upgrade + ["Authorization: Basic abc"], status: 401, code: .tokenInvalid),
    Case(
      testDescription: "a body", lines: [live] + upgrade + ["Content-Length: 3"], status: 400,
      code: .invalid),
  ]

  @Test("a handshake is accepted or refused with a problem")
  func table() async throws {
    try await ServerFixture.run(origins: ["https://ok.example"]) {
      server in
      for handshake in Self.cases {
        let http = try await server.http()
        let text = (handshake.lines + ["Host: test", "", ""]).joined(separator: "\r\n")
        let response = try await http.raw(
          handshake.testDescription == "a body" ? text + "abc" : text)
        #expect(response.status == handshake.status, "\(handshake.testDescription)")
        if let code = handshake.code {
          #expect(try response.problem().code == code, "\(handshake.testDescription)")
        }
        await http.connection.close()
      }
    }
  }

  @Test("the answer proves that the key was read, and names the subprotocol only when offered")
  func answer() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let plain = try await http.raw(WebSocketClient.handshake(.launch))
      #expect(plain.headers["sec-websocket-accept"] == WebSocketClient.acceptedKey)
      #expect(plain.headers["sec-websocket-protocol"] == nil)
      let second = try await server.http()
      let offered = try await second.raw(
        WebSocketClient.handshake(.launch, headers: ["Sec-WebSocket-Protocol: gavel.v1"]))
      #expect(offered.headers["sec-websocket-protocol"] == "gavel.v1")
    }
  }

  @Test("frames that come with the handshake in one packet are read")
  func eagerHello() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let hello = WebSocketClient.frame(first: 0x81, Array(#"{"type":"hello"}"#.utf8))
      try await http.connection.send(Array(WebSocketClient.handshake(.launch).utf8) + hello)
      #expect(try await http.response().status == 101)
      let welcome = try await WebSocketClient(connection: http.connection).welcome()
      #expect(welcome.resume == .fresh)
    }
  }
}
