import ClientCore
import LiveComments
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import ClientTransport

@Suite struct InquiryTests {
  private static let page = """
    {"stream_id":"test","epoch":"e","after":0,"upto":0,"latest_seq":0,"latest_mod_seq":0,\
    "comments":[],"events":[]}
    """
  private static let card = """
    {"user_id":"a/b ü","user_name":"a","role":"viewer","muted":false,"shadow_banned":false,\
    "counts":{},"comments":[],"actions":[]}
    """
  private static let rules = """
    {"links":{"do":"hold","allow":["a.example"]},"capitals":{"do":"off","ratio":0.8,"min":12},\
    "from_the_future":{"do":"flag","deep":[{"x":null},true]}}
    """

  @Test("each inquiry is one request, and its answer says what was asked")
  func requests() async throws {
    let requests = Mutex<[String]>([])
    let server = try await ScriptedServer.start { request in
      requests.withLock { $0.append("\(request.head.method) \(request.head.uri)") }
      let uri = request.head.uri
      return ScriptedServer.Answer(
        body: uri.contains("/users/") ? Self.card : uri.hasSuffix("/rules") ? Self.rules : Self.page
      )
    }
    let wakes = Mutex(0)
    let io = InquiryIO(
      http: try StreamHTTP(url: server.url, token: nil), wake: { wakes.withLock { $0 += 1 } })
    var document = RuleDocument()
    document["links"] = .reject
    let inquiries: [Inquiry] = [
      .held(after: 7), .decisions(Coverage(after: 1, upto: 9)), .userCard("a/b ü"), .rules,
      .setRules(document),
    ]
    var answers: [InquiryAnswer] = []
    for inquiry in inquiries {
      io.perform(inquiry)
      let count = answers.count
      try await eventually("an answer to \(inquiry)") {
        answers += io.takeAnswers()
        return answers.count > count
      }
    }
    #expect(
      requests.withLock { $0 } == [
        "GET /streams/test/comments?state=HELD&after=7&limit=200",
        "GET /streams/test/moderation?after=1&upto=9&limit=1000",
        "GET /streams/test/users/a%2Fb%20%C3%BC", "GET /streams/test/rules",
        "PUT /streams/test/rules",
      ])
    #expect(wakes.withLock { $0 } == inquiries.count)
    guard case .held(after: 7, .success) = answers[0],
      case .decisions(Coverage(after: 1, upto: 9), .success) = answers[1],
      case .userCard("a/b ü", .success(let card)) = answers[2],
      case .rules(.success) = answers[3], case .rulesSet(.success) = answers[4]
    else {
      Issue.record("\(answers)")
      return
    }
    #expect(card.userID == "a/b ü")
    try await server.stop()
  }

  @Test("changing what a rule does keeps everything else of the document")
  func ruleDocument() throws {
    var document = try WireCodec.decode(RuleDocument.self, from: Array(Self.rules.utf8))
    #expect(document["links"] == .hold && document["blocklist"] == .off)
    document["links"] = .off
    let text = String(decoding: try WireCodec.encode(document), as: UTF8.self)
    let again = try WireCodec.decode(RuleDocument.self, from: Array(text.utf8))
    #expect(again == document)
    #expect(again["links"] == .off && again["from_the_future"] == .flag)
    #expect(text.contains("\"deep\":[{\"x\":null},true]") && text.contains("\"ratio\":0.8"))
  }
}
