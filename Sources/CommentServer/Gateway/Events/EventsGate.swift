import LiveComments
import NIOCore
import NIOHTTP1

/// Takes an HTTP connection over when a request asks for a stream's events; everything else, such
/// requests that have to be refused included, is the router's.
///
/// It stays for as long as the connection is HTTP: a browser asks for events over a connection that
/// it has used before. The router's handlers come with the first request that is theirs: a
/// connection that only ever carries events costs what a WebSocket does.
final class EventsGate: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private enum State {
    /// So many requests are with the router.
    case http(inProgress: Int)
    /// The head asked for events; its end has to follow.
    case awaitingEnd(EventsRequest, head: ByteBuffer, RequestLog.ID)
    /// The HTTP handlers are on their way out. A client says nothing more: what comes is dropped.
    case takingOver
  }

  private var state = State.http(inProgress: 0)
  private let loop: GatewayLoop
  private let origins: OriginPolicy
  private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
  private let encoder: HTTPResponseEncoder
  /// Sets the pipeline up for the router. Returns what leaves again with the other HTTP handlers.
  private let continueAsHTTP: (ChannelHandlerContext) throws -> HTTPConnectionGuard
  /// Set once the router's handlers are there.
  private var bounds: HTTPConnectionGuard?
  /// Called once events are on their way over a connection that the router has never seen.
  private let finish: () -> Void

  init(
    loop: GatewayLoop, origins: OriginPolicy, decoder: ByteToMessageHandler<HTTPRequestDecoder>,
    encoder: HTTPResponseEncoder,
    continueAsHTTP: @escaping (ChannelHandlerContext) throws -> HTTPConnectionGuard,
    finish: @escaping () -> Void
  ) {
    self.loop = loop
    self.origins = origins
    self.decoder = decoder
    self.encoder = encoder
    self.continueAsHTTP = continueAsHTTP
    self.finish = finish
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // What follows a request that asked for an upgrade comes as bytes, not as parts.
    if case .takingOver = state { return }
    switch (state, unwrapInboundIn(data)) {
    case (.http(let inProgress), .head(let head)):
      if inProgress == 0, let request = request(of: head) {
        let id = RequestLog.ID()
        state = .awaitingEnd(request, head: answer(to: head, named: id), id)
        return
      }
      state = .http(inProgress: inProgress + 1)
      do {
        if bounds == nil { bounds = try continueAsHTTP(context) }
        context.fireChannelRead(data)
      } catch {
        context.close(promise: nil)
      }
    case (.http, _): context.fireChannelRead(data)
    case (.awaitingEnd(let request, let head, let id), .end): takeOver(request, head, id, context)
    case (.awaitingEnd, _): context.close(promise: nil)
    case (.takingOver, _): break
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data), case .http(let inProgress) = state {
      state = .http(inProgress: max(0, inProgress - 1))
    }
    context.write(data, promise: promise)
  }

  /// Nil when the router has to answer: it finds the same fault, and says so as it says all others.
  private func request(of head: HTTPRequestHead) -> EventsRequest? {
    let target = RequestTarget(head.uri)
    guard head.method == .GET, let streamID = EventsRequest.streamID(inPath: target.path),
      head.headers["content-length"].allSatisfy({ $0 == "0" }),
      !head.headers.contains(name: "transfer-encoding"), !UpgradeRequest.asksForWebSocket(head)
    else { return nil }
    do {
      let identity = try BearerToken.parse(head.headers["authorization"]).map { token in
        try loop.services.access.identity(of: token, at: SystemClock.time())
      }
      return try EventsRequest(
        streamID: streamID, query: target.query,
        lastEventID: head.headers["last-event-id"], identity: identity,
        access: loop.services.access)
    } catch {
      return nil
    }
  }

  private func answer(to head: HTTPRequestHead, named id: RequestLog.ID) -> ByteBuffer {
    let named = head.headers["origin"]
    return EventFraming.head(
      id: id, allowing: named.count == 1 ? named.first(where: origins.allows) : nil,
      isCrossOrigin: !named.isEmpty)
  }

  private func takeOver(
    _ request: EventsRequest, _ head: ByteBuffer, _ id: RequestLog.ID,
    _ context: ChannelHandlerContext
  ) {
    state = .takingOver
    let operations = context.pipeline.syncOperations
    let left =
      bounds.map { operations.removeHandler($0) } ?? context.eventLoop.makeSucceededVoidFuture()
    left.assumeIsolated().flatMap {
      operations.removeHandler(self.decoder)
    }.flatMap {
      operations.removeHandler(self.encoder)
    }.whenComplete { result in
      switch result {
      case .success: self.handOver(request, head, id, context)
      case .failure: context.close(promise: nil)
      }
    }
  }

  /// From here on the connection is a `LiveConnection`; the router's handlers behind it hear only of
  /// its end.
  private func handOver(
    _ request: EventsRequest, _ head: ByteBuffer, _ id: RequestLog.ID,
    _ context: ChannelHandlerContext
  ) {
    let connection = LiveConnection(
      streamID: request.streamID, identity: request.identity, loop: loop, requestID: id,
      framing: .events)
    do {
      try context.channel.syncOptions?.setOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2_048))
      try context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
      #if os(Linux)
        // The client never speaks: what it does not take in says that it is gone. From the first
        // heartbeat after its last sign on, which makes it as long as a WebSocket may be silent.
        // TCP_USER_TIMEOUT is 18 (tcp(7)).
        let limits = loop.services.limits
        let intervals = max(1, limits.silentIntervals - 1)
        let milliseconds = TimeAmount(limits.heartbeat * intervals).nanoseconds / 1_000_000
        try context.channel.syncOptions?.setOption(
          .tcpOption(.init(rawValue: 18)), value: SocketOptionValue(milliseconds))
      #endif
      let operations = context.pipeline.syncOperations
      try operations.addHandler(connection, position: .before(self))
      operations.removeHandler(self, promise: nil)
      connection.begin(head, claim: request.claim)
      if bounds == nil { finish() }
    } catch {
      context.close(promise: nil)
    }
  }
}
