import LiveComments
import ServerCore
import Testing

@testable import CommentServer

/// What a moderation request is answered with when something is wrong with it, and in which order
/// answers and events come when nothing is.
struct ModerationRequestTests {
  private static let target = "/streams/launch/moderation"
  private static let nowhere = "0190f1a0-0000-7000-8000-000000000001"

  /// `VISIBLE` is a comment in that state, `DELETED` another, `NOWHERE` the id of none.
  private static let refusals: [(body: String, code: ProblemCode, field: String?)] = [
    (#"{"action":"delete","comment_ids":["NOWHERE"]}"#, .unknownComment, nil),
    (#"{"action":"delete","comment_ids":["VISIBLE","NOWHERE"]}"#, .unknownComment, nil),
    (#"{"action":"pin","comment_ids":["NOWHERE"]}"#, .unknownComment, nil),
    (#"{"action":"approve","comment_ids":["VISIBLE"]}"#, .conflict, nil),
    (#"{"action":"reject","comment_ids":["VISIBLE"]}"#, .conflict, nil),
    (#"{"action":"restore","comment_ids":["DELETED","VISIBLE"]}"#, .conflict, nil),
    (#"{"action":"pin","comment_ids":["DELETED"]}"#, .conflict, nil),
    (#"{"action":"restore","moderation_id":"NOWHERE"}"#, .invalid, "moderation_id"),
    ("", .invalid, nil), ("[]", .invalid, nil), ("{", .invalid, nil),
    ("{}", .invalid, "action"), (#"{"action":7}"#, .invalid, "action"),
    (#"{"action":"ban","user_id":"bob"}"#, .invalid, "action"),
    (#"{"action":"flag","comment_ids":["VISIBLE"]}"#, .invalid, "action"),
    (#"{"action":"set_rules"}"#, .invalid, "action"),
    (#"{"action":"delete"}"#, .invalid, "comment_ids"),
    (#"{"action":"delete","comment_ids":[]}"#, .invalid, "comment_ids"),
    (#"{"action":"delete","comment_ids":"VISIBLE"}"#, .invalid, "comment_ids"),
    (#"{"action":"delete","comment_ids":["x"]}"#, .invalid, "comment_ids.0"),
    (#"{"action":"pin","comment_ids":["VISIBLE","DELETED"]}"#, .invalid, "comment_ids"),
    (#"{"action":"mute"}"#, .invalid, "user_id"),
    (#"{"action":"mute","user_id":""}"#, .invalid, "user_id"),
    (#"{"action":"mute","user_id":"bob","duration_s":0}"#, .invalid, "duration_s"),
    (#"{"action":"mute","user_id":"bob","duration_s":1.5}"#, .invalid, "duration_s"),
    (#"{"action":"mute","user_id":"bob","scope":"all"}"#, .invalid, "scope"),
    (#"{"action":"purge_user","user_id":"bob","seconds":-1}"#, .invalid, "seconds"),
    (#"{"action":"slow_mode"}"#, .invalid, "seconds"),
    (#"{"action":"slow_mode","seconds":"5"}"#, .invalid, "seconds"),
    (#"{"action":"set_level","level":"warm"}"#, .invalid, "level"),
    (#"{"action":"lock","user_id":"bob"}"#, .invalid, "user_id"),
    (#"{"action":"lock","reason":"\u001b[2J"}"#, .invalid, "reason"),
  ]

  @Test("what is wrong is told by status, code and field, and nothing is done")
  func refusals() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let moderator = try server.token("mo", .moderator)
      let visible = try await server.append("visible").commentID.rawValue
      let deleted = try await server.append("deleted").commentID.rawValue
      _ = try await http.post(
        Self.target, #"{"action":"delete","comment_ids":["\#(deleted)"]}"#, token: moderator)
      for (body, code, field) in Self.refusals {
        let body = body.replacing("VISIBLE", with: visible).replacing("DELETED", with: deleted)
          .replacing("NOWHERE", with: Self.nowhere)
        let answer = try await http.post(Self.target, body, token: moderator)
        #expect(answer.status == code.status, "\(body)")
        let problem = try answer.problem()
        #expect(problem.code == code && problem.field == field, "\(body): \(problem)")
        // The comments that it failed on are named, and no others.
        let culprit = code == .unknownComment ? Self.nowhere : visible
        switch code {
        case .unknownComment:
          #expect(problem.commentIDs?.map(\.rawValue) == [culprit], "\(body)")
        case .conflict where !body.contains("pin"):
          #expect(problem.commentIDs?.map(\.rawValue) == [culprit], "\(body)")
        default: break
        }
      }
      let page: EventPage = try await http.get(Self.target, token: moderator).decode()
      #expect(page.events.map(\.action) == [.delete])
    }
  }

  @Test("who asks is looked at first: no token, a wrong one, an old one")
  func tokens() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let old = try server.token("mo", .moderator, seconds: -60)
      for (token, code) in [
        (nil, ProblemCode.tokenMissing), (old, .tokenExpired), (old + "x", .tokenInvalid),
        (try server.token("ada"), .forbidden),
      ] {
        let answer = try await http.post(Self.target, #"{"action":"lock"}"#, token: token)
        #expect(answer.status == code.status)
        #expect(try answer.problem().code == code)
      }
      #expect(try await server.log.summary(of: .launch).latestModSeq == .zero)
    }
  }

  @Test("a key is required, and gives the same event again; with another action it is refused")
  func keys() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let token = try server.token("mo", .moderator)
      let none = try await http.post(Self.target, #"{"action":"lock"}"#, token: token, key: nil)
      #expect(none.status == 422)
      let first = try await http.post(Self.target, #"{"action":"lock"}"#, token: token, key: "k")
      let again = try await http.post(Self.target, #"{"action":"lock"}"#, token: token, key: "k")
      #expect(first.status == 201 && again.status == 200)
      #expect(first.body == again.body)
      let other = try await http.post(Self.target, #"{"action":"unlock"}"#, token: token, key: "k")
      #expect(try other.problem().code == .keyReused)
    }
  }

  @Test("requests sent at once are taken in their order, each acknowledged before its event")
  func order() async throws {
    try await ServerFixture.run { server in
      let (viewer, _) = try await server.join()
      let (socket, _) = try await server.join(token: server.token("mo", .moderator))
      let keys = (0..<40).map { "\($0)" }
      for (number, key) in keys.enumerated() {
        let request = ModerationRequest(
          action: number % 2 == 0 ? .lock : .unlock, reason: "number \(number)")
        try await socket.send(.moderate(key: key, request))
      }
      var acknowledged: [ModSeq] = []
      var events: [ModerationEvent] = []
      while events.count < keys.count {
        guard case .frame(let frame) = try await socket.next("acks and events") else { continue }
        switch frame {
        case .ack(.event(let key, let modSeq, _)):
          #expect(key == keys[acknowledged.count])
          acknowledged.append(modSeq)
        case .moderation(let batch):
          #expect(batch.after == events.last?.modSeq ?? .zero)
          #expect(acknowledged.starts(with: (events + batch.events).map(\.modSeq)))
          events += batch.events
        default: break
        }
      }
      #expect(events.map(\.reason) == (0..<40).map { "number \($0)" })
      #expect(zip(acknowledged, acknowledged.dropFirst()).allSatisfy { $0 < $1 })
      var seen: [ModSeq] = []
      while seen.count < keys.count {
        let batch = try await viewer.moderation()
        #expect(batch.after == seen.last ?? .zero)
        seen += batch.events.map(\.modSeq)
      }
      #expect(seen == acknowledged)
    }
  }
}
