import LiveComments
import TestSupport
import Testing

@testable import CommentServer

@Suite("Violations of the protocol")
struct ProtocolViolationTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    /// Sent after the welcome, or instead of hello.
    var bytes: [UInt8]
    var isGreeted = true
    var code: UInt16
  }

  private static func text(_ payload: String, first: UInt8 = 0x81) -> [UInt8] {
    WebSocketClient.frame(first: first, Array(payload.utf8))
  }

  static let cases: [Case] = [
    Case(
      testDescription: "an unmasked frame",
      bytes: WebSocketClient.frame(first: 0x81, Array("{}".utf8), masked: false), code: 1002),
    Case(testDescription: "a reserved bit", bytes: text("{}", first: 0xC1), code: 1002),
    Case(testDescription: "a reserved opcode", bytes: text("{}", first: 0x85), code: 1002),
    Case(testDescription: "a binary frame", bytes: text("{}", first: 0x82), code: 1003),
    Case(
      testDescription: "text that is not UTF-8",
      bytes: WebSocketClient.frame(first: 0x81, [0xFF, 0xFE]), code: 1007),
    Case(
      testDescription: "16 KiB and one byte",
      bytes: text(String(repeating: "a", count: 16 * 1_024 + 1)), code: 1009),
    Case(testDescription: "not JSON", bytes: text("hello"), code: 4400),
    Case(testDescription: "no object", bytes: text("[]"), code: 4400),
    Case(testDescription: "no type", bytes: text("{}"), code: 4400),
    Case(testDescription: "an unknown type", bytes: text(#"{"type":"dance"}"#), code: 4400),
    Case(testDescription: "a second hello", bytes: text(#"{"type":"hello"}"#), code: 4400),
    Case(
      testDescription: "a position below 0",
      bytes: text(#"{"type":"seen","last_seen_seq":-1,"last_mod_seq":0}"#), code: 4400),
    Case(
      testDescription: "a range that ends before it begins",
      bytes: text(#"{"type":"catch_up","plane":"comments","after":2,"upto":1}"#), code: 4400),
    Case(
      testDescription: "a post before hello",
      bytes: text(#"{"type":"post","key":"k","content":"c"}"#), isGreeted: false, code: 4400),
    Case(
      testDescription: "two positions of three",
      bytes: text(#"{"type":"hello","epoch":"e","last_seen_seq":0}"#), isGreeted: false, code: 4400
    ),
    Case(
      testDescription: "a bad token in hello", bytes: text(#"{"type":"hello","token":"a.b.c"}"#),
      isGreeted: false, code: 4401),
  ]

  @Test("a violation ends its connection with its code, and no other")
  func table() async throws {
    try await ServerFixture.run { server in
      let (witness, _) = try await server.join(token: try server.token("witness"))
      for violation in Self.cases {
        let socket =
          violation.isGreeted ? try await server.join().0 : try await server.socket()
        try await socket.connection.send(violation.bytes)
        #expect(try await socket.closeCode() == violation.code, "\(violation.testDescription)")
        await socket.connection.close()
      }
      try await witness.send(.post(key: "k", PostRequest(content: "still here")))
      _ = try await witness.ack()
    }
  }

  @Test("a request that does not read well is refused under its key, and the connection goes on")
  func badRequest() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join(token: try server.token("ada"))
      try await socket.send(text: #"{"type":"post","key":"k1","content":5}"#)
      let failure = try await socket.failure()
      #expect(failure.key == "k1")
      #expect(failure.code == .invalid)
      try await socket.send(.post(key: "k2", PostRequest(content: "fine")))
      #expect(try await socket.ack().key == "k2")
    }
  }

  @Test("a ping is answered with its payload, between fragments too")
  func ping() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join(token: try server.token("ada"))
      let post = Array(#"{"type":"post","key":"k","content":"in two parts"}"#.utf8)
      try await socket.connection.send(
        WebSocketClient.frame(first: 0x01, post[..<20])
          + WebSocketClient.frame(first: 0x89, [7, 8, 9])
          + WebSocketClient.frame(first: 0x80, post[20...]))
      #expect(try await socket.next() == .pong([7, 8, 9]))
      #expect(try await socket.ack().key == "k")
    }
  }

  @Test("a close is answered with its own code", arguments: [1000, 4321] as [UInt16])
  func closeEcho(_ code: UInt16) async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join()
      try await socket.connection.send(
        WebSocketClient.frame(first: 0x88, [UInt8(code >> 8), UInt8(code & 0xFF)]))
      #expect(try await socket.closeCode() == code)
      try await eventually("the connection ends") { socket.connection.isClosed }
    }
  }

  @Test("silence before hello ends in 4408")
  func noHello() async throws {
    try await ServerFixture.run(connections: ConnectionLimits(hello: .milliseconds(100))) {
      server in
      let socket = try await server.socket()
      #expect(try await socket.closeCode() == 4408)
    }
  }
}
