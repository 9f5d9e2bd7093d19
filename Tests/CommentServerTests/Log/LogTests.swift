import Foundation
import GRDB
import LiveComments
import Logging
import ServerCore
import Synchronization
import TestSupport
import Testing

@testable import CommentServer

@Suite("What the server logs")
struct LogTests {
  /// In everything that a client writes; nothing of it may be logged.
  private static let written = "xyzzy-plugh"

  @Test("names requests and connections, and never tells a token or what was written")
  func secrets() async throws {
    let capture = LogCapture()
    let used = Mutex<[String]>([])
    try await ServerFixture.run(logger: capture.logger) { server in
      let tokens = try await useEverything(of: server)
      used.withLock { $0 = tokens }
    }
    let tokens = used.withLock(\.self)
    let lines = capture.lines
    #expect(lines.contains { $0.contains("request ") && $0.contains("hb.request.id=") })
    #expect(lines.contains { $0.contains("joined ") && $0.contains("connection=") })
    #expect(lines.contains { $0.contains("refused ") && $0.contains("code=invalid") })
    #expect(lines.contains { $0.contains("closing ") && $0.contains("code=4400") })
    #expect(tokens.count > 3)
    for line in lines {
      #expect(!line.contains(Self.written), "\(line)")
      for token in tokens { #expect(!line.contains(token), "\(line)") }
      // Nor a part of one: its claims, or its signature.
      for part in tokens.flatMap({ $0.split(separator: ".") }) where part.count > 40 {
        #expect(!line.contains(part), "\(line)")
      }
    }
  }

  /// Posts, refusals, bad frames and moderation, by every way in. Returns the tokens that were used.
  private func useEverything(of server: ServerFixture) async throws -> [String] {
    let written = Self.written
    let ada = try server.token("ada")
    let moderator = try server.token("mo", .moderator)
    let expired = try server.token("eve", seconds: -60)
    let wrong = ada.dropLast(8) + "AAAAAAAA"
    let http = try await server.http()
    let posted = try await http.post(
      "/streams/launch/comments", #"{"content":"\#(written)"}"#, token: ada)
    let comment: Comment = try posted.decode()
    #expect(posted.headers["x-request-id"]?.isEmpty == false)
    _ = try await http.request(
      "PUT", "/streams/launch/rules", token: moderator,
      body: #"{"blocklist":{"do":"reject","words":["\#(written)"]}}"#)
    for (body, token) in [
      (#"{"content":"\#(written)"}"#, ada), (#"{"content":"\#(written)\u0007"}"#, ada),
      (#"{"content":["\#(written)"]}"#, ada), (#"{"\#(written)":1}"#, ada), (written, ada),
      (#"{"content":"\#(written)"}"#, expired), (#"{"content":"\#(written)"}"#, String(wrong)),
    ] {
      let refused = try await http.post("/streams/launch/comments", body, token: token)
      #expect(refused.status >= 400)
      #expect(refused.headers["x-request-id"]?.isEmpty == false)
    }
    _ = try await http.get("/streams/launch/comments?\(written)=\(written)", token: ada)
    _ = try await http.get("/streams/launch/users/\(written)", token: moderator)
    _ = try await http.get("/\(written)")
    _ = try await http.post(
      "/streams/launch/moderation",
      #"{"action":"delete","comment_ids":["\#(comment.commentID)"],"reason":"\#(written)"}"#,
      token: moderator)
    _ = try await http.post(
      "/streams/launch/moderation", #"{"action":"\#(written)"}"#, token: moderator)
    _ = try await server.http().raw("GET /\(written) HTTP/9.9\r\n\r\n")

    let (socket, _) = try await server.join(token: ada)
    for frame in [
      #"{"type":"post","key":"k1","content":"\#(written)"}"#,
      #"{"type":"post","key":"k2","content":{"\#(written)":1}}"#,
      #"{"type":"react","emoji":"\#(written)"}"#,
      #"{"type":"moderate","key":"k3","action":"lock","reason":"\#(written)"}"#,
    ] {
      try await socket.send(text: frame)
      _ = try await socket.failure()
    }
    for bad in [#"{"type":"\#(written)"}"#, written, #"{"type":"catch_up","plane":"\#(written)"}"#]
    {
      let (socket, _) = try await server.join(token: ada)
      try await socket.send(text: bad)
      #expect(try await socket.closeCode() == 4400)
    }
    let stranger = try await server.socket(token: ada)
    try await stranger.send(.hello(ClientFrame.Hello(token: String(wrong))))
    _ = try await stranger.closeCode()
    let (events, _) = try await EventStreamClient.open(
      TCPClient.connect(port: server.address.port), headers: ["Authorization: Bearer \(ada)"])
    _ = try await events.next("welcome")
    return [ada, moderator, expired, String(wrong)]
  }

  @Test("names a connection and the request that it began with, as the answer does")
  func requestIDs() async throws {
    let capture = LogCapture()
    let answered = Mutex<[String]>([])
    try await ServerFixture.run(logger: capture.logger) { server in
      let socket = try await server.http().raw(
        "GET /streams/launch/live HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\n"
          + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: \(WebSocketClient.key)\r\n\r\n")
      #expect(socket.status == 101)
      let (events, head) = try await EventStreamClient.open(
        TCPClient.connect(port: server.address.port))
      _ = try await events.welcome()
      let line = try #require(
        head.components(separatedBy: "\r\n").first { $0.hasPrefix("X-Request-Id: ") })
      let ids = [try #require(socket.headers["x-request-id"]), String(line.dropFirst(14))]
      answered.withLock { $0 = ids }
    }
    let lines = capture.lines
    for (id, message) in zip(answered.withLock(\.self), [" closing ", " joined "]) {
      #expect(id.count > 8)
      #expect(
        lines.contains {
          $0.contains(message) && $0.contains("hb.request.id=\(id)") && $0.contains("connection=")
        })
    }
  }

  @Test("errors of the database tell nothing of what was to be stored")
  func databaseErrors() async throws {
    let capture = LogCapture()
    let fixture = try LogFixture { $0.logger = capture.logger }
    try await fixture.post("before")
    try await fixture.log.database.write {
      try $0.execute(
        sql: """
          CREATE TRIGGER broken BEFORE INSERT ON comments BEGIN SELECT RAISE(ABORT, 'broken'); END
          """)
    }
    await #expect(throws: Problem.self) {
      try await fixture.post(Self.written, by: .sample(Self.written))
    }
    try await fixture.log.database.write {
      try $0.execute(sql: "ALTER TABLE comments RENAME TO gone")
    }
    await #expect(throws: Problem.self) {
      try await fixture.log.userCard(of: UserID(rawValue: Self.written), in: .launch)
    }
    #expect(capture.lines.contains { $0.hasPrefix("error the log cannot be written") })
    #expect(capture.lines.contains { $0.hasPrefix("error a read failed") })
    #expect(!capture.lines.contains { $0.contains(Self.written) })
  }
}
