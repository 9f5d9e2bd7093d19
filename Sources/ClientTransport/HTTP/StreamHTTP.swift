public import LiveComments
import NIOCore
import NIOHTTP1
import NIOPosix

/// The HTTP side of one stream (design §5.2): pages, single requests, and their refusals.
public struct StreamHTTP: Sendable {
  public let url: StreamURL
  private let client: HTTPClient

  /// Throws `TransportFailure` when the certificates to trust cannot be read.
  public init(
    url: StreamURL, token: Token?, configuration: TransportConfiguration = .init()
  ) throws(TransportFailure) {
    self.init(
      opener: try ChannelOpener(url: url, configuration: configuration), token: token,
      eventLoop: MultiThreadedEventLoopGroup.singleton.next())
  }

  init(opener: ChannelOpener, token: Token?, eventLoop: any EventLoop) {
    url = opener.url
    client = HTTPClient(opener: opener, eventLoop: eventLoop, token: token)
  }

  /// Why a request has no result: no answer came, or the server refused.
  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    case transport(TransportFailure)
    case problem(Problem)

    /// Whether the same request may succeed later, unchanged.
    public var isTemporary: Bool {
      switch self {
      case .transport(let failure): failure.isTemporary
      case .problem(let problem): problem.code.isTemporary
      }
    }

    /// How long the server asks to wait before the same request, if it says.
    public var retryAfter: Duration? {
      guard case .problem(let problem) = self else { return nil }
      return problem.retryAfterMilliseconds.map { .milliseconds($0) }
    }

    /// Hostile until sanitised: a problem's detail is the server's text.
    public var description: String {
      switch self {
      case .transport(let failure): failure.description
      case .problem(let problem): "\(problem.code.rawValue): \(problem.detail)"
      }
    }
  }
}

extension StreamHTTP {
  /// The newest comments up to `upto`, ascending: a join, or a page backwards.
  public func newest(
    _ last: Int, upto: Seq? = nil, epoch: Epoch? = nil
  ) async throws(Failure) -> CommentPage {
    try await get(
      "/comments",
      [("last", "\(last)"), ("upto", upto?.description), ("epoch", epoch?.rawValue)])
  }

  /// Comments forwards from a position.
  public func comments(
    after: Seq, upto: Seq? = nil, limit: Int = Limits.pageComments, epoch: Epoch? = nil
  ) async throws(Failure) -> CommentPage {
    try await get(
      "/comments",
      [
        ("after", after.description), ("upto", upto?.description), ("limit", "\(limit)"),
        ("epoch", epoch?.rawValue),
      ])
  }

  /// Moderation events forwards from a position.
  public func events(
    after: ModSeq, upto: ModSeq? = nil, limit: Int = Limits.pageComments, epoch: Epoch? = nil
  ) async throws(Failure) -> EventPage {
    try await get(
      "/moderation",
      [
        ("after", after.description), ("upto", upto?.description), ("limit", "\(limit)"),
        ("epoch", epoch?.rawValue),
      ])
  }

  /// The stream as it stands.
  public func state() async throws(Failure) -> StreamState { try await get("", []) }

  /// Posts a comment; the same key again gives the same comment.
  public func post(
    _ request: PostRequest, key: String
  ) async throws(Failure) -> Comment {
    try await send("/comments", request, key: key)
  }

  /// Takes a moderation action; the same key again gives the same event.
  public func moderate(
    _ request: ModerationRequest, key: String
  ) async throws(Failure) -> ModerationEvent {
    try await send("/moderation", request, key: key)
  }
}

extension StreamHTTP {
  func get<Value: Decodable & Sendable>(
    _ path: String, _ query: [(name: String, value: String?)]
  ) async throws(Failure) -> Value {
    let pairs = query.compactMap { pair in pair.value.map { "\(pair.name)=\($0)" } }
    let target = url.path + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    return try await execute(HTTPClient.Request(target: target))
  }

  private func send<Value: Decodable & Sendable>(
    _ path: String, _ body: some Encodable, key: String
  ) async throws(Failure) -> Value {
    try await execute(
      HTTPClient.Request(
        method: .POST, target: url.path + path, headers: ["Idempotency-Key": key],
        body: try Self.bytes(of: body)))
  }

  func put<Value: Decodable & Sendable>(
    _ path: String, _ body: some Encodable, key: String?
  ) async throws(Failure) -> Value {
    try await execute(
      HTTPClient.Request(
        method: .PUT, target: url.path + path,
        headers: key.map { ["Idempotency-Key": $0] } ?? [:], body: try Self.bytes(of: body)))
  }

  private static func bytes(of body: some Encodable) throws(Failure) -> ByteBuffer {
    do {
      return ByteBuffer(bytes: try WireCodec.encode(body))
    } catch {
      throw .problem(Problem(.invalid, "the request holds a value that JSON cannot"))
    }
  }

  /// Sends what is answered without a body.
  func submit(_ path: String, _ body: some Encodable) async throws(Failure) {
    _ = try await answer(
      to: HTTPClient.Request(
        method: .POST, target: url.path + path, body: try Self.bytes(of: body)))
  }

  private func execute<Value: Decodable & Sendable>(
    _ request: HTTPClient.Request
  ) async throws(Failure) -> Value {
    let answer = try await answer(to: request)
    do {
      return try WireCodec.decode(Value.self, from: answer.body.readableBytesView)
    } catch {
      throw .transport(
        TransportFailure(
          .malformed,
          "what answers at \(url.hostHeader) is not the server of a stream (\(error.detail))"))
    }
  }

  /// The answer to a request that was granted.
  private func answer(to request: HTTPClient.Request) async throws(Failure) -> HTTPAnswer {
    let answer: HTTPAnswer
    do {
      answer = try await client.send(request).get()
    } catch {
      throw .transport(TransportFailure.from(error, url: url))
    }
    guard (200..<300).contains(answer.status) else {
      throw HTTPRefusal.failure(answer, from: url)
    }
    return answer
  }
}
