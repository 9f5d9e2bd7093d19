import LiveComments
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Opens the WebSocket of a stream: `GET /streams/{id}/live` with the subprotocol `gavel.v1`.
struct SocketConnector: Sendable {
  /// The subprotocol of design §5.3.
  static let subprotocol = "gavel.v1"

  let opener: ChannelOpener
  let eventLoop: any EventLoop
  let token: Token?

  /// How a handshake ended.
  private enum Handshake: Sendable {
    case open(NIOLoopBound<SocketHandler>)
    /// The answer that is coming instead of the upgrade.
    case refused(EventLoopFuture<HTTPAnswer>)
  }

  /// An open connection, on its event loop.
  struct Connection: Sendable {
    let channel: any Channel
    let handler: NIOLoopBound<SocketHandler>
  }

  /// Connects and upgrades. `deliver` is called on the event loop, from the first frame on.
  ///
  /// Fails with `StreamHTTP.Failure`: the server's problem where it refused the upgrade, a
  /// `TransportFailure` otherwise.
  func connect(deliver: @escaping @Sendable (SocketEvent) -> Void) -> EventLoopFuture<Connection> {
    let url = opener.url
    let result = eventLoop.makePromise(of: Connection.self)
    let limit = opener.configuration.connectTimeout + opener.configuration.handshakeTimeout
    let deadline = eventLoop.scheduleTask(in: limit.timeAmount) {
      result.fail(
        TransportFailure(.timedOut, "\(url.hostHeader) did not answer the WebSocket handshake"))
    }
    // The handshake's own future is kept apart from the connection's, so that a handshake that
    // never ends is cut by the deadline.
    let opened = opener.open(on: eventLoop) { channel in
      let handshake = try self.upgrade(channel, deliver: deliver)
      result.completeWith(handshake.flatMap { Self.connection(channel, $0, url: url) })
      return channel.eventLoop.makeSucceededVoidFuture()
    }
    opened.whenFailure { result.fail($0) }
    result.futureResult.whenComplete { ended in
      deadline.cancel()
      if case .failure = ended { opened.whenSuccess { $0.channel.close(promise: nil) } }
    }
    return result.futureResult.flatMapErrorThrowing { error in
      throw error as? StreamHTTP.Failure ?? .transport(TransportFailure.from(error, url: url))
    }
  }

  private static func connection(
    _ channel: any Channel, _ handshake: Handshake, url: StreamURL
  ) -> EventLoopFuture<Connection> {
    switch handshake {
    case .open(let handler):
      channel.eventLoop.makeSucceededFuture(Connection(channel: channel, handler: handler))
    case .refused(let answer):
      answer.flatMapThrowing { throw HTTPRefusal.failure($0, from: url) }
    }
  }

  private func upgrade(
    _ channel: any Channel, deliver: @escaping @Sendable (SocketEvent) -> Void
  ) throws -> EventLoopFuture<Handshake> {
    let configuration = opener.configuration
    let upgrader = NIOTypedWebSocketClientUpgrader<Handshake>(
      maxFrameSize: configuration.messageBytes, enableAutomaticErrorHandling: false
    ) { channel, head in
      channel.eventLoop.makeCompletedFuture {
        try Self.check(head)
        let handler = SocketHandler(configuration: configuration, deliver: deliver)
        try channel.pipeline.syncOperations.addHandler(handler)
        return .open(NIOLoopBound(handler, eventLoop: channel.eventLoop))
      }
    }
    let upgrade = NIOTypedHTTPClientUpgradeConfiguration(
      upgradeRequestHead: HTTPRequestHead(
        version: .http1_1, method: .GET, uri: opener.url.path + "/live", headers: headers),
      upgraders: [upgrader]
    ) { channel in
      let answer = channel.eventLoop.makePromise(of: HTTPAnswer.self)
      return channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(
          HTTPExchange(request: nil, bodyBytes: 64 * 1_024, promise: answer))
        return .refused(answer.futureResult)
      }
    }
    var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
    // Frames may follow the handshake in the same packet.
    pipeline.leftOverBytesStrategy = .forwardBytes
    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
      configuration: pipeline)
  }

  private var headers: HTTPHeaders {
    var headers: HTTPHeaders = [
      "Host": opener.url.hostHeader,
      "Sec-WebSocket-Protocol": Self.subprotocol,
      "User-Agent": "gavel",
    ]
    if let token { headers.add(name: "Authorization", value: "Bearer \(token.rawValue)") }
    return headers
  }

  /// The server must have chosen our subprotocol, and no extension, since none was offered.
  private static func check(_ head: HTTPResponseHead) throws {
    guard head.headers.first(name: "Sec-WebSocket-Protocol") == subprotocol,
      head.headers.first(name: "Sec-WebSocket-Extensions") == nil
    else {
      throw TransportFailure(
        .malformed, "the server does not speak \(subprotocol); is it a gavel-server?")
    }
  }
}
