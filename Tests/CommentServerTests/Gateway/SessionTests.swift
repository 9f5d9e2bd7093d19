import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("A live session")
struct SessionTests {
  @Test("fresh: live from the latest, and nothing from before")
  func fresh() async throws {
    try await ServerFixture.run { server in
      try await server.append("before")
      let (socket, welcome) = try await server.join(token: try server.token("ada", .moderator))
      #expect(welcome.resume == .fresh)
      #expect(welcome.latestSeq == 1)
      #expect(welcome.you == User.sample("ada", .moderator))
      #expect(welcome.heartbeatMilliseconds == 15_000)
      #expect(welcome.state.viewers >= 1)
      try await server.append("after")
      let batch = try await socket.batch()
      #expect(batch.after == 1)
      #expect(batch.comments.map(\.content) == ["after"])
    }
  }

  @Test("without a token there is no you, and no writing")
  func anonymous() async throws {
    try await ServerFixture.run { server in
      let (socket, welcome) = try await server.join()
      #expect(welcome.you == nil)
      try await socket.send(.post(key: "k", PostRequest(content: "hello")))
      let failure = try await socket.failure()
      #expect(failure.code == .tokenMissing)
      #expect(failure.key == "k")
    }
  }

  @Test("a token for another stream reads without you")
  func otherStream() async throws {
    try await ServerFixture.run { server in
      let token = try server.token("ada", streams: .only([.premiere]))
      let (socket, welcome) = try await server.join(token: token)
      #expect(welcome.you == nil)
      try await socket.send(.post(key: "k", PostRequest(content: "hello")))
      #expect(try await socket.failure().code == .forbidden)
    }
  }

  @Test("a server without anonymous reading closes 4401, and 4403 for another stream")
  func noAnonymous() async throws {
    try await ServerFixture.run(allowsAnonymousReading: false) { server in
      let stranger = try await server.socket()
      try await stranger.send(.hello(ClientFrame.Hello()))
      #expect(try await stranger.failure().code == .tokenMissing)
      #expect(try await stranger.closeCode() == 4401)
      let other = try await server.socket(
        token: try server.token("ada", streams: .only([.premiere])))
      try await other.send(.hello(ClientFrame.Hello()))
      #expect(try await other.closeCode() == 4403)
      let (_, welcome) = try await server.join(token: try server.token("ada"))
      #expect(welcome.you != nil)
    }
  }

  @Test("inline: both planes' missing ranges follow at once")
  func inline() async throws {
    try await ServerFixture.run { server in
      let first = try await server.append("one")
      try await server.append("two")
      try await moderate(server, .init(action: .delete, commentIDs: [first.commentID]))
      try await server.append("three")
      let (socket, welcome) = try await server.join(
        resume: ResumePoint(epoch: server.log.epoch, lastSeenSeq: 1, lastModSeq: 0))
      #expect(welcome.resume == .inline)
      let events = try await socket.moderation()
      #expect(events.coverage == Coverage(after: 0, upto: 1))
      #expect(events.events.first?.targets?.first?.commentID == first.commentID)
      let batch = try await socket.batch()
      #expect(batch.after == 1)
      #expect(batch.upto == welcome.latestSeq)
      #expect(batch.comments.map(\.content) == ["two", "three"])
      #expect(batch.latestModSeq == 1)
    }
  }

  @Test("history: more than 500 comments are fetched over HTTP, moderation follows")
  func history() async throws {
    try await ServerFixture.run { server in
      for number in 0...500 { try await server.append("comment \(number)") }
      let first = try await server.append("the last")
      try await moderate(server, .init(action: .delete, commentIDs: [first.commentID]))
      let (socket, welcome) = try await server.join(
        resume: ResumePoint(epoch: server.log.epoch, lastSeenSeq: 0, lastModSeq: 0))
      #expect(welcome.resume == .history)
      #expect(welcome.latestSeq == 502)
      #expect(try await socket.moderation().coverage == Coverage(after: 0, upto: 1))
      try await server.append("live")
      #expect(try await socket.batch().after == 502)
    }
  }

  @Test("another epoch and a position of the future are reset, with the reason")
  func reset() async throws {
    try await ServerFixture.run { server in
      try await server.append("one")
      let other = try #require(Epoch(rawValue: "another"))
      for (epoch, seq, modSeq, reason) in [
        (other, 0, 0, ResetReason.epoch), (server.log.epoch, 2, 0, .future),
        (server.log.epoch, 0, 1, .future),
      ] as [(Epoch, Seq, ModSeq, ResetReason)] {
        let (_, welcome) = try await server.join(
          resume: ResumePoint(epoch: epoch, lastSeenSeq: seq, lastModSeq: modSeq))
        #expect(welcome.resume == .reset)
        #expect(welcome.reason == reason)
      }
    }
  }

  @Test("an ack comes before the batch that covers it, and posts keep their order")
  func ackFirst() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join(token: try server.token("ada"))
      for number in 0..<50 {
        try await socket.send(.post(key: "k\(number)", PostRequest(content: "\(number)")))
      }
      var acked: [Seq: String] = [:]
      var last = Seq.zero
      var seen: [String] = []
      while seen.count < 50 {
        try await socket.first("ack or comments") { frame -> Void? in
          switch frame {
          case .ack(.comment(let key, let seq, _, let state)):
            #expect(seq > last)
            #expect(state == .visible)
            last = seq
            acked[seq] = key
            return ()
          case .comments(let batch):
            for comment in batch.comments {
              #expect(acked[comment.seq] == "k\(comment.content)")
              seen.append(comment.content)
            }
            return ()
          default: return nil
          }
        }
      }
      #expect(seen == (0..<50).map(String.init))
    }
  }

  @Test("the same key again gives the same comment; with other content it is refused")
  func idempotency() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join(token: try server.token("ada"))
      try await socket.send(.post(key: "k", PostRequest(content: "once")))
      let first = try await socket.ack()
      try await socket.send(.post(key: "k", PostRequest(content: "once")))
      #expect(try await socket.ack() == first)
      try await socket.send(.post(key: "k", PostRequest(content: "twice")))
      #expect(try await socket.failure().code == .keyReused)
    }
  }

  @Test("what is refused says why, under its key")
  func refusals() async throws {
    try await ServerFixture.run(posts: PostLimits(perUser: RateLimit(perSecond: 0.01, burst: 1))) {
      server in
      let (socket, _) = try await server.join(token: try server.token("ada"))
      for (key, content, code) in [
        ("a", "", ProblemCode.invalid), ("b", String(repeating: "x", count: 501), .invalid),
        ("c", "\u{1B}[31m", .invalid), ("not a key", "text", .invalid),
      ] {
        try await socket.send(.post(key: key, PostRequest(content: content)))
        let failure = try await socket.failure()
        #expect(failure.key == key)
        #expect(failure.code == code)
        #expect(!failure.temporary)
      }
      try await socket.send(.post(key: "d", PostRequest(content: "one is allowed")))
      _ = try await socket.ack()
      try await socket.send(.post(key: "e", PostRequest(content: "two are not")))
      let failure = try await socket.failure()
      #expect(failure.code == .rateLimited)
      #expect(failure.temporary)
      #expect((failure.retryAfterMilliseconds ?? 0) > 0)
    }
  }

  @Test("catch_up gives the range, cut to the latest, on both planes")
  func catchUp() async throws {
    try await ServerFixture.run { server in
      for number in 1...5 { try await server.append("\(number)") }
      let (socket, _) = try await server.join()
      try await socket.send(
        .catchUp(.init(range: .comments(Coverage(after: 2, upto: 4)))))
      var batch = try await socket.batch()
      #expect(batch.coverage == Coverage(after: 2, upto: 4))
      #expect(batch.comments.map(\.content) == ["3", "4"])
      try await socket.send(
        .catchUp(.init(range: .comments(Coverage(after: 3, upto: 900)))))
      batch = try await socket.batch()
      #expect(batch.coverage == Coverage(after: 3, upto: 5))
      try await socket.send(
        .catchUp(.init(range: .moderation(Coverage(after: 0, upto: 0)))))
      #expect(try await socket.moderation().events.isEmpty)
    }
  }

  @Test("a catch_up from a position of the future closes 4100")
  func voidCatchUp() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join()
      try await socket.send(
        .catchUp(.init(range: .comments(Coverage(after: 7, upto: 9)))))
      #expect(try await socket.closeCode() == 4100)
    }
  }

  @Test("two catch_ups of one plane at once: the second is rate_limited")
  func catchUpsAtOnce() async throws {
    try await ServerFixture.run { server in
      try await server.append("one")
      let (socket, _) = try await server.join()
      let request = try WireCodec.encode(
        ClientFrame.catchUp(.init(range: .comments(Coverage(after: 0, upto: 1)))))
      let frame = WebSocketClient.frame(first: 0x81, request)
      try await socket.connection.send(frame + frame)
      #expect(try await socket.failure().code == .rateLimited)
      #expect(try await socket.batch().comments.count == 1)
    }
  }

  @Test("a catch_up that is too large is sent to HTTP")
  func largeCatchUp() async throws {
    try await ServerFixture.run { server in
      for number in 0...500 { try await server.append("comment \(number)") }
      let (socket, _) = try await server.join()
      let range = PlaneRange.comments(Coverage(after: 0, upto: 501))
      try await socket.send(.catchUp(.init(range: range)))
      let answer = try await socket.first("history_required") {
        if case .historyRequired(let range) = $0 { range } else { nil }
      }
      #expect(answer == range)
    }
  }

  @Test("a heartbeat says what was flushed, and silence after three ends in 4003")
  func heartbeat() async throws {
    try await ServerFixture.run(connections: ConnectionLimits(heartbeat: .milliseconds(300))) {
      server in
      try await server.append("one")
      let (socket, welcome) = try await server.join()
      #expect(welcome.heartbeatMilliseconds == 300)
      let heartbeat = try await socket.first("heartbeat") {
        if case .heartbeat(let frame) = $0 { frame } else { nil }
      }
      #expect(heartbeat.latestSeq == 1)
      #expect(try await socket.closeCode() == 4003)
    }
  }

  @Test("any frame is a sign of life")
  func life() async throws {
    try await ServerFixture.run(connections: ConnectionLimits(heartbeat: .milliseconds(500))) {
      server in
      let (socket, _) = try await server.join()
      for _ in 0..<6 {
        let heartbeat = try await socket.first("heartbeat") {
          if case .heartbeat(let frame) = $0 { frame } else { nil }
        }
        try await socket.send(
          .seen(lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq))
      }
    }
  }

  @Test("a token that expires ends the connection with 4401")
  func expiry() async throws {
    try await ServerFixture.run { server in
      // Whole seconds: the token is valid for one to two of them.
      let (socket, _) = try await server.join(token: try server.token("ada", seconds: 2))
      #expect(try await socket.failure().code == .tokenExpired)
      #expect(try await socket.closeCode() == 4401)
    }
  }

  @Test("moderation reaches viewers without its actor, and moderators with it")
  func audiences() async throws {
    try await ServerFixture.run { server in
      let comment = try await server.append("spam")
      let (viewer, _) = try await server.join()
      let (moderator, _) = try await server.join(token: try server.token("mo", .moderator))
      try await moderator.send(
        .moderate(
          key: "k",
          ModerationRequest(action: .delete, commentIDs: [comment.commentID], reason: "spam")))
      #expect(try await moderator.ack().key == "k")
      let seen = try await viewer.moderation().events
      #expect(seen.map(\.action) == [.delete])
      #expect(seen.first?.actor == nil)
      #expect(seen.first?.reason == nil)
      let known = try await moderator.moderation().events
      #expect(known.first?.actor == "mo")
      #expect(known.first?.reason == "spam")
    }
  }

  @Test("a shadow-banned author reads their own comments, others do not, coverage is the same")
  func shadowBan() async throws {
    try await ServerFixture.run { server in
      try await moderate(server, .init(action: .shadowBan, userID: "troll"))
      let (troll, _) = try await server.join(token: try server.token("troll"))
      let (viewer, _) = try await server.join()
      try await troll.send(.post(key: "k", PostRequest(content: "hehe")))
      guard case .comment(_, _, _, let state) = try await troll.ack() else {
        Issue.record("an ack of a post names the comment")
        return
      }
      #expect(state == .visible)
      let own = try await troll.batch()
      let others = try await viewer.batch()
      #expect(own.comments.map(\.state) == [.visible])
      #expect(others.comments.isEmpty)
      #expect(own.coverage == others.coverage)
    }
  }

  @Test("a change of the stream's controls is said at once, and in the next welcome")
  func status() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join()
      try await eventually("the viewer is counted") {
        let state: StreamState = try await server.http().get("/streams/launch").decode()
        return state.viewers == 1
      }
      try await moderate(server, .init(action: .slowMode, seconds: 7))
      let status = try await socket.first("status") {
        if case .status(let frame) = $0, frame.slowModeSeconds == 7 { frame } else { nil }
      }
      #expect(status.latestModSeq == 1)
      #expect(status.viewers == 1)
      let (_, welcome) = try await server.join()
      #expect(welcome.state.slowModeSeconds == 7)
    }
  }

  private func moderate(_ server: ServerFixture, _ request: ModerationRequest) async throws {
    let answer = try await server.http().post(
      "/streams/launch/moderation", String(decoding: try WireCodec.encode(request), as: UTF8.self),
      token: try server.token("mo", .moderator))
    #expect(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
  }
}
