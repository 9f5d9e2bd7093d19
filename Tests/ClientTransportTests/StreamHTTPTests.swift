import LiveComments
import NIOHTTP1
import NIOSSL
import Synchronization
import TestSupport
import Testing

@testable import ClientTransport

@Suite struct StreamHTTPTests {
  private static let page = """
    {"stream_id":"test","epoch":"e","after":0,"upto":0,"latest_seq":0,"latest_mod_seq":0,\
    "comments":[]}
    """

  @Test("a request carries its query, its token and its key, and no more")
  func requests() async throws {
    let requests = Mutex<[ScriptedServer.Request]>([])
    let server = try await ScriptedServer.start { request in
      requests.withLock { $0.append(request) }
      return ScriptedServer.Answer(body: Self.page)
    }
    let http = try StreamHTTP(url: server.url, token: Token(rawValue: "abc.def"))
    _ = try await http.newest(7, upto: 40)
    _ = try await http.comments(after: 3, upto: 9, limit: 5, epoch: Epoch(rawValue: "e"))
    _ = try? await http.post(PostRequest(content: "hé"), key: "k1")
    let seen = requests.withLock { $0 }
    #expect(
      seen.map(\.head.uri) == [
        "/streams/test/comments?last=7&upto=40",
        "/streams/test/comments?after=3&upto=9&limit=5&epoch=e",
        "/streams/test/comments",
      ])
    #expect(seen.allSatisfy { $0.head.headers["Authorization"] == ["Bearer abc.def"] })
    #expect(seen[2].head.method == .POST)
    #expect(seen[2].head.headers["Idempotency-Key"] == ["k1"])
    #expect(seen[2].body == "{\"content\":\"hé\"}")
    try await server.stop()
  }

  @Test("a problem is told with its code and how long to wait")
  func problems() async throws {
    let server = try await ScriptedServer.start { _ in
      ScriptedServer.Answer(
        status: .tooManyRequests,
        headers: ["Content-Type": "application/problem+json", "Retry-After": "3"],
        body: "{\"code\":\"rate_limited\",\"detail\":\"slow down\"}")
    }
    let http = try StreamHTTP(url: server.url, token: nil)
    let error = await #expect(throws: StreamHTTP.Failure.self) { try await http.newest(1) }
    #expect(
      error
        == .problem(Problem(.rateLimited, "slow down", retryAfterMilliseconds: 3_000)))
    #expect(error?.isTemporary == true)
    #expect(error?.retryAfter == .seconds(3))
    try await server.stop()
  }

  @Test(
    "what is no answer of a stream's server is said to be none",
    arguments: [
      (ScriptedServer.Answer(body: "<html>"), TransportFailure.Kind.malformed),
      (ScriptedServer.Answer(status: .notFound, body: "nginx"), .malformed),
      (ScriptedServer.Answer(status: .movedPermanently), .malformed),
      (ScriptedServer.Answer(body: "{\"half\":", isCut: true), .lost),
      (ScriptedServer.Answer(isSilent: true), .timedOut),
      (ScriptedServer.Answer(body: String(repeating: "x", count: 2_000)), .tooLarge),
    ])
  func notAnswers(answer: ScriptedServer.Answer, kind: TransportFailure.Kind) async throws {
    let server = try await ScriptedServer.start { _ in answer }
    var configuration = TransportConfiguration()
    configuration.requestTimeout = answer.isSilent ? .milliseconds(100) : .seconds(30)
    configuration.responseBytes = 1_000
    let http = try StreamHTTP(url: server.url, token: nil, configuration: configuration)
    let error = await #expect(throws: StreamHTTP.Failure.self) { try await http.newest(1) }
    guard case .transport(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.kind == kind, "\(failure)")
    try await server.stop()
  }

  @Test("a proxy's 503 in front of the server is temporary")
  func gateway() async throws {
    let server = try await ScriptedServer.start { _ in
      ScriptedServer.Answer(
        status: .serviceUnavailable, headers: ["Retry-After": "7"], body: "oops")
    }
    let http = try StreamHTTP(url: server.url, token: nil)
    let error = await #expect(throws: StreamHTTP.Failure.self) { try await http.state() }
    #expect(error?.isTemporary == true)
    #expect(error?.retryAfter == .seconds(7))
    try await server.stop()
  }

  @Test("nothing that listens, and no such host, are told apart")
  func unreachable() async throws {
    // tcpmux: nothing that a test starts gets this port.
    let url = try StreamURL("http://127.0.0.1:1/streams/test")
    let http = try StreamHTTP(url: url, token: nil)
    let refused = await #expect(throws: StreamHTTP.Failure.self) { try await http.state() }
    guard case .transport(let failure) = refused else { return #expect(Bool(false)) }
    #expect(failure.kind == .unreachable)
    #expect(failure.description.contains("Connection refused"), "\(failure)")

    let nowhere = StreamURL(
      isSecure: false, host: "no-such-host.invalid", port: 80, streamID: url.streamID)
    let unknown = await #expect(throws: StreamHTTP.Failure.self) {
      try await StreamHTTP(url: nowhere, token: nil).state()
    }
    guard case .transport(let failure) = unknown else { return #expect(Bool(false)) }
    #expect(failure.kind == .unresolved)
  }

  @Test("TLS is spoken to a certificate that is trusted, and refused to one that is not")
  func tls() async throws {
    let directory = try TemporaryDirectory()
    let certificate = try directory.write(TestCertificate.certificate, to: "cert.pem")
    let key = try directory.write(TestCertificate.key, to: "key.pem")
    let context = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
        privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
    let server = try await ScriptedServer.start(tls: context, host: "localhost") { _ in
      ScriptedServer.Answer(body: Self.page)
    }
    var trusting = TransportConfiguration()
    trusting.trustedCertificates = certificate
    let page = try await StreamHTTP(url: server.url, token: nil, configuration: trusting).newest(1)
    #expect(page.comments.isEmpty)

    let error = await #expect(throws: StreamHTTP.Failure.self) {
      try await StreamHTTP(url: server.url, token: nil).newest(1)
    }
    guard case .transport(let failure) = error else { return #expect(Bool(false)) }
    #expect(failure.kind == .tls)
    #expect(failure.description.contains("not trusted"), "\(failure)")
    try await server.stop()
  }
}
