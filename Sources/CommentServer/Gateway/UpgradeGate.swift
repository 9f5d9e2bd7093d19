import LiveComments
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Looks at a connection's first request: upgrades it to a stream's WebSocket, or hands it and all
/// that follow to the router.
///
/// NIO's own upgrade handler loses the head of a request whose upgrade is declined, and traps on a
/// body after one; hence this one, which does no more than is needed here.
final class UpgradeGate: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum State {
    case awaitingHead
    /// The head asked for an upgrade; its end has to follow.
    case awaitingEnd(HTTPRequestHead, UpgradeRequest, Identity?)
    /// The HTTP handlers are on their way out: what arrives is kept for the WebSocket. An honest
    /// client says little before it has the answer; beyond `leftoverReads` the connection ends.
    case upgrading(leftover: [NIOAny])
    /// Handed over, or refused: the rest is dropped.
    case done
  }

  private static let leftoverReads = 16

  private var state = State.awaitingHead
  private let requestID = RequestLog.ID()
  private let origins: OriginPolicy
  private let loop: GatewayLoop
  /// Sets the pipeline up for the router; what was read goes on to it.
  private let continueAsHTTP: (ChannelHandlerContext) throws -> Void
  /// Called once the WebSocket stands, or the connection was refused.
  private let finish: () -> Void
  private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
  private let encoder: HTTPResponseEncoder

  init(
    origins: OriginPolicy, loop: GatewayLoop, decoder: ByteToMessageHandler<HTTPRequestDecoder>,
    encoder: HTTPResponseEncoder, continueAsHTTP: @escaping (ChannelHandlerContext) throws -> Void,
    finish: @escaping () -> Void
  ) {
    self.origins = origins
    self.loop = loop
    self.decoder = decoder
    self.encoder = encoder
    self.continueAsHTTP = continueAsHTTP
    self.finish = finish
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch state {
    case .awaitingHead:
      guard case .head(let head) = unwrapInboundIn(data) else { return context.close(promise: nil) }
      decide(head, data, context)
    case .awaitingEnd(let head, let request, let identity):
      switch unwrapInboundIn(data) {
      case .end: upgrade(head, request, identity, context)
      case .head, .body:
        refuse(Problem(.invalid, "the request for an upgrade has no body"), 400, context)
      }
    case .upgrading(let leftover):
      guard leftover.count < Self.leftoverReads else { return context.close(promise: nil) }
      state = .upgrading(leftover: leftover + [data])
    case .done: break
    }
  }

  private func decide(
    _ head: HTTPRequestHead, _ data: NIOAny, _ context: ChannelHandlerContext
  ) {
    switch UpgradeRequest.decide(head, origins: origins) {
    case .http:
      state = .done
      do {
        try continueAsHTTP(context)
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
      } catch {
        context.close(promise: nil)
      }
    case .refuse(let problem, let status): refuse(problem, status, context)
    case .upgrade(let request):
      do {
        state = .awaitingEnd(head, request, try identity(of: request.token))
      } catch {
        refuse(error, error.code.status, context)
      }
    }
  }

  private func identity(of token: String?) throws(Problem) -> Identity? {
    guard let token else { return nil }
    return try loop.services.access.identity(of: token, at: SystemClock.time())
  }

  private func refuse(_ problem: Problem, _ status: Int, _ context: ChannelHandlerContext) {
    state = .done
    let id = "\(requestID)"
    RequestLog.refused(problem, status: status, id: id, by: loop.services.logger)
    var extra = [(RequestLog.header, id)]
    if status == 401 { extra.append(("WWW-Authenticate", "Bearer")) }
    if status == 426 { extra.append(("Sec-WebSocket-Version", "13")) }
    for part in ProblemResponse.parts(problem, status: status, extra: extra) {
      context.write(wrapOutboundOut(part), promise: nil)
    }
    context.flush()
    finish()
    context.close(mode: .output, promise: nil)
    // The client has a moment to read the answer: closing with bytes unread would take it back.
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .seconds(1)) { bound.value.close(promise: nil) }
  }

  private func upgrade(
    _ head: HTTPRequestHead, _ request: UpgradeRequest, _ identity: Identity?,
    _ context: ChannelHandlerContext
  ) {
    state = .upgrading(leftover: [])
    accept(head, request, context).assumeIsolated().flatMap { headers in
      let response = HTTPResponseHead(
        version: .http1_1, status: .switchingProtocols, headers: headers)
      context.write(self.wrapOutboundOut(.head(response)), promise: nil)
      context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
      return context.pipeline.syncOperations.removeHandler(self.decoder)
    }.flatMap {
      context.pipeline.syncOperations.removeHandler(self.encoder)
    }.whenComplete { result in
      switch result {
      case .success: self.handOver(request, identity, context)
      case .failure: context.close(promise: nil)
      }
    }
  }

  /// The headers of the answer; NIO computes the accept value.
  private func accept(
    _ head: HTTPRequestHead, _ request: UpgradeRequest, _ context: ChannelHandlerContext
  ) -> EventLoopFuture<HTTPHeaders> {
    let id = "\(requestID)"
    let upgrader = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, _ in
        var headers = HTTPHeaders([(RequestLog.header, id)])
        if request.offersSubprotocol {
          headers.add(name: "Sec-WebSocket-Protocol", value: UpgradeRequest.subprotocol)
        }
        return channel.eventLoop.makeSucceededFuture(headers)
      },
      upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
    return upgrader.buildUpgradeResponse(
      channel: context.channel, upgradeRequest: head, initialResponseHeaders: HTTPHeaders())
  }

  /// From here on the pipeline is `LiveConnection` alone, TLS aside.
  private func handOver(
    _ request: UpgradeRequest, _ identity: Identity?, _ context: ChannelHandlerContext
  ) {
    guard case .upgrading(let leftover) = state else { return }
    state = .done
    let connection = LiveConnection(
      streamID: request.streamID, identity: identity, loop: loop, requestID: requestID)
    do {
      let operations = context.pipeline.syncOperations
      // A viewer says little: small buffers keep ten thousand of them cheap.
      try context.channel.syncOptions?.setOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2_048))
      try context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
      try operations.addHandler(connection, position: .after(self))
      for bytes in leftover { context.fireChannelRead(bytes) }
      if !leftover.isEmpty { context.fireChannelReadComplete() }
      operations.removeHandler(self, promise: nil)
      finish()
    } catch {
      context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch (state, event) {
    case (.awaitingHead, is ChannelShouldQuiesceEvent),
      (.awaitingEnd, is ChannelShouldQuiesceEvent), (.upgrading, is ChannelShouldQuiesceEvent):
      context.close(promise: nil)
    case (_, let event as ChannelEvent) where event == .inputClosed:
      if case .done = state {
        context.fireUserInboundEventTriggered(event)
      } else {
        context.close(promise: nil)
      }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
    let (problem, status) = HTTPConnectionGuard.problem(for: error)
    refuse(problem, status, context)
  }
}
