import LiveComments
import ServerCore
import Testing

@testable import CommentServer

/// What is retracted is on no path again, and what comes back is on each at its own place.
struct RetractionTests {
  /// A way to retract a comment of bob's, and the way back. `ID` is the comment, `EVENT` what the
  /// retraction's `moderation_id` is.
  struct Way: Sendable, CustomTestStringConvertible {
    let there: String
    let back: String

    var testDescription: String { there }
  }

  static let ways = [
    Way(
      there: #"{"action":"delete","comment_ids":["ID"]}"#,
      back: #"{"action":"restore","comment_ids":["ID"]}"#),
    Way(
      there: #"{"action":"hold","comment_ids":["ID"]}"#,
      back: #"{"action":"approve","comment_ids":["ID"]}"#),
    Way(
      there: #"{"action":"purge_user","user_id":"bob"}"#,
      back: #"{"action":"restore","moderation_id":"EVENT"}"#),
  ]

  private static let moderation = "/streams/launch/moderation"

  @Test("live viewers are told at once, and no read shows it until it is back", arguments: ways)
  func everyPath(_ way: Way) async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let moderator = try server.token("mo", .moderator)
      var comments: [Comment] = []
      for (content, author) in [("a", "ada"), ("b", "bob"), ("c", "ada")] {
        comments.append(try await server.append(content, by: .sample(author)))
      }
      let subject = comments[1]
      let viewers = [
        try await server.join().0, try await server.join(token: server.token("eve")).0,
        try await server.join(token: moderator).0,
      ]
      _ = try await http.post(
        Self.moderation, #"{"action":"pin","comment_ids":["\#(subject.commentID)"]}"#,
        token: moderator)
      let there = way.there.replacing("ID", with: subject.commentID.rawValue)
      let retraction: ModerationEvent = try await http.post(
        Self.moderation, there, token: moderator
      ).decode()
      let state: CommentState = retraction.action == .hold ? .held : .deleted
      for viewer in viewers {
        let event = try await Self.event(retraction.modSeq, on: viewer)
        if event.action == .purgeUser {
          let from = try #require(event.fromSeq)
          let upto = try #require(event.uptoSeq)
          #expect(event.userID == "bob" && (from...upto).contains(subject.seq))
        } else {
          #expect(
            event.targets
              == [.init(commentID: subject.commentID, seq: subject.seq, state: state)])
        }
      }
      try await Self.expect([comments[0], comments[2]], on: server, without: subject)

      let back = way.back.replacing("ID", with: subject.commentID.rawValue)
        .replacing("EVENT", with: retraction.moderationID.rawValue)
      let answer = try await http.post(Self.moderation, back, token: moderator)
      #expect(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
      let restoration: ModerationEvent = try answer.decode()
      for viewer in viewers.prefix(2) {
        let event = try await Self.event(restoration.modSeq, on: viewer)
        #expect(event.comments == [subject])
        #expect(event.targets?.map(\.seq) == [subject.seq])
      }
      try await Self.expect(comments, on: server)
    }
  }

  /// The event at a position, once it has arrived.
  private static func event(
    _ modSeq: ModSeq, on socket: WebSocketClient
  ) async throws -> ModerationEvent {
    try await socket.first("the event \(modSeq)") { frame in
      guard case .moderation(let batch) = frame else { return nil }
      return batch.events.first { $0.modSeq == modSeq }
    }
  }

  /// Every read that a viewer has brings these comments.
  private static func expect(
    _ comments: [Comment], on server: ServerFixture, without retracted: Comment? = nil
  ) async throws {
    let http = try await server.http()
    for target in ["?last=10", "", "?after=0", "?after=0&wait=5&mod_after=0"] {
      let page: CommentPage = try await http.get("/streams/launch/comments\(target)").decode()
      #expect(page.comments == comments, "\(target)")
    }
    #expect(try await forwards(http) == comments)
    #expect(try await backwards(http) == comments)
    #expect(try await resumed(server) == comments)
    for comment in comments {
      let answer = try await http.get("/streams/launch/comments/\(comment.commentID)")
      #expect(try answer.decode() == comment)
    }
    if let retracted {
      let answer = try await http.get("/streams/launch/comments/\(retracted.commentID)")
      #expect(try answer.problem().code == .unknownComment)
      let reply = try await http.post(
        "/streams/launch/comments",
        #"{"content":"what?","reply_to":"\#(retracted.commentID)"}"#, token: server.token("eve"))
      #expect(try reply.problem().code == .unknownComment)
    }
    // A retraction unpins, and what comes back is not pinned again.
    let state: StreamState = try await http.get("/streams/launch").decode()
    #expect(state.pins == [])
  }

  /// History in pages of one.
  private static func forwards(_ http: HTTPClient) async throws -> [Comment] {
    var comments: [Comment] = []
    var after = Seq.zero
    while true {
      let page: CommentPage = try await http.get(
        "/streams/launch/comments?after=\(after)&limit=1"
      ).decode()
      comments += page.comments
      if page.upto == page.latestSeq { return comments }
      after = page.upto
    }
  }

  private static func backwards(_ http: HTTPClient) async throws -> [Comment] {
    var comments: [Comment] = []
    var page: CommentPage = try await http.get("/streams/launch/comments?last=1").decode()
    comments = page.comments
    while page.after > .zero {
      page = try await http.get("/streams/launch/comments?last=1&upto=\(page.after)").decode()
      comments = page.comments + comments
    }
    return comments
  }

  /// A connection that resumes from the beginning, and then asks for everything again.
  private static func resumed(_ server: ServerFixture) async throws -> [Comment] {
    let (socket, welcome) = try await server.join(
      resume: ResumePoint(epoch: server.log.epoch, lastSeenSeq: 0, lastModSeq: 0))
    #expect(welcome.resume == .inline)
    let resumed = try await covered(welcome.latestSeq, on: socket)
    let everything = Coverage<CommentPlane>(after: 0, upto: welcome.latestSeq)
    try await socket.send(.catchUp(ClientFrame.CatchUp(range: .comments(everything))))
    #expect(try await covered(welcome.latestSeq, on: socket) == resumed)
    return resumed
  }

  /// What batches bring until they cover everything up to a position.
  private static func covered(
    _ upto: Seq, on socket: WebSocketClient
  ) async throws -> [Comment] {
    var comments: [Comment] = []
    while true {
      let batch = try await socket.batch()
      comments += batch.comments
      if batch.upto >= upto { return comments }
    }
  }
}
