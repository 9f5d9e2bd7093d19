import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import LiveComments
public import Logging
public import NIOCore
import NIOPosix
public import ServerCore
import ServiceLifecycle
import Synchronization
public import Tracing

/// The server as a value that a program embeds: it serves a log over HTTP and WebSocket.
public struct CommentServer: Sendable {
  public struct Configuration: Sendable {
    public var host = "127.0.0.1"
    /// 0 picks a free one.
    public var port = 8080
    /// The keys that tokens are checked with.
    public var keys = TokenKeys()
    /// Whether one may read without a token.
    public var allowsAnonymousReading = true
    /// Origins of web pages that may use the server.
    public var origins = OriginPolicy(allowed: [])
    /// Nil serves plain text.
    public var tls: ServerTLS?
    public var connections = ConnectionLimits()
    public var fanout = FanoutLimits()
    /// When streams are mitigated, and how. The log has to know the same table.
    public var degradation = DegradationTable.standard
    public var reactions = ReactionLimits()
    /// Where connections live: one event loop for each core, as long as the process.
    public var eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    public var logger = Logger(label: "gavel.server")
    /// Gets spans of the pipeline's stages: validation and fan-out; those of the log are given to the
    /// log. Nobody traces by default.
    public var tracer: (any Tracer)?

    public init() {}
  }

  private let configuration: Configuration
  private let log: any CommentLog

  /// - Parameter log: stays open when the server has stopped; closing it is its owner's.
  public init(_ configuration: Configuration, log: any CommentLog) {
    self.configuration = configuration
    self.log = log
  }

  /// Serves until a graceful shutdown of the task (ServiceLifecycle), drains, and returns.
  ///
  /// - Parameter onListening: called once, when connections are accepted.
  /// Throws `ServerFailure` when it cannot start.
  public func run(onListening: @escaping @Sendable (ServerAddress) -> Void) async throws {
    do {
      try await serve(on: configuration.eventLoopGroup, onListening: onListening)
    } catch {
      throw ServerFailure.binding(error, host: configuration.host, port: configuration.port)
        ?? error
    }
  }

  /// Serves while `body` runs: for programs and tests that hold server and client in one process.
  public func withServer<Value: Sendable>(
    _ body: @escaping @Sendable (ServerAddress) async throws -> Value
  ) async throws -> Value {
    let (addresses, listening) = AsyncStream.makeStream(of: ServerAddress.self)
    let services = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(
            service: Run(server: self) { address in
              listening.yield(address)
              listening.finish()
            }, successTerminationBehavior: .gracefullyShutdownGroup)
        ], logger: configuration.logger))
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask {
        defer { listening.finish() }
        try await services.run()
        return nil
      }
      group.addTask {
        for await address in addresses {
          do {
            let value = try await body(address)
            await services.triggerGracefulShutdown()
            return value
          } catch {
            await services.triggerGracefulShutdown()
            throw error
          }
        }
        return nil
      }
      var value: Value?
      while let result = try await group.next() { value = result ?? value }
      guard let value else { throw CancellationError() }
      return value
    }
  }

  private struct Run: Service {
    let server: CommentServer
    let onListening: @Sendable (ServerAddress) -> Void

    func run() async throws { try await server.run(onListening: onListening) }
  }
}

/// Where a server listens.
public struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
  public var host: String
  public var port: Int
  public var isSecure: Bool

  /// The base of all URLs: `http://127.0.0.1:8080`.
  public var description: String {
    let host = host.contains(":") ? "[\(host)]" : host
    return "\(isSecure ? "https" : "http")://\(host):\(port)"
  }
}

extension CommentServer {
  /// Connections that are accepted in one turn of their event loop, at most.
  private static let acceptsPerRead: UInt = 256

  private func serve(
    on group: any EventLoopGroup,
    onListening: @escaping @Sendable (ServerAddress) -> Void
  ) async throws {
    let services = makeServices(on: group)
    let references = try await GatewayLoop.references(on: group, services: services)
    let loops = Dictionary(
      uniqueKeysWithValues: references.map { (ObjectIdentifier($0.eventLoop), $0) })
    let readiness = Readiness()
    let configuration = configuration
    let plain = HTTPServerBuilder { responder in
      GatewayChannel(
        responder: responder, origins: configuration.origins, limits: configuration.connections,
        loops: loops)
    }
    let application = Application(
      router: GatewayRouter.make(
        services: services, origins: configuration.origins, readiness: readiness),
      server: try configuration.tls.map {
        try .tls(plain, tlsConfiguration: $0.configuration)
      } ?? plain,
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), backlog: 4_096,
        // Beyond the limit a few more are accepted, to be told so; then the kernel's queue holds.
        availableConnectionsDelegate: MaximumAvailableConnections(
          configuration.connections.connections + 1_024, logger: configuration.logger)),
      onServerRunning: { channel in
        // Four at a time, as is usual, the kernel's queue overflows while passes fill the loop, and who
        // was dropped from it tries again after seconds.
        try? await channel.setOption(.maxMessagesPerRead, value: Self.acceptsPerRead).get()
        onListening(
          ServerAddress(
            host: configuration.host, port: channel.localAddress?.port ?? configuration.port,
            isSecure: configuration.tls != nil))
      },
      eventLoopGroupProvider: .shared(group), logger: configuration.logger)
    defer { services.hubs.close() }
    // Levels are resumed, and go when nothing calls for them, also where nobody watches.
    for streamID in (try? await log.mitigatedStreams()) ?? [] {
      _ = services.hubs.hub(for: streamID)
    }
    try await withGracefulShutdownHandler {
      try await application.run()
    } onGracefulShutdown: {
      readiness.drain()
      services.hubs.releaseWaiters()
    }
    // The application waits for its HTTP exchanges only. The deadlines of a drain end these too.
    await services.connections.untilNone()
    await settleReactions(on: references, in: services.hubs)
  }

  /// Hands the log the totals of the window under way.
  private func settleReactions(
    on references: [GatewayLoop.Reference], in hubs: HubRegistry
  ) async {
    for reference in references {
      try? await reference.eventLoop.submit { reference.loop.reportReactions() }.get()
    }
    for hub in hubs.all { try? await hub.settleReactions() }
  }

  private func makeServices(on group: any EventLoopGroup) -> LiveServices {
    let validation = Validation.standard
    let access = AccessPolicy(
      verifier: TokenVerifier(keys: configuration.keys, validation: validation),
      allowsAnonymousReading: configuration.allowsAnonymousReading)
    // Before the hubs: who sees a mute may rely on it.
    let reactors = Reactors(limits: configuration.reactions, log: log)
    return LiveServices(
      log: log,
      pipeline: Pipeline(log: log, validation: validation, tracer: configuration.tracer),
      hubs: HubRegistry(
        log: log, group: group, limits: configuration.fanout, table: configuration.degradation,
        logger: configuration.logger, stages: StageTracer(tracer: configuration.tracer)),
      reactors: reactors, access: access, limits: configuration.connections,
      degradation: configuration.degradation,
      connections: ConnectionCount(), logger: configuration.logger,
      stages: StageTracer(tracer: configuration.tracer))
  }
}
