import LiveComments
import ServerCore
import Testing

@testable import CommentServer

/// Each action by each role, over HTTP and over WebSocket, as a program would that knows the contract
/// only.
struct ModerationRolesTests {
  /// Who asks. `stranger` moderates another stream.
  enum Asker: CaseIterable {
    case nobody, stranger, viewer, service, moderator, owner, ownerOfAll

    func token(_ server: ServerFixture) throws -> String? {
      switch self {
      case .nobody: nil
      case .stranger: try server.token("stranger", .moderator, streams: .only([.premiere]))
      case .viewer: try server.token("ada", .viewer, streams: .only([.launch]))
      case .service: try server.token("bridge", .service, streams: .only([.launch]))
      case .moderator: try server.token("mo", .moderator, streams: .only([.launch]))
      case .owner: try server.token("own", .owner, streams: .only([.launch]))
      case .ownerOfAll: try server.token("all", .owner)
      }
    }
  }

  /// A request, and who may make it. `OTHER` is somebody else's comment, `OWN` the viewer's.
  private static let requests: [(json: String, allowed: [Asker])] = {
    let moderators: [Asker] = [.moderator, .owner, .ownerOfAll]
    let owners: [Asker] = [.owner, .ownerOfAll]
    return [
      (#"{"action":"delete","comment_ids":["OWN"]}"#, moderators + [.viewer]),
      (#"{"action":"delete","comment_ids":["OTHER"]}"#, moderators),
      (#"{"action":"hold","comment_ids":["OTHER"]}"#, moderators),
      (#"{"action":"approve","comment_ids":["HELD"]}"#, moderators),
      (#"{"action":"reject","comment_ids":["HELD"]}"#, moderators),
      (#"{"action":"restore","comment_ids":["DELETED"]}"#, moderators),
      (#"{"action":"pin","comment_ids":["OTHER"]}"#, moderators),
      (#"{"action":"unpin","comment_ids":["OTHER"]}"#, moderators),
      (#"{"action":"purge_user","user_id":"bob"}"#, moderators),
      (#"{"action":"mute","user_id":"bob","duration_s":60}"#, moderators),
      (#"{"action":"unmute","user_id":"bob"}"#, moderators),
      (#"{"action":"shadow_ban","user_id":"bob"}"#, moderators),
      (#"{"action":"lift_shadow_ban","user_id":"bob"}"#, moderators),
      (#"{"action":"mute","user_id":"m2"}"#, owners),
      (#"{"action":"purge_user","user_id":"m2"}"#, owners),
      (#"{"action":"shadow_ban","user_id":"m2"}"#, owners),
      (#"{"action":"mute","user_id":"bob","scope":"*"}"#, [.ownerOfAll]),
      (#"{"action":"unmute","user_id":"bob","scope":"*"}"#, [.ownerOfAll]),
      (#"{"action":"slow_mode","seconds":5}"#, moderators),
      (#"{"action":"lock"}"#, moderators),
      (#"{"action":"unlock"}"#, moderators),
      (#"{"action":"set_level","level":"busy"}"#, moderators),
    ]
  }()

  /// The comments that requests name.
  private struct Comments {
    var ids: [String: CommentID] = [:]

    /// Posts anew what the last request may have changed.
    static func make(_ server: ServerFixture) async throws -> Comments {
      var comments = Comments()
      comments.ids["OWN"] = try await server.append("mine").commentID
      comments.ids["OTHER"] = try await server.append("not mine", by: .sample("bob")).commentID
      let http = try await server.http()
      let owner = try server.token("own", .owner)
      for (name, action) in [("HELD", "hold"), ("DELETED", "delete")] {
        let id = try await server.append(name, by: .sample("bob")).commentID
        comments.ids[name] = id
        let answer = try await http.post(
          "/streams/launch/moderation", #"{"action":"\#(action)","comment_ids":["\#(id)"]}"#,
          token: owner)
        #expect(answer.status == 201)
      }
      return comments
    }

    func fill(_ json: String) -> String {
      ids.reduce(json) { $0.replacing("\"\($1.key)\"", with: "\"\($1.value)\"") }
    }
  }

  private static func status(_ asker: Asker, isAllowed: Bool) -> Int {
    if asker == .nobody { return 401 }
    return isAllowed ? 201 : 403
  }

  @Test("over HTTP", arguments: Asker.allCases)
  func http(_ asker: Asker) async throws {
    try await ServerFixture.run { server in
      try await server.append("I moderate", by: .sample("m2", .moderator))
      let http = try await server.http()
      let token = try asker.token(server)
      for (json, allowed) in Self.requests {
        let body = try await Self.fresh(server, json)
        let answer = try await http.post("/streams/launch/moderation", body, token: token)
        #expect(
          answer.status == Self.status(asker, isAllowed: allowed.contains(asker)),
          "\(asker) \(json): \(String(decoding: answer.body, as: UTF8.self))")
        guard answer.status == 201 else {
          #expect(try answer.problem().code == (asker == .nobody ? .tokenMissing : .forbidden))
          continue
        }
        let event: ModerationEvent = try answer.decode()
        #expect(json.contains("\"\(event.action)\""))
        let isModerator = asker != .viewer
        #expect((event.actor != nil) == isModerator && (event.actorKind != nil) == isModerator)
      }
    }
  }

  @Test("over WebSocket", arguments: Asker.allCases)
  func webSocket(_ asker: Asker) async throws {
    try await ServerFixture.run { server in
      try await server.append("I moderate", by: .sample("m2", .moderator))
      let (socket, welcome) = try await server.join(token: try asker.token(server))
      #expect((welcome.you == nil) == (asker == .nobody || asker == .stranger))
      for (index, (json, allowed)) in Self.requests.enumerated() {
        let body = try await Self.fresh(server, json).dropFirst()
        try await socket.send(text: #"{"type":"moderate","key":"\#(index)",\#(body)"#)
        if allowed.contains(asker) {
          guard case .event(let key, let modSeq, _) = try await socket.ack() else {
            Issue.record("the ack of \(json) is not one of an event")
            continue
          }
          #expect(key == "\(index)" && modSeq > 0)
        } else {
          let error = try await socket.failure()
          #expect(error.key == "\(index)")
          #expect(
            error.code == (asker == .nobody ? .tokenMissing : .forbidden), "\(asker) \(json)")
        }
      }
    }
  }

  private static func fresh(_ server: ServerFixture, _ json: String) async throws -> String {
    // A lock or a mute that an earlier request made must not stop the posts of this one.
    let http = try await server.http()
    let all = try server.token("all", .owner)
    for undo in [
      #"{"action":"unlock"}"#, #"{"action":"slow_mode","seconds":0}"#,
      #"{"action":"unmute","user_id":"bob"}"#, #"{"action":"unmute","user_id":"bob","scope":"*"}"#,
    ] {
      _ = try await http.post("/streams/launch/moderation", undo, token: all)
    }
    return try await Comments.make(server).fill(json)
  }

  @Test(
    "a moderator who has only asked by HTTP is the owner's to act on", arguments: [true, false])
  func introducedByHTTP(_ isRefused: Bool) async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let max = try server.token("max", .moderator)
      // Neither the reading of an unused stream nor a refused post makes anything of the stream.
      let answer =
        isRefused
        ? try await http.post("/streams/launch/comments", #"{"content":""}"#, token: max)
        : try await http.get("/streams/launch/comments?last=1", token: max)
      #expect(answer.status == (isRefused ? 422 : 200))
      let mute = #"{"action":"mute","user_id":"max"}"#
      let mo = try server.token("mo", .moderator)
      #expect(try await http.post("/streams/launch/moderation", mute, token: mo).status == 403)
      let elsewhere = try await http.post("/streams/premiere/moderation", mute, token: mo)
      #expect(elsewhere.status == 201)
      try await server.append("hello")
      #expect(try await http.post("/streams/launch/moderation", mute, token: mo).status == 403)
    }
  }

  @Test(
    "what only moderators may read",
    arguments: [
      "/streams/launch/comments?state=HELD", "/streams/launch/users/ada", "/streams/launch/rules",
    ])
  func review(_ target: String) async throws {
    try await ServerFixture.run { server in
      try await server.append("hello")
      let http = try await server.http()
      for asker in Asker.allCases {
        let expected: ProblemCode? =
          switch asker {
          case .nobody: .tokenMissing
          case .stranger, .viewer, .service: .forbidden
          case .moderator, .owner, .ownerOfAll: nil
          }
        let answer = try await http.get(target, token: asker.token(server))
        if let expected {
          #expect(try answer.problem().code == expected, "\(asker)")
        } else {
          #expect(answer.status == 200, "\(asker)")
        }
      }
    }
  }
}
