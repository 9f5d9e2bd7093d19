import Foundation
import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

/// A shadow-banned author is told exactly what one who is not is told.
struct ShadowBanTests {
  /// Everything that one account receives, with what must differ between two streams evened out.
  private struct Transcript {
    var lines: [String] = []
    private var names: [String: String] = [:]

    mutating func add(_ text: String, _ streamID: StreamID) {
      var line = text.replacing(streamID.rawValue, with: "STREAM")
      line.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, with: "TIME")
      line.replace(/"connection_id":"[^"]*"/, with: "CONNECTION")
      for id in line.matches(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}/) {
        let id = String(id.output)
        let name = names[id] ?? "ID\(names.count)"
        names[id] = name
      }
      for (id, name) in names { line.replace(id, with: name) }
      lines.append(line)
    }
  }

  /// One account's day in one stream, and all that it is told.
  private struct Day {
    let server: ServerFixture
    let streamID: StreamID
    let token: String
    let http: HTTPClient
    var transcript = Transcript()

    init(_ server: ServerFixture, _ streamID: StreamID) async throws {
      self.server = server
      self.streamID = streamID
      token = try server.token("ada")
      http = try await server.http()
    }

    mutating func read(_ target: String) async throws {
      take(try await http.get("/streams/\(streamID)\(target)", token: token))
    }

    @discardableResult
    mutating func send(_ target: String, _ body: String) async throws -> HTTPClient.Response {
      let answer = try await http.post("/streams/\(streamID)\(target)", body, token: token)
      take(answer)
      return answer
    }

    private mutating func take(_ answer: HTTPClient.Response) {
      let text = String(decoding: answer.body, as: UTF8.self)
      transcript.add("\(answer.status) \(text)", streamID)
    }

    /// Takes frames until `seq` or `modSeq` is covered. Status frames come with the clock, not with
    /// what happens.
    mutating func watch(
      _ socket: WebSocketClient, until seq: Seq? = nil, modSeq: ModSeq? = nil
    ) async throws {
      while true {
        guard case .frame(let frame) = try await socket.next("news") else { continue }
        if case .status = frame { continue }
        transcript.add(String(decoding: try WireCodec.encode(frame), as: UTF8.self), streamID)
        switch frame {
        case .comments(let batch): if let seq, batch.upto >= seq { return }
        case .moderation(let batch): if let modSeq, batch.upto >= modSeq { return }
        default: break
        }
      }
    }

    func moderate(_ json: String) async throws -> ModerationEvent {
      let answer = try await server.http().post(
        "/streams/\(streamID)/moderation", json, token: server.token("mo", .moderator))
      #expect(answer.status == 201)
      return try answer.decode()
    }

    /// Posts, replies, deletes, is moderated, reads back and reconnects.
    mutating func run() async throws {
      let (socket, _) = try await server.join(streamID, token: token)
      var own: [Comment] = []
      for number in 0..<3 {
        let answer = try await send("/comments", #"{"content":"mine \#(number)"}"#)
        let comment: Comment = try answer.decode()
        own.append(comment)
        try await watch(socket, until: comment.seq)
        let other = try await server.append("other \(number)", by: .sample("bob"), in: streamID)
        try await watch(socket, until: other.seq)
      }
      try await socket.send(.post(key: "k", PostRequest(content: "by socket")))
      try await watch(socket, until: 8)
      try await socket.send(.post(key: "k", PostRequest(content: "by socket")))
      try await socket.send(.post(key: "l", PostRequest(content: "again")))
      try await watch(socket, until: 9)
      try await send(
        "/comments", #"{"content":"a reply","reply_to":"\#(own[1].commentID)"}"#)
      try await watch(socket, until: 10)
      let delete = #"{"action":"delete","comment_ids":["\#(own[2].commentID)"]}"#
      let deleted: ModerationEvent = try await send("/moderation", delete).decode()
      try await watch(socket, modSeq: deleted.modSeq)
      for action in ["hold", "approve", "delete", "restore"] {
        let event = try await moderate(
          #"{"action":"\#(action)","comment_ids":["\#(own[0].commentID)"]}"#)
        try await watch(socket, modSeq: event.modSeq)
      }
      try await readBack(own)
      try await reconnect(after: own[0])
    }

    private func viewers() async throws -> Int {
      let state: StreamState = try await http.get("/streams/\(streamID)", token: token).decode()
      return state.viewers
    }

    private mutating func readBack(_ own: [Comment]) async throws {
      // Viewers are counted in their own time.
      let day = self
      try await eventually { try await day.viewers() == 1 }
      for target in [
        "", "/comments", "/comments?last=2", "/comments?after=0&limit=3", "/comments?after=0",
        "/comments?state=HELD", "/moderation?after=0", "/users/ada", "/rules",
      ] {
        try await read(target)
      }
      for comment in own { try await read("/comments/\(comment.commentID)") }
    }

    private mutating func reconnect(after comment: Comment) async throws {
      let (socket, welcome) = try await server.join(
        streamID, token: token,
        resume: ResumePoint(epoch: server.log.epoch, lastSeenSeq: 0, lastModSeq: 0))
      try await watch(socket, until: welcome.latestSeq)
      let range = Coverage<CommentPlane>(after: 0, upto: welcome.latestSeq)
      try await socket.send(.catchUp(ClientFrame.CatchUp(range: .comments(range))))
      try await watch(socket, until: welcome.latestSeq)
    }
  }

  @Test("the transcripts of a shadow-banned and of another account are the same")
  func diff() async throws {
    try await ServerFixture.run { server in
      var transcripts: [[String]] = []
      for (streamID, action) in [
        (StreamID.launch, "shadow_ban"), (.premiere, "lift_shadow_ban"),
      ] {
        try await server.append("first", by: .sample("bob"), in: streamID)
        var day = try await Day(server, streamID)
        _ = try await day.moderate(#"{"action":"\#(action)","user_id":"ada"}"#)
        try await day.run()
        transcripts.append(day.transcript.lines)
      }
      #expect(transcripts[0].count > 30)
      for (banned, free) in zip(transcripts[0], transcripts[1]) { #expect(banned == free) }
      #expect(transcripts[0].count == transcripts[1].count)
      #expect(!transcripts[0].joined().contains("SHADOW"))
    }
  }

  @Test("nobody else receives anything of a shadow-banned author's comments")
  func hidden() async throws {
    try await ServerFixture.run { server in
      try await server.append("first", by: .sample("bob"))
      let (other, _) = try await server.join(token: server.token("bob"))
      let (anonymous, _) = try await server.join()
      let day = try await Day(server, .launch)
      _ = try await day.moderate(#"{"action":"shadow_ban","user_id":"ada"}"#)
      let secret = try await server.append("secret")
      let last = try await server.append("last", by: .sample("bob"))
      for socket in [other, anonymous] {
        while true {
          let batch = try await socket.batch()
          #expect(!batch.comments.contains { $0.userID == "ada" })
          if batch.upto >= last.seq { break }
        }
      }
      let http = try await server.http()
      let one = try await http.get("/streams/launch/comments/\(secret.commentID)")
      #expect(try one.problem().code == .unknownComment)
      let reply = try await http.post(
        "/streams/launch/comments", #"{"content":"what?","reply_to":"\#(secret.commentID)"}"#,
        token: server.token("bob"))
      #expect(try reply.problem().code == .unknownComment)
      let pinned = try await http.post(
        "/streams/launch/moderation", #"{"action":"pin","comment_ids":["\#(secret.commentID)"]}"#,
        token: server.token("mo", .moderator))
      #expect(try pinned.problem().code == .conflict)
    }
  }
}
