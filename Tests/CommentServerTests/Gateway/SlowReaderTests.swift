import Foundation
import LiveComments
import TestSupport
import Testing

@testable import CommentServer

@Suite("A viewer that does not read")
struct SlowReaderTests {
  /// Enough to fill the kernel's buffers on both sides of a connection.
  private static let filling = 4_000
  private static let text = String(repeating: "x", count: 480)

  private func stalled(_ server: ServerFixture) async throws -> WebSocketClient {
    let connection = try await TCPClient.connect(
      port: server.address.port, readsAtOnce: false, receiveBuffer: 4_096)
    let hello = WebSocketClient.frame(first: 0x81, Array(#"{"type":"hello"}"#.utf8))
    try await connection.send(Array(WebSocketClient.handshake(.launch).utf8) + hello)
    return WebSocketClient(connection: connection)
  }

  private func fill(_ server: ServerFixture) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<40 {
        group.addTask {
          for _ in 0..<(Self.filling / 40) { try await server.append(Self.text) }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("it skips, and goes on without a gap when it reads again; the others do not wait")
  func resumes() async throws {
    try await ServerFixture.run { server in
      let slow = try await stalled(server)
      let (quick, _) = try await server.join()
      // The slow one has joined before the first comment, or there would be nothing to skip.
      try await eventually("both watch") {
        let state: StreamState = try await server.http().get("/streams/launch").decode()
        return state.viewers == 2
      }
      try await fill(server)
      var covered = Seq.zero
      while covered < Seq(integerLiteral: Int64(Self.filling)) {
        covered = try await quick.batch().upto
      }
      try await slow.connection.startReading()
      #expect(try await HTTPClient(connection: slow.connection).response().status == 101)
      _ = try await slow.welcome()
      var position = Seq.zero
      while position < Seq(integerLiteral: Int64(Self.filling)) {
        let next = try await slow.first("comments or history_required") { frame in
          switch frame {
          case .comments(let batch): batch.coverage
          case .historyRequired(.comments(let range)): range
          default: nil
          }
        }
        #expect(next.after == position)
        position = next.upto
      }
    }
  }

  @Test("a status that could not be written is said as soon as one can, before what was skipped")
  func status() async throws {
    try await ServerFixture.run { server in
      let slow = try await stalled(server)
      try await eventually("it watches") {
        let state: StreamState = try await server.http().get("/streams/launch").decode()
        return state.viewers == 1
      }
      try await fill(server)
      let (moderator, _) = try await server.join(token: try server.token("mo", .moderator))
      try await moderator.send(
        .moderate(key: "k", ModerationRequest(action: .slowMode, seconds: 7)))
      _ = try await moderator.first("its status") { frame in
        if case .status(let status) = frame, status.slowModeSeconds == 7 { status } else { nil }
      }
      try await slow.connection.startReading()
      #expect(try await HTTPClient(connection: slow.connection).response().status == 101)
      _ = try await slow.welcome()
      var isTold = false
      var position = Seq.zero
      while position < Seq(integerLiteral: Int64(Self.filling)) {
        guard case .frame(let frame) = try await slow.next("what it missed") else { continue }
        switch frame {
        case .status(let status): isTold = status.slowModeSeconds == 7
        case .comments(let batch): position = batch.upto
        case .historyRequired(.comments(let range)): position = range.upto
        default: break
        }
      }
      #expect(isTold)
    }
  }

  @Test("moderation that cannot be delivered for too long ends it with 4001")
  func slowConsumer() async throws {
    try await ServerFixture.run(connections: ConnectionLimits(slowConsumer: .milliseconds(200))) {
      server in
      let slow = try await stalled(server)
      try await eventually("it watches") {
        let state: StreamState = try await server.http().get("/streams/launch").decode()
        return state.viewers == 1
      }
      try await fill(server)
      let (moderator, _) = try await server.join(token: try server.token("mo", .moderator))
      try await moderator.send(.moderate(key: "k", ModerationRequest(action: .lock)))
      _ = try await moderator.ack()
      try await eventually("the slow one is gone") {
        let state: StreamState = try await server.http().get("/streams/launch").decode()
        return state.viewers == 1
      }
      try await eventually("its end is counted") {
        let text = String(decoding: try await server.http().get("/metrics").body, as: UTF8.self)
        return text.contains("gavel_connections_ended_total{code=\"4001\"} 1\n")
      }
      #if os(Linux)
        // The kernel would go on offering the rest for minutes.
        try await eventually("the kernel keeps nothing for it") {
          try Self.unsentBytes(fromPort: server.address.port) == 0
        }
      #endif
      await slow.connection.close()
    }
  }

  /// What the kernel holds of connections to a port, from the server's end (proc_net_tcp(5)).
  private static func unsentBytes(fromPort port: Int) throws -> Int {
    let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
    return table.split(separator: "\n").dropFirst().reduce(0) { sum, line in
      let fields = line.split(separator: " ")
      guard fields.count > 4, let own = fields[1].split(separator: ":").last,
        Int(own, radix: 16) == port,
        let unsent = fields[4].split(separator: ":").first.flatMap({ Int($0, radix: 16) })
      else { return sum }
      return sum + unsent
    }
  }

  @Test("what waits for it is bounded, whatever it misses, and can be seen")
  func bounded() async throws {
    try await ServerFixture.run { server in
      let slow = try await stalled(server)
      try await eventually("it watches") {
        let state: StreamState = try await server.http().get("/streams/launch").decode()
        return state.viewers == 1
      }
      try await fill(server)
      let bytes = try await eventually("it is known as slow") { () -> Int? in
        let text = String(decoding: try await server.http().get("/metrics").body, as: UTF8.self)
        guard text.contains("gavel_slow_viewers{stream=\"launch\"} 1\n") else { return nil }
        let line = text.split(separator: "\n").first {
          $0.hasPrefix("gavel_outbound_queued_bytes{")
        }
        return line?.split(separator: " ").last.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
      }
      // The watermark, one frame, and what goes out on its own account; it has missed 2 MB.
      #expect(bytes < 64 * 1_024 + StreamView.frameBytes + 16 * 1_024)
      await slow.connection.close()
    }
  }

  @Test("a reader of events that takes nothing in any more is gone after the silent intervals")
  func events() async throws {
    try await ServerFixture.run(connections: ConnectionLimits(heartbeat: .milliseconds(500))) {
      server in
      let connection = try await TCPClient.connect(
        port: server.address.port, readsAtOnce: false, receiveBuffer: 4_096)
      try await connection.send("GET /streams/launch/events HTTP/1.1\r\nHost: test\r\n\r\n")
      func viewers() async throws -> Int {
        let state: StreamState = try await server.http().get("/streams/launch").decode()
        return state.viewers
      }
      try await eventually("it reads") { try await viewers() == 1 }
      try await fill(server)
      try await eventually("it is gone") { try await viewers() == 0 }
      await connection.close()
    }
  }
}
