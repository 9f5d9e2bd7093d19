import LiveComments
import ServerCore
import Testing

@testable import CommentServer

struct RulesRouteTests {
  private let target = "/streams/launch/rules"
  private let words = #"{"blocklist":{"do":"hold","words":["spam"]}}"#

  @Test("rules are replaced whole, read back, and hold at once; the change is an event")
  func replaced() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let moderator = try server.token("mo", .moderator)
      let viewer = try server.token("ada")
      let off = try await http.get(target, token: moderator)
      #expect(try off.decode(SafetyRules.self) == SafetyRules())
      let put = try await http.request("PUT", target, token: moderator, body: words)
      #expect(put.status == 200)
      let expected = SafetyRules(blocklist: .init(response: .hold, words: ["spam"]))
      #expect(try put.decode(SafetyRules.self) == expected)
      #expect(try await http.get(target, token: moderator).decode() == expected)
      let held = try await http.post(
        "/streams/launch/comments", #"{"content":"sp4m"}"#, token: viewer)
      #expect(held.status == 201)
      #expect(try held.decode(Comment.self).state == .held)
      let page: EventPage = try await http.get(
        "/streams/launch/moderation", token: moderator
      ).decode()
      #expect(page.events.map(\.action) == [.setRules, .hold])
      #expect(page.events.map(\.actor) == ["mo", nil])
      #expect(page.events.last?.policy == "blocklist")
    }
  }

  @Test("who may not moderate may not set them")
  func forbidden() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      for (token, code) in [
        (nil, ProblemCode.tokenMissing), (try server.token("ada"), .forbidden),
        (try server.token("s", .service), .forbidden),
        (try server.token("mo", .moderator, streams: .only([.premiere])), .forbidden),
      ] {
        let answer = try await http.request("PUT", target, token: token, body: words)
        #expect(try answer.problem().code == code)
      }
      let rules = try await server.log.rules(of: .launch)
      #expect(rules == SafetyRules())
    }
  }

  @Test(
    "what is wrong with a document is named",
    arguments: [
      (#"{"blocklist":{"do":"hold","words":["x"]}}"#, "blocklist.words.0"),
      (#"{"links":{"do":"maybe"}}"#, "links.do"), (#"{"shouting":{}}"#, "shouting"),
    ])
  func invalid(_ body: String, _ field: String) async throws {
    try await ServerFixture.run { server in
      let moderator = try server.token("mo", .moderator)
      let answer = try await server.http().request("PUT", target, token: moderator, body: body)
      #expect(answer.status == 422)
      #expect(try answer.problem().field == field)
    }
  }

  @Test("the same key again changes nothing; with other rules it is refused")
  func key() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let moderator = try server.token("mo", .moderator)
      func put(_ body: String, _ key: String) async throws -> HTTPClient.Response {
        try await http.request(
          "PUT", target, token: moderator, headers: ["Idempotency-Key: \(key)"], body: body)
      }
      for _ in 0..<2 { #expect(try await put(words, "k").status == 200) }
      #expect(try await put("{}", "k").problem().code == .keyReused)
      #expect(try await put("{}", "two words").problem().code == .invalid)
      let latest = try await server.log.summary(of: .launch).latestModSeq
      #expect(latest == 1)
    }
  }

  @Test("a rejected post says which rule, and not what matched")
  func rejected() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let moderator = try server.token("mo", .moderator)
      _ = try await http.request(
        "PUT", target, token: moderator,
        body: #"{"blocklist":{"do":"reject","words":["spam"]}}"#)
      let answer = try await http.post(
        "/streams/launch/comments", #"{"content":"s p a m"}"#, token: try server.token("ada"))
      let problem = try answer.problem()
      #expect(answer.status == 422 && problem.code == .rejected && problem.policy == "blocklist")
      #expect(!problem.detail.contains("spam"))
    }
  }

  @Test("a user card is found by an id of any characters")
  func userCard() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let moderator = try server.token("mo", .moderator)
      try await server.append("hello", by: .sample("é / ?#%"))
      let answer = try await http.get(
        "/streams/launch/users/%C3%A9%20%2F%20%3F%23%25", token: moderator)
      #expect(answer.status == 200)
      let card: UserCard = try answer.decode()
      #expect(card.userID == "é / ?#%" && card.counts == ["VISIBLE": 1])
      // The same letter, decomposed.
      let decomposed = try await http.get(
        "/streams/launch/users/e%CC%81%20%2F%20%3F%23%25", token: moderator)
      #expect(decomposed.status == 200)
      let unknown = try await http.get("/streams/launch/users/nobody", token: moderator)
      #expect(try unknown.problem().code == .unknownUser)
    }
  }
}
