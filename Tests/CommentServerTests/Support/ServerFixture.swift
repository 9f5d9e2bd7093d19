import Foundation
import LiveComments
import Logging
import ServerCore
import TestSupport
import Testing
import Tracing

@testable import CommentServer

/// A server on a free port with a database of its own, and tokens for it.
struct ServerFixture: Sendable {
  let address: ServerAddress
  let log: SQLiteCommentLog
  private let issuer: TokenIssuer

  static let secret = Array("a secret of at least thirty-two bytes".utf8)

  /// Runs `body` against a server, and ends it.
  ///
  /// - Parameter directory: where the data lives, for more than one run.
  static func run(
    directory: TemporaryDirectory? = nil,
    connections: ConnectionLimits = ConnectionLimits(), origins: [String] = [],
    allowsAnonymousReading: Bool = true,
    posts: PostLimits = PostLimits(
      perUser: RateLimit(perSecond: 1e6, burst: 1_000_000),
      perStream: RateLimit(perSecond: 1e6, burst: 1_000_000)),
    degradation: DegradationTable = .calm,
    reactions: ReactionLimits = ReactionLimits(),
    fanout: FanoutLimits = FanoutLimits(),
    tracer: (any Tracer)? = nil,
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    _ body: @escaping @Sendable (ServerFixture) async throws -> Void
  ) async throws {
    let directory = try directory ?? TemporaryDirectory()
    var storage = SQLiteCommentLog.Configuration(
      directory: URL(filePath: directory.path("data")))
    storage.logger = logger
    storage.tracer = tracer
    storage.limits = posts
    storage.degradation = degradation
    let log = try SQLiteCommentLog(storage)
    var configuration = CommentServer.Configuration()
    configuration.port = 0
    configuration.logger = logger
    configuration.tracer = tracer
    try await configuration.keys.add(secret: secret)
    configuration.connections = connections
    configuration.degradation = degradation
    configuration.reactions = reactions
    configuration.fanout = fanout
    configuration.origins = OriginPolicy(allowed: origins)
    configuration.allowsAnonymousReading = allowsAnonymousReading
    let issuer = try await TokenIssuer(secret: secret, validation: .standard)
    do {
      try await CommentServer(configuration, log: log).withServer { address in
        try await body(ServerFixture(address: address, log: log, issuer: issuer))
      }
    } catch {
      await log.close()
      throw error
    }
    await log.close()
  }

  /// A token that is valid for an hour, or for as long as is said.
  func token(
    _ id: String, _ role: Role = .viewer, streams: StreamGrant = .all,
    seconds: Double = 3_600
  ) throws -> String {
    let now = SystemClock.time().milliseconds
    return try issuer.token(
      for: User.sample(id, role), streams: streams,
      expiresAt: Timestamp(milliseconds: now + Int64(seconds * 1_000)))
  }

  /// Posts into the log, as other nodes do: not through this server.
  @discardableResult
  func append(
    _ content: String, by user: User = .sample("ada"), in streamID: StreamID = .launch
  ) async throws -> Comment {
    let key = try #require(IdempotencyKey(rawValue: UUID().uuidString))
    return try await withCheckedContinuation { continuation in
      log.append(
        AcceptedComment(
          streamID: streamID, poster: user, key: key, author: user, content: content)
      ) { continuation.resume(returning: $0) }
    }.get().comment
  }

  func http() async throws -> HTTPClient { try await HTTPClient.connect(port: address.port) }

  /// Upgrades; hello is the test's to say.
  func socket(
    _ streamID: StreamID = .launch, token: String? = nil, headers: [String] = []
  ) async throws -> WebSocketClient {
    try await WebSocketClient.connect(
      port: address.port, streamID: streamID, token: token, headers: headers)
  }

  /// Upgrades, says hello and takes the welcome.
  func join(
    _ streamID: StreamID = .launch, token: String? = nil, resume: ResumePoint? = nil
  ) async throws -> (WebSocketClient, ServerFrame.Welcome) {
    let socket = try await socket(streamID)
    try await socket.send(.hello(ClientFrame.Hello(token: token, resume: resume)))
    return (socket, try await socket.welcome())
  }
}

extension DegradationTable {
  /// The levels, with nothing that calls for any: on a busy machine anything might.
  static let calm: DegradationTable = {
    var table = standard
    table.busy.trigger = LoadTrigger()
    table.hot.trigger = LoadTrigger()
    table.critical.trigger = LoadTrigger()
    return table
  }()
}
