import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("Reactions")
struct ReactionTests {
  private func react(_ emoji: String, count: Int? = nil, to id: CommentID? = nil) -> ClientFrame {
    .react(ClientFrame.React(emoji: emoji, count: count, commentID: id))
  }

  /// The first totals that `isWanted` holds for.
  private func totals(
    on socket: WebSocketClient, _ what: String,
    _ isWanted: @Sendable (ServerFrame.ReactionTotals) -> Bool
  ) async throws -> ServerFrame.ReactionTotals {
    try await socket.first(what) { frame in
      if case .reactions(let totals) = frame, isWanted(totals) { totals } else { nil }
    }
  }

  @Test("by frame and by HTTP they add up, of the stream and of a comment apart")
  func adding() async throws {
    try await ServerFixture.run { server in
      let comment = try await server.append("goal!")
      let (viewer, welcome) = try await server.join()
      #expect(welcome.state.reactions.isEmpty)
      let (sender, _) = try await server.join(token: server.token("bob"))
      try await sender.send(react("🔥", count: 3))
      try await sender.send(react("❤", to: comment.commentID))
      let http = try await server.http()
      let answer = try await http.post(
        "/streams/launch/reactions", #"{"emoji":"🔥","count":2}"#, token: server.token("eve"))
      #expect(answer.status == 202)
      #expect(answer.body.isEmpty)
      let onComment = try await http.post(
        "/streams/launch/reactions", #"{"emoji":"❤️","comment_id":"\#(comment.commentID)"}"#,
        token: server.token("eve"))
      #expect(onComment.status == 202)
      let shown = try await totals(on: viewer, "all totals") {
        $0.counts["🔥"] == 5 && $0.comments[comment.commentID.rawValue]?["❤️"] == 2
      }
      #expect(shown.windowMilliseconds == 500)
      #expect(shown.counts == ["🔥": 5])
      let state: StreamState = try await http.get("/streams/launch").decode()
      #expect(state.reactions == ["🔥": 5])
      let (late, lateWelcome) = try await server.join()
      #expect(lateWelcome.state.reactions == ["🔥": 5])
      _ = try await totals(on: late, "the comments' totals") {
        $0.comments[comment.commentID.rawValue] == ["❤️": 2]
      }
    }
  }

  @Test(
    "what is wrong is said, and the connection stays",
    arguments: [
      (#"{"type":"react","emoji":"no"}"#, "emoji"),
      (#"{"type":"react","emoji":"🔥🔥"}"#, "emoji"), (#"{"type":"react"}"#, "emoji"),
      (#"{"type":"react","emoji":"🔥","count":51}"#, "count"),
      (#"{"type":"react","emoji":"🔥","count":0}"#, "count"),
      (#"{"type":"react","emoji":"🔥","comment_id":"x"}"#, "comment_id"),
    ])
  func invalid(_ frame: String, _ field: String) async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join(token: server.token("ada"))
      try await socket.send(text: frame)
      let failure = try await socket.failure()
      #expect(failure.code == .invalid)
      #expect(failure.message.contains(field))
      try await socket.send(react("🔥"))
      _ = try await totals(on: socket, "the totals") { $0.counts == ["🔥": 1] }
    }
  }

  @Test(
    "HTTP says what is wrong",
    arguments: [
      (#"{"emoji":"x"}"#, "emoji"), (#"{"emoji":"🔥","count":51}"#, "count"), ("{}", "emoji"),
    ])
  func invalidRequest(_ body: String, _ field: String) async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let refused = try await http.post(
        "/streams/launch/reactions", body, token: server.token("ada"))
      #expect(refused.status == 422)
      #expect(try refused.problem().field == field)
      let stranger = try await http.post("/streams/launch/reactions", #"{"emoji":"🔥"}"#)
      #expect(stranger.status == 401)
    }
  }

  @Test("who is not known, or reacts to what is not there for them, is refused")
  func refusals() async throws {
    try await ServerFixture.run { server in
      let (stranger, _) = try await server.join()
      try await stranger.send(react("🔥"))
      #expect(try await stranger.failure().code == .tokenMissing)
      let deleted = try await server.append("gone")
      try await moderate(server, .init(action: .delete, commentIDs: [deleted.commentID]))
      let elsewhere = try await server.append("there", in: .premiere)
      let (socket, _) = try await server.join(token: server.token("bob"))
      for id in [deleted.commentID, elsewhere.commentID] {
        try await socket.send(react("🔥", to: id))
        #expect(try await socket.failure().code == .unknownComment)
        let answer = try await server.http().post(
          "/streams/launch/reactions", #"{"emoji":"🔥","comment_id":"\#(id)"}"#,
          token: server.token("eve"))
        #expect(try answer.problem().code == .unknownComment)
      }
    }
  }

  private func moderate(_ server: ServerFixture, _ request: ModerationRequest) async throws {
    let body = String(decoding: try WireCodec.encode(request), as: UTF8.self)
    let answer = try await server.http().post(
      "/streams/launch/moderation", body, token: server.token("mo", .moderator))
    #expect(answer.status == 201)
  }

  @Test("a muted user is refused from the mute on, a lift lets them react again")
  func mute() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join(token: server.token("ada"))
      try await socket.send(react("🔥"))
      _ = try await totals(on: socket, "the totals") { $0.counts == ["🔥": 1] }
      try await moderate(server, .init(action: .mute, userID: "ada"))
      _ = try await socket.moderation()
      try await socket.send(react("🔥"))
      #expect(try await socket.failure().code == .muted)
      let answer = try await server.http().post(
        "/streams/launch/reactions", #"{"emoji":"🔥"}"#, token: server.token("ada"))
      #expect(answer.status == 403)
      try await moderate(server, .init(action: .unmute, userID: "ada"))
      _ = try await socket.moderation()
      try await socket.send(react("🔥"))
      _ = try await totals(on: socket, "the totals") { $0.counts == ["🔥": 2] }
    }
  }

  @Test("one who reacts too fast is told so once, and the others are not")
  func rateLimited() async throws {
    let limits = ReactionLimits(perUser: RateLimit(perSecond: 0.01, burst: 5))
    try await ServerFixture.run(reactions: limits) { server in
      let (hot, _) = try await server.join(token: server.token("ada"))
      for _ in 0..<10 { try await hot.send(react("🔥")) }
      let failure = try await hot.failure()
      #expect(failure.code == .rateLimited)
      #expect(failure.temporary && failure.retryAfterMilliseconds ?? 0 > 0)
      let (other, _) = try await server.join(token: server.token("bob"))
      try await other.send(react("👍"))
      _ = try await totals(on: other, "both users' totals") { $0.counts == ["🔥": 5, "👍": 1] }
      let answer = try await server.http().post(
        "/streams/launch/reactions", #"{"emoji":"🔥"}"#, token: server.token("ada"))
      #expect(answer.status == 429)
      #expect(answer.headers["retry-after"] != nil)
    }
  }

  @Test("totals of a comment reach those who see it: its author, and moderators")
  func visibility() async throws {
    try await ServerFixture.run { server in
      try await server.append("before", by: .sample("troll"))
      try await moderate(server, .init(action: .shadowBan, userID: "troll"))
      let hidden = try await server.append("hidden", by: .sample("troll"))
      let (viewer, _) = try await server.join(token: server.token("bob"))
      let (author, _) = try await server.join(token: server.token("troll"))
      let (moderator, _) = try await server.join(token: server.token("mo", .moderator))
      try await author.send(react("👍", to: hidden.commentID))
      try await author.send(react("🔥"))
      for socket in [author, moderator] {
        _ = try await totals(on: socket, "the hidden comment's totals") {
          $0.counts == ["🔥": 1] && $0.comments == [hidden.commentID.rawValue: ["👍": 1]]
        }
      }
      let shown = try await totals(on: viewer, "the stream's totals") { $0.counts == ["🔥": 1] }
      #expect(shown.comments.isEmpty)
    }
  }

  @Test("totals of a retracted comment are not sent to whoever joins after it")
  func retraction() async throws {
    try await ServerFixture.run { server in
      let comment = try await server.append("goal!")
      let (sender, _) = try await server.join(token: server.token("bob"))
      try await sender.send(react("👍", to: comment.commentID))
      _ = try await totals(on: sender, "the comment's totals") { !$0.comments.isEmpty }
      try await moderate(server, .init(action: .delete, commentIDs: [comment.commentID]))
      let (viewer, _) = try await server.join()
      try await sender.send(react("🔥"))
      let shown = try await totals(on: viewer, "the stream's totals") { _ in true }
      #expect(shown.comments.isEmpty)
    }
  }

  @Test("readers of server-sent events get the same frames, without an id")
  func events() async throws {
    try await ServerFixture.run { server in
      let (events, _) = try await EventStreamClient.open(
        TCPClient.connect(port: server.address.port))
      guard case .welcome = try await events.next().frame else {
        Issue.record("the first event is no welcome")
        return
      }
      let answer = try await server.http().post(
        "/streams/launch/reactions", #"{"emoji":"🔥"}"#, token: server.token("ada"))
      #expect(answer.status == 202)
      while true {
        let event = try await events.next("the totals")
        guard case .reactions(let totals) = event.frame else { continue }
        #expect(totals.counts == ["🔥": 1])
        #expect(event.id == nil)
        return
      }
    }
  }

  @Test("a level from busy up makes the window 2 s, and the frame says so")
  func window() async throws {
    try await ServerFixture.run { server in
      try await moderate(server, .init(action: .setLevel, level: .fixed(.busy)))
      let (socket, _) = try await server.join(token: server.token("ada"))
      try await socket.send(react("🔥"))
      let shown = try await totals(on: socket, "the totals") { _ in true }
      #expect(shown.windowMilliseconds == 2_000)
    }
  }

  @Test("totals outlive a restart, those of the window under way too")
  func restart() async throws {
    let directory = try TemporaryDirectory()
    try await ServerFixture.run(directory: directory) { server in
      let comment = try await server.append("goal!")
      let (socket, _) = try await server.join(token: server.token("ada"))
      try await socket.send(react("🔥", count: 2))
      try await socket.send(react("👍", to: comment.commentID))
      // The answer to a later frame: the server has taken the reactions in, and nothing more.
      try await socket.send(.post(key: "k", PostRequest(content: "after")))
      _ = try await socket.ack()
    }
    try await ServerFixture.run(directory: directory) { server in
      let state: StreamState = try await server.http().get("/streams/launch").decode()
      #expect(state.reactions == ["🔥": 2])
      let (socket, welcome) = try await server.join(token: server.token("ada"))
      #expect(welcome.state.reactions == ["🔥": 2])
      let shown = try await totals(on: socket, "the comment's totals") { _ in true }
      #expect(Array(shown.comments.values) == [["👍": 1]])
      try await socket.send(react("🔥"))
      _ = try await totals(on: socket, "totals that go on") { $0.counts == ["🔥": 3] }
    }
  }
}
