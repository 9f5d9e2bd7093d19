import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

/// What each connection is told while a stream is moderated.
struct LiveModerationTests {
  private func moderate(
    _ server: ServerFixture, _ json: String, _ token: String? = nil
  ) async throws -> ModerationEvent {
    let token = try token ?? server.token("mo", .moderator)
    let answer = try await server.http().post("/streams/launch/moderation", json, token: token)
    #expect(answer.status == 201, "\(json): \(String(decoding: answer.body, as: UTF8.self))")
    return try answer.decode()
  }

  @Test("a held comment reaches moderators at once, its author by the ack, others when approved")
  func heldAndApproved() async throws {
    try await ServerFixture.run { server in
      let moderator = try server.token("mo", .moderator)
      _ = try await server.http().request(
        "PUT", "/streams/launch/rules", token: moderator,
        body: #"{"links":{"do":"hold"}}"#)
      let (viewers, _) = try await server.join(token: server.token("bob"))
      let (moderators, _) = try await server.join(token: moderator)
      let (author, _) = try await server.join(token: server.token("ada"))
      try await author.send(.post(key: "k", PostRequest(content: "see evil.com")))
      guard case .comment(_, let seq, let id, .held) = try await author.ack() else {
        Issue.record("the author is not told that the comment is held")
        return
      }
      let seen = try await moderators.first("the held comment") { frame in
        if case .comments(let batch) = frame { batch.comments.first } else { nil }
      }
      #expect(seen.commentID == id && seen.state == .held && seen.moderation?.policy == "links")
      _ = try await moderate(server, #"{"action":"approve","comment_ids":["\#(id)"]}"#)
      // Everything that others were told until then: nothing of the comment.
      let approval = try await viewers.first("the approval") { frame -> ModerationEvent? in
        switch frame {
        case .comments(let batch):
          #expect(batch.comments.isEmpty)
          return nil
        case .moderation(let batch): return batch.events.first { $0.action == .approve }
        default: return nil
        }
      }
      #expect(approval.targets == [.init(commentID: id, seq: seq, state: .visible)])
      #expect(approval.comments?.map(\.content) == ["see evil.com"])
      #expect(approval.actor == nil && approval.reason == nil)
    }
  }

  @Test("a mute reaches moderators and its user, and covers the position for everybody else")
  func mute() async throws {
    try await ServerFixture.run { server in
      try await server.append("hello", by: .sample("ada"))
      let (other, _) = try await server.join(token: server.token("bob"))
      let (muted, _) = try await server.join(token: server.token("ada"))
      let (moderators, _) = try await server.join(token: server.token("mo", .moderator))
      let event = try await moderate(server, #"{"action":"mute","user_id":"ada","reason":"spam"}"#)
      let full = try await moderators.moderation()
      #expect(full.events == [event] && event.reason == "spam" && event.actor == "mo")
      let own = try await muted.moderation()
      #expect(own.events.map(\.action) == [.mute] && own.events.first?.reason == nil)
      // The next event that the other may see says that nothing lies before it.
      let lock = try await moderate(server, #"{"action":"lock"}"#)
      var covered = ModSeq.zero
      while covered < lock.modSeq {
        let batch = try await other.moderation()
        #expect(batch.after == covered)
        #expect(batch.events.allSatisfy { $0.action == .lock })
        covered = batch.upto
      }
      try await muted.send(.post(key: "k", PostRequest(content: "hello?")))
      let code = try await muted.failure().code
      #expect(code == .locked || code == .muted)
    }
  }

  @Test("a moderator whose token becomes a viewer's has no rights on the new connection")
  func demotion() async throws {
    try await ServerFixture.run { server in
      let comment = try await server.append("hello", by: .sample("bob"))
      let delete = ModerationRequest(action: .delete, commentIDs: [comment.commentID])
      let (before, _) = try await server.join(token: server.token("mo", .moderator))
      try await before.send(.moderate(key: "a", ModerationRequest(action: .lock)))
      _ = try await before.ack()
      let (after, _) = try await server.join(token: server.token("mo", .viewer))
      try await after.send(.moderate(key: "b", delete))
      #expect(try await after.failure().code == .forbidden)
    }
  }

  @Test("a moderator who has only ever watched is the owner's to act on")
  func watchingModerator() async throws {
    try await ServerFixture.run { server in
      try await server.append("hello", by: .sample("bob"))
      _ = try await server.join(token: server.token("m2", .moderator))
      let http = try await server.http()
      let mute = #"{"action":"mute","user_id":"m2"}"#
      try await eventually("the stream knows its moderator") {
        let answer = try await http.post(
          "/streams/launch/moderation", mute, token: server.token("mo", .moderator))
        return answer.status == 403
      }
      #expect(try await moderate(server, mute, server.token("own", .owner)).userID == "m2")
    }
  }

  @Test("moderation never shares a frame with comments, and pages reflect it")
  func ownFrames() async throws {
    try await ServerFixture.run { server in
      let (viewer, _) = try await server.join()
      for number in 0..<5 {
        let comment = try await server.append("comment \(number)")
        let event = try await moderate(
          server, #"{"action":"delete","comment_ids":["\#(comment.commentID)"]}"#)
        let batch = try await viewer.moderation()
        #expect(batch.events.map(\.modSeq) == [event.modSeq])
        let page: CommentPage = try await server.http().get(
          "/streams/launch/comments?last=10"
        ).decode()
        #expect(page.comments.isEmpty && page.latestModSeq == event.modSeq)
      }
    }
  }
}
