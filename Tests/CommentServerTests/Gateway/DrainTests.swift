import GRDB
import LiveComments
import TestSupport
import Testing

@testable import CommentServer

@Suite("A planned end")
struct DrainTests {
  @Test("clients are told when to come back, posts in flight are answered, the close is 4002")
  func drain() async throws {
    let sockets = SocketBox()
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join(token: try server.token("ada"))
      for number in 0..<20 {
        try await socket.send(.post(key: "k\(number)", PostRequest(content: "\(number)")))
      }
      // The last one is known to the server: what follows is the drain.
      _ = try await socket.first("the first ack") { frame -> Bool? in
        if case .ack = frame { true } else { nil }
      }
      sockets.set(socket)
    }
    let socket = try #require(sockets.socket)
    var isTold = false
    while true {
      switch try await socket.next("the end") {
      case .frame(.reconnect(let delay)):
        #expect(delay >= 0)
        isTold = true
      case .frame(.error(let failure)): #expect(failure.temporary)
      case .close(let code):
        #expect(code == 4002)
        #expect(isTold)
        return
      case .frame, .ping, .pong: break
      }
    }
  }

  @Test("a post that the log is still to store is answered before the connection closes")
  func lateAnswer() async throws {
    let sockets = SocketBox()
    // Holds the one writing connection: nothing is stored until it is let go.
    let disk = Latch()
    defer { disk.open() }
    async let end: Void = ServerFixture.run { server in
      let (socket, _) = try await server.join(token: try server.token("ada"))
      server.log.database.asyncWriteWithoutTransaction { _ in disk.wait() }
      try await socket.send(.post(key: "late", PostRequest(content: "late")))
      try await eventually("the post waits") { server.log.waitingCount == 1 }
      sockets.set(socket)
    }
    try await eventually("the server drains") { sockets.socket != nil }
    let socket = try #require(sockets.socket)
    _ = try await socket.first("reconnect") { if case .reconnect = $0 { true } else { nil } }
    disk.open()
    let key = try await socket.first("the ack") { frame -> String? in
      if case .ack(.comment(let key, _, _, _)) = frame { key } else { nil }
    }
    #expect(key == "late")
    #expect(try await socket.next("the end") == .close(code: 4002))
    try await socket.connection.send(WebSocketClient.frame(first: 0x88, [0x03, 0xE8]))
    try await end
  }

  @Test("a long poll does not hold the end up")
  func longPoll() async throws {
    let clients = HTTPBox()
    try await within(.seconds(20), "the server ends") {
      try await ServerFixture.run { server in
        let http = try await server.http()
        try await http.connection.send(
          "GET /streams/launch/comments?after=0&wait=30 HTTP/1.1\r\nHost: test\r\n\r\n")
        // Answered only after the request before it has been taken in.
        _ = try await server.http().get("/healthz")
        clients.set(http)
      }
    }
    let response = try await #require(clients.client).response()
    #expect(response.status == 200)
  }
}
