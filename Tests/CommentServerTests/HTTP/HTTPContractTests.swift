import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("The HTTP contract")
struct HTTPContractTests {
  struct Refusal: CustomTestStringConvertible {
    var request: String
    var status: Int
    var code: ProblemCode
    var field: String?
    var testDescription: String { request }

    init(_ request: String, _ status: Int, _ code: ProblemCode, _ field: String? = nil) {
      self.request = request
      self.status = status
      self.code = code
      self.field = field
    }
  }

  static let refusals: [Refusal] = [
    Refusal("GET /", 404, .notFound),
    Refusal("GET /streams", 404, .notFound),
    Refusal("GET /streams/launch/nothing", 404, .notFound),
    Refusal("PUT /streams/launch/comments", 405, .methodNotAllowed),
    Refusal("DELETE /healthz", 405, .methodNotAllowed),
    Refusal("GET /streams/Bad/comments", 422, .invalid, "stream_id"),
    Refusal("GET /streams/launch/comments?lats=3", 422, .invalid, "lats"),
    Refusal("GET /streams/launch/comments?last=0", 422, .invalid, "last"),
    Refusal("GET /streams/launch/comments?last=1001", 422, .invalid, "last"),
    Refusal("GET /streams/launch/comments?last=1e2", 422, .invalid, "last"),
    Refusal("GET /streams/launch/comments?last=", 422, .invalid, "last"),
    Refusal("GET /streams/launch/comments?last=1&last=2", 422, .invalid, "last"),
    Refusal("GET /streams/launch/comments?after=-1", 422, .invalid, "after"),
    Refusal("GET /streams/launch/comments?after=9007199254740992", 422, .invalid, "after"),
    Refusal("GET /streams/launch/comments?after=2&upto=1", 422, .invalid, "upto"),
    Refusal("GET /streams/launch/comments?after=0&limit=1001", 422, .invalid, "limit"),
    Refusal("GET /streams/launch/comments?limit=5", 422, .invalid, "limit"),
    Refusal("GET /streams/launch/comments?last=5&after=0", 422, .invalid, "last"),
    Refusal("GET /streams/launch/comments?after=0&wait=31", 422, .invalid, "wait"),
    Refusal("GET /streams/launch/comments?after=0&wait=%zz", 422, .invalid, "query"),
    Refusal("GET /streams/launch/comments?epoch=no!", 422, .invalid, "epoch"),
    Refusal("GET /streams/launch/comments?state=DELETED", 422, .invalid, "state"),
    Refusal("GET /streams/launch/comments?state=HELD", 401, .tokenMissing),
    Refusal("GET /streams/launch/comments?after=0&epoch=another", 410, .reset),
    Refusal("GET /streams/launch/comments?after=99", 410, .reset),
    Refusal("GET /streams/launch/comments/nothing", 404, .unknownComment),
    Refusal(
      "GET /streams/launch/comments/01a20328-a46d-769d-90c0-54cc932967ee", 404, .unknownComment),
    Refusal("GET /streams/launch/moderation?after=99", 410, .reset),
    Refusal("GET /streams/launch/moderation?last=9", 422, .invalid, "last"),
    Refusal("GET /streams/launch?a=b", 422, .invalid, "a"),
    Refusal("POST /streams/launch/comments", 401, .tokenMissing),
    Refusal("POST /streams/launch/moderation", 401, .tokenMissing),
  ]

  @Test("what is refused is a problem with a code, and names the parameter at fault")
  func refusals() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      for refusal in Self.refusals {
        let parts = refusal.request.split(separator: " ").map(String.init)
        let response = try await http.request(parts[0], parts[1])
        #expect(response.status == refusal.status, "\(refusal.request)")
        let problem = try response.problem()
        #expect(problem.code == refusal.code, "\(refusal.request)")
        #expect(problem.field == refusal.field, "\(refusal.request)")
      }
    }
  }

  struct Post: CustomTestStringConvertible {
    var testDescription: String
    var body: String
    var key: String? = "unused"
    var role = Role.viewer
    var status: Int
    var code: ProblemCode?
    var field: String?
  }

  static let posts: [Post] = [
    Post(
      testDescription: "no key", body: #"{"content":"a"}"#, key: nil, status: 422,
      code: .invalid, field: "Idempotency-Key"),
    Post(
      testDescription: "a key with a space", body: #"{"content":"a"}"#, key: "a b", status: 422,
      code: .invalid, field: "Idempotency-Key"),
    Post(testDescription: "no JSON", body: "content", status: 422, code: .invalid),
    Post(testDescription: "no content", body: "{}", status: 422, code: .invalid, field: "content"),
    Post(
      testDescription: "empty content", body: #"{"content":" "}"#, status: 422, code: .invalid,
      field: "content"),
    Post(
      testDescription: "an escape sequence", body: #"{"content":"\u001b[1m"}"#, status: 422,
      code: .invalid, field: "content"),
    Post(
      testDescription: "a number as content", body: #"{"content":5}"#, status: 422,
      code: .invalid, field: "content"),
    Post(
      testDescription: "a viewer for somebody else",
      body: #"{"content":"a","as":{"user_id":"x","user_name":"X"}}"#, status: 403,
      code: .forbidden),
    Post(
      testDescription: "a service for somebody else",
      body: #"{"content":"a","as":{"user_id":"x","user_name":"X"}}"#, role: .service, status: 201),
    Post(
      testDescription: "a body of 64 KiB and more",
      body: #"{"content":""# + String(repeating: "a", count: 65_536) + #""}"#, status: 413,
      code: .tooLarge),
  ]

  @Test("posts are accepted or refused as the design says")
  func posts() async throws {
    try await ServerFixture.run { server in
      for (number, post) in Self.posts.enumerated() {
        let token = try server.token("ada", post.role)
        let key = post.key == "unused" ? "key-\(number)" : post.key
        let response = try await server.http().post(
          "/streams/launch/comments", post.body, token: token, key: key)
        #expect(response.status == post.status, "\(post.testDescription)")
        guard let code = post.code else { continue }
        let problem = try response.problem()
        #expect(problem.code == code, "\(post.testDescription)")
        #expect(problem.field == post.field, "\(post.testDescription)")
      }
    }
  }

  @Test("a post is 201 with the comment, its repeat 200 with the same one")
  func repeats() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let token = try server.token("ada")
      let first = try await http.post(
        "/streams/launch/comments", #"{"content":"hello"}"#, token: token, key: "k")
      #expect(first.status == 201)
      let comment: Comment = try first.decode()
      #expect(comment.userID == "ada")
      #expect(first.headers["location"] == "/streams/launch/comments/\(comment.commentID)")
      let again = try await http.post(
        "/streams/launch/comments", #"{"content":"hello"}"#, token: token, key: "k")
      #expect(again.status == 200)
      #expect(try again.decode() == comment)
      let other = try await http.post(
        "/streams/launch/comments", #"{"content":"bye"}"#, token: token, key: "k")
      #expect(try other.problem().code == .keyReused)
      #expect(try other.problem().field == "Idempotency-Key")
      let action = try await http.post(
        "/streams/launch/moderation",
        #"{"action":"delete","comment_ids":["\#(comment.commentID)"]}"#, token: token, key: "k")
      #expect(try action.problem().code == .keyReused)
      #expect(try action.problem().field == "Idempotency-Key")
      #expect(
        try await http.get("/streams/launch/comments/\(comment.commentID)").decode() == comment)
    }
  }

  @Test("a page holds what was just posted, with and without viewers on the stream")
  func readYourWrites() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let token = try server.token("ada")
      for round in 0..<2 {
        if round == 1 { _ = try await server.join() }
        for number in 0..<50 {
          let posted = try await http.post(
            "/streams/launch/comments", #"{"content":"\#(number)"}"#, token: token)
          let comment: Comment = try posted.decode()
          let page: CommentPage = try await http.get("/streams/launch/comments?last=1").decode()
          #expect(page.comments == [comment])
        }
      }
    }
  }

  @Test("pages go back and forth without a gap")
  func paging() async throws {
    try await ServerFixture.run { server in
      for number in 1...25 { try await server.append("\(number)") }
      let http = try await server.http()
      var contents: [String] = []
      var upto = ""
      while true {
        let page: CommentPage = try await http.get("/streams/launch/comments?last=10\(upto)")
          .decode()
        contents = page.comments.map(\.content) + contents
        if page.after == .zero { break }
        upto = "&upto=\(page.after)"
      }
      #expect(contents == (1...25).map(String.init))
      let forward: CommentPage = try await http.get(
        "/streams/launch/comments?after=3&upto=20&limit=5"
      ).decode()
      #expect(forward.coverage == Coverage(after: 3, upto: 8))
      #expect(forward.comments.map(\.content) == ["4", "5", "6", "7", "8"])
    }
  }

  @Test("a long poll ends with the first comment, with an event, or empty when its time is over")
  func longPoll() async throws {
    try await ServerFixture.run { server in
      let first = try await server.append("one")
      let http = try await server.http()
      let empty: CommentPage = try await http.get("/streams/launch/comments?after=1&wait=1")
        .decode()
      #expect(empty.comments.isEmpty)
      #expect(empty.upto == 1)

      async let comment: CommentPage = server.http()
        .get("/streams/launch/comments?after=1&wait=30").decode()
      try await server.append("two")
      #expect(try await comment.comments.map(\.content) == ["two"])

      async let event: CommentPage = server.http()
        .get("/streams/launch/comments?after=2&wait=30&mod_after=0").decode()
      let body = try WireCodec.encode(
        ModerationRequest(action: .delete, commentIDs: [first.commentID]))
      let deleted = try await http.post(
        "/streams/launch/moderation", String(decoding: body, as: UTF8.self),
        token: try server.token("mo", .moderator))
      #expect(deleted.status == 201)
      #expect(try await event.latestModSeq == 1)

      let events: EventPage = try await http.get("/streams/launch/moderation?after=0").decode()
      #expect(events.events.map(\.action) == [.delete])
    }
  }

  @Test("reading a stream that nobody has used is empty, and creates nothing")
  func unusedStream() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let page: CommentPage = try await http.get("/streams/unused/comments").decode()
      #expect(page.comments.isEmpty)
      #expect(page.upto == .zero)
      #expect(page.epoch == server.log.epoch)
      let state: StreamState = try await http.get("/streams/unused").decode()
      #expect(state.latestSeq == .zero)
    }
  }

  @Test("HEAD is GET without the body; health and readiness answer")
  func head() async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let head = try await http.request("HEAD", "/streams/launch/comments")
      #expect(head.status == 200)
      #expect(head.body.isEmpty)
      #expect(try await http.get("/healthz").status == 200)
      #expect(try await http.get("/readyz").status == 200)
    }
  }

  @Test("a rate limit says when to come back, in whole seconds")
  func retryAfter() async throws {
    try await ServerFixture.run(posts: PostLimits(perUser: RateLimit(perSecond: 0.4, burst: 1))) {
      server in
      let http = try await server.http()
      let token = try server.token("ada")
      let first = try await http.post(
        "/streams/launch/comments", #"{"content":"1"}"#, token: token)
      #expect(first.status == 201)
      let second = try await http.post(
        "/streams/launch/comments", #"{"content":"2"}"#, token: token)
      #expect(second.status == 429)
      #expect(try second.problem().code == .rateLimited)
      let seconds = try #require(second.headers["retry-after"].flatMap(Int.init))
      #expect((1...3).contains(seconds))
    }
  }

  @Test("allowed origins may read across origins, others may not")
  func cors() async throws {
    try await ServerFixture.run(origins: ["https://ok.example"]) {
      server in
      let http = try await server.http()
      let preflight = try await http.request(
        "OPTIONS", "/streams/launch/comments",
        headers: ["Origin: https://ok.example", "Access-Control-Request-Method: POST"])
      #expect(preflight.status == 204)
      #expect(preflight.headers["access-control-allow-origin"] == "https://ok.example")
      #expect(preflight.headers["access-control-allow-methods"]?.contains("POST") == true)
      #expect(
        preflight.headers["access-control-allow-headers"]?.contains("Idempotency-Key") == true)
      let read = try await http.request(
        "GET", "/streams/launch/comments?last=0", headers: ["Origin: https://ok.example"])
      #expect(read.status == 422)
      #expect(read.headers["access-control-allow-origin"] == "https://ok.example")
      let other = try await http.request(
        "GET", "/streams/launch/comments", headers: ["Origin: https://no.example"])
      #expect(other.headers["access-control-allow-origin"] == nil)
    }
  }

  @Test(
    "what is no HTTP is answered with a problem and the end of the connection",
    arguments: [
      ("nonsense\r\n\r\n", 400),
      (
        "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 70_000) + "\r\n\r\n", 431
      ),
      ("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
    ])
  func malformed(_ request: String, _ status: Int) async throws {
    try await ServerFixture.run { server in
      let http = try await server.http()
      let response = try await http.raw(request)
      #expect(response.status == status)
      #expect(response.headers["content-type"] == "application/problem+json")
      try await eventually("the connection ends") { http.connection.isClosed }
      // The same on a connection that has been in use.
      let used = try await server.http()
      _ = try await used.get("/healthz")
      #expect(try await used.raw(request).status == status)
    }
  }

  @Test(
    "an empty part of a path is no part of another resource",
    arguments: ["/streams//comments", "//streams/launch", "/streams/launch//comments"])
  func emptyComponent(path: String) async throws {
    try await ServerFixture.run { server in
      let answer = try await server.http().get(path)
      #expect(answer.status == 404)
      #expect(try answer.problem().code == .notFound)
    }
  }
}
