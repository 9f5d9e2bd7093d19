import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("Server-sent events")
struct EventStreamTests {
  private func delete(_ comment: Comment, _ server: ServerFixture) async throws {
    let answer = try await server.http().post(
      "/streams/launch/moderation",
      #"{"action":"delete","comment_ids":["\#(comment.commentID)"]}"#,
      token: try server.token("mo", .moderator))
    #expect(answer.status == 201)
  }

  @Test("they begin with welcome, and bring comments and deletions, each with both positions")
  func follow() async throws {
    try await ServerFixture.run { server in
      let events = try await server.events()
      let (welcome, greeting) = try await events.welcome()
      let epoch = server.log.epoch
      #expect(welcome.resume == .fresh && welcome.epoch == epoch)
      #expect(greeting.id == "\(epoch):0:0")
      // Whatever a `reconnect` before it has asked for.
      #expect(greeting.retry == 3_000)
      let comment = try await server.append("a\u{2028}b \"c\"")
      let (batch, delivery) = try await events.batch()
      #expect(batch.comments.map(\.content) == ["a\u{2028}b \"c\""])
      #expect(delivery.id == "\(epoch):1:0")
      try await delete(comment, server)
      let (retraction, event) = try await events.first("the deletion") {
        if case .moderation(let frame) = $0 { frame } else { nil }
      }
      #expect(retraction.events.first?.targets?.map(\.commentID) == [comment.commentID])
      #expect(event.id == "\(epoch):1:1")
    }
  }

  @Test(
    "they go on from the id, which the header may give or the query; the header goes first",
    arguments: [
      (query: "", header: "E:1:0"), (query: "?last_event_id=E:1:0", header: nil),
      (query: "?last_event_id=E:0:0", header: "E:1:0"),
    ] as [(query: String, header: String?)])
  func resume(query: String, header: String?) async throws {
    try await ServerFixture.run { server in
      let epoch = server.log.epoch.rawValue
      let first = try await server.append("one")
      try await server.append("two")
      try await delete(first, server)
      let events = try await server.events(
        "/streams/launch/events" + query.replacing("E", with: epoch),
        headers: header.map { ["Last-Event-ID: " + $0.replacing("E", with: epoch)] } ?? [])
      let (welcome, greeting) = try await events.welcome()
      #expect(welcome.resume == .inline)
      #expect(greeting.id == "\(epoch):1:0")
      guard case .moderation(let moderation) = try await events.next().frame else {
        Issue.record("moderation does not come first")
        return
      }
      #expect(moderation.coverage.after == .zero && moderation.events.count == 1)
      let (batch, event) = try await events.batch()
      #expect(batch.comments.map(\.content) == ["two"])
      #expect(event.id == "\(epoch):2:1")
    }
  }

  @Test("what the ring holds comes in frames, however much it is: a browser asks for no page")
  func longWay() async throws {
    let count = Limits.inlineComments + 100
    try await ServerFixture.run { server in
      let watcher = try await server.events()
      _ = try await watcher.welcome()
      for number in 1...count { try await server.append("\(number)") }
      let epoch = server.log.epoch
      let events = try await server.events(headers: ["Last-Event-ID: \(epoch):0:0"])
      let (welcome, greeting) = try await events.welcome()
      #expect(welcome.resume == .inline && greeting.id == "\(epoch):0:0")
      var position = Seq.zero
      while position.rawValue < count {
        let (batch, event) = try await events.batch()
        #expect(batch.coverage.after == position)
        position = batch.coverage.upto
        #expect(event.id == "\(epoch):\(position):0")
      }
    }
  }

  @Test("an id never claims what the reader was told to fetch: who comes back is told again")
  func holes() async throws {
    try await ServerFixture.run(fanout: FanoutLimits(ringComments: 4, ringEvents: 2)) { server in
      let watcher = try await server.events()
      _ = try await watcher.welcome()
      for number in 1...9 {
        let comment = try await server.append("\(number)")
        if number <= 5 { try await delete(comment, server) }
      }
      while try await watcher.batch().0.coverage.upto < 9 {}
      let epoch = server.log.epoch
      let events = try await server.events(headers: ["Last-Event-ID: \(epoch):1:1"])
      let (welcome, greeting) = try await events.welcome()
      #expect(welcome.resume == .history && greeting.id == "\(epoch):1:1")
      let (range, hole) = try await events.first("what to fetch of moderation") {
        if case .historyRequired(.moderation(let range)) = $0 { range } else { nil }
      }
      #expect(range.after == 1 && range.upto == 5 && hole.id == nil)
      let last = try await server.append("10")
      let (batch, live) = try await events.batch()
      #expect(batch.comments.map(\.content) == ["10"])
      #expect(live.id == "\(epoch):1:1")
      try await delete(last, server)
      let (_, event) = try await events.first("the deletion") {
        if case .moderation(let frame) = $0 { frame } else { nil }
      }
      #expect(event.id == "\(epoch):1:1")
    }
  }

  @Test(
    "a position that is void is said in welcome, whose id is where the reader stands now",
    arguments: [("other:0:0", ResetReason.epoch), ("E:9:0", .future), ("E:0:9", .future)])
  func reset(id: String, reason: ResetReason) async throws {
    try await ServerFixture.run { server in
      try await server.append("one")
      let epoch = server.log.epoch.rawValue
      let events = try await server.events(
        headers: ["Last-Event-ID: " + id.replacing("E", with: epoch)])
      let (welcome, greeting) = try await events.welcome()
      #expect(welcome.resume == .reset && welcome.reason == reason)
      #expect(greeting.id == "\(epoch):1:0")
    }
  }

  @Test(
    "an id that is no position of this server is a reset: refused, a browser would give up for good",
    arguments: ["garbage", "a:b:c", "E:12345678901234567890:0", "E:1:0, E:1:0"])
  func unreadableID(id: String) async throws {
    try await ServerFixture.run { server in
      try await server.append("one")
      let epoch = server.log.epoch.rawValue
      let events = try await server.events(
        headers: ["Last-Event-ID: " + id.replacing("E", with: epoch)])
      let (welcome, greeting) = try await events.welcome()
      #expect(welcome.resume == .reset && welcome.reason == .epoch)
      #expect(greeting.id == "\(epoch):1:0")
      try await server.append("two")
      #expect(try await events.batch().0.comments.map(\.content) == ["two"])
    }
  }

  @Test(
    "a request is served that offers another upgrade, says that it has no body, or names the server",
    arguments: [
      ("/streams/launch/events", ["Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings"]),
      ("/streams/launch/events", ["Content-Length: 0"]),
      ("http://test/streams/launch/events", []),
      ("HTTPS://test:443/streams/launch/events?last_event_id=E:0:0", []),
    ] as [(String, [String])])
  func requests(target: String, headers: [String]) async throws {
    try await ServerFixture.run { server in
      let events = try await server.events(
        target.replacing("E:", with: server.log.epoch.rawValue + ":"), headers: headers)
      _ = try await events.welcome()
      try await server.append("hi")
      #expect(try await events.batch().0.comments.map(\.content) == ["hi"])
    }
  }

  @Test("what follows a request that offers an upgrade is dropped")
  func leftover() async throws {
    try await ServerFixture.run { server in
      let connection = try await TCPClient.connect(port: server.address.port)
      try await connection.send(
        "GET /streams/launch/events HTTP/1.1\r\nHost: test\r\nUpgrade: h2c\r\n"
          + "Connection: upgrade\r\n\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
      let events = EventStreamClient(connection: connection)
      _ = try await connection.take("the head") { bytes -> Bool? in
        guard let end = HTTPClient.endOfHead(bytes) else { return nil }
        bytes.removeFirst(end)
        return true
      }
      _ = try await events.welcome()
      try await server.append("hi")
      #expect(try await events.batch().0.comments.map(\.content) == ["hi"])
    }
  }

  @Test(
    "what cannot be read is a problem document",
    arguments: [
      ("/streams/launch/events?last_event_id=1", [], 422, ProblemCode.invalid),
      ("/streams/launch/events", ["Content-Length: 1"], 422, .invalid),
      ("/streams/launch/events", ["Upgrade: websocket", "Connection: upgrade"], 422, .invalid),
      ("/streams/launch/events?token=x", [], 422, .invalid),
      ("/streams/L/events", [], 422, .invalid),
      ("/streams/launch/events", ["Authorization: Bearer x"], 401, .tokenInvalid),
    ] as [(String, [String], Int, ProblemCode)])
  func refusals(target: String, headers: [String], status: Int, code: ProblemCode) async throws {
    try await ServerFixture.run { server in
      let answer = try await server.http().request("GET", target, headers: headers)
      #expect(answer.status == status)
      #expect(try answer.problem().code == code)
    }
  }

  @Test("a connection that was used before serves them, and the pages that are allowed read them")
  func reusedConnection() async throws {
    try await ServerFixture.run(origins: ["https://example.org"]) { server in
      let http = try await server.http()
      #expect(try await http.get("/healthz").status == 200)
      let (events, head) = try await EventStreamClient.open(
        http.connection, headers: ["Origin: https://example.org"])
      #expect(head.hasPrefix("HTTP/1.1 200"))
      #expect(head.contains("Content-Type: text/event-stream\r\n"))
      #expect(head.contains("Access-Control-Allow-Origin: https://example.org\r\n"))
      _ = try await events.welcome()
      try await server.append("hi")
      #expect(try await events.batch().0.comments.map(\.content) == ["hi"])
      let (_, other) = try await EventStreamClient.open(
        server.http().connection, headers: ["Origin: https://evil.example"])
      #expect(!other.contains("Access-Control-Allow-Origin"))
    }
  }

  @Test("heartbeats are a comment and the positions; a reader that says nothing stays")
  func heartbeats() async throws {
    let limits = ConnectionLimits(heartbeat: .milliseconds(500), silentIntervals: 3)
    try await ServerFixture.run(connections: limits) { server in
      let events = try await server.events()
      _ = try await events.welcome()
      try await server.append("hi")
      for _ in 0..<4 {
        _ = try await events.first("a heartbeat") {
          if case .heartbeat = $0 { true } else { nil }
        }
      }
      let (heartbeat, event) = try await events.first("a heartbeat") {
        if case .heartbeat(let frame) = $0 { frame } else { nil }
      }
      #expect(event.comments == [": heartbeat"])
      #expect(heartbeat.latestSeq == Seq(rawValue: 1))
      #expect(event.id == "\(server.log.epoch):1:0")
    }
  }

  @Test("a shadow-banned author sees nothing of the ban, others nothing of the comment")
  func shadowBan() async throws {
    try await ServerFixture.run { server in
      let token = try server.token("ada")
      let ban = try await server.http().post(
        "/streams/launch/moderation", #"{"action":"shadow_ban","user_id":"ada"}"#,
        token: try server.token("mo", .moderator))
      #expect(ban.status == 201)
      let author = try await server.events(headers: ["Authorization: Bearer \(token)"])
      let viewer = try await server.events()
      #expect(try await author.welcome().0.you?.userID.rawValue == "ada")
      _ = try await viewer.welcome()
      try await server.append("unseen")
      #expect(try await author.batch().0.comments.map(\.state) == [.visible])
      #expect(try await viewer.batch().0.comments.isEmpty)
    }
  }

  @Test("a token that expires ends them")
  func ends() async throws {
    try await ServerFixture.run { server in
      let token = try server.token("ada", seconds: 2)
      let events = try await server.events(headers: ["Authorization: Bearer \(token)"])
      _ = try await events.welcome()
      let (failure, _) = try await events.first("the end of the token") {
        if case .error(let frame) = $0 { frame } else { nil }
      }
      #expect(failure.code == .tokenExpired)
      try await eventually("the connection ends") { events.connection.isClosed }
    }
  }

  @Test("a drain says when to come back, to the browser too, and ends the connection")
  func drain() async throws {
    let clients = HTTPBox()
    try await ServerFixture.run { server in
      let http = try await server.http()
      let (events, _) = try await EventStreamClient.open(http.connection)
      _ = try await events.welcome()
      clients.set(http)
    }
    let events = EventStreamClient(connection: try #require(clients.client).connection)
    let (delay, event) = try await events.first("reconnect") {
      if case .reconnect(let delay) = $0 { delay } else { nil }
    }
    #expect(event.retry == delay)
    try await eventually("the connection ends") { events.connection.isClosed }
  }

  @Test("a server that is full says when to come back, and takes no reader's position away")
  func full() async throws {
    try await ServerFixture.run(connections: ConnectionLimits(connections: 1)) { server in
      let position = "Last-Event-ID: \(server.log.epoch):0:0"
      let inside = try await server.events()
      _ = try await inside.welcome()
      let outside = try await server.events(headers: [position])
      let (failure, refusal) = try await outside.first("the refusal") {
        if case .error(let frame) = $0 { frame } else { nil }
      }
      #expect(failure.code == .unavailable && failure.temporary)
      let (delay, event) = try await outside.first("when to come back") {
        if case .reconnect(let delay) = $0 { delay } else { nil }
      }
      #expect(refusal.id == "\(server.log.epoch):0:0" && event.id == refusal.id)
      #expect(event.retry == delay && delay == failure.retryAfterMilliseconds && delay >= 1_000)
      try await eventually("the connection ends") { outside.connection.isClosed }
      await inside.connection.close()
      try await eventually("there is a place") {
        let events = try await server.events(headers: [position])
        return if case .welcome = try await events.next().frame { true } else { false }
      }
    }
  }

  @Test("who is put off while many come back keeps the position to come back with")
  func putOff() async throws {
    // About one an hour and event loop.
    try await ServerFixture.run(connections: ConnectionLimits(catchUpsPerSecond: 0.000_3)) {
      server in
      for number in 1...3 { try await server.append("\(number)") }
      let id = "\(server.log.epoch):1:0"
      let event = try await eventually("one is put off") { () -> EventStreamClient.Event? in
        let event = try await server.events(headers: ["Last-Event-ID: \(id)"]).next()
        return if case .reconnect = event.frame { event } else { nil }
      }
      guard case .reconnect(let milliseconds) = event.frame else { return }
      #expect(event.retry == milliseconds)
      #expect(event.id == id)
    }
  }

  @Test("a long poll that knows more moderation than there is has no position")
  func futureModeration() async throws {
    try await ServerFixture.run { server in
      try await server.append("one")
      for query in ["after=0&mod_after=5", "after=1&mod_after=5&wait=30"] {
        let answer = try await server.http().get("/streams/launch/comments?\(query)")
        #expect(answer.status == 410)
        #expect(try answer.problem().reason == .future)
      }
    }
  }
}
