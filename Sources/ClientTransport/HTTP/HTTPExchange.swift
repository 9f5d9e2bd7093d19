import NIOCore
import NIOHTTP1

/// What the server answered to one request.
struct HTTPAnswer: Sendable {
  var status: Int
  var headers: HTTPHeaders
  var body: ByteBuffer
}

/// Sends one request on a connection of its own and collects the answer, within a bound.
///
/// A body that grows past the bound fails the exchange and closes the connection at once, so a
/// hostile server cannot fill the memory.
final class HTTPExchange: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  /// What has been received so far.
  private enum State {
    case waiting
    case receiving(HTTPAnswer)
    case finished
  }

  private var state = State.waiting
  /// A connection that was never made is explained by who opens it.
  private var wasConnected = false
  /// Nil when somebody else sent the request: a WebSocket handshake that was refused.
  private let request: (head: HTTPRequestHead, body: ByteBuffer?)?
  private let bodyBytes: Int
  private let promise: EventLoopPromise<HTTPAnswer>

  init(
    request: (head: HTTPRequestHead, body: ByteBuffer?)?, bodyBytes: Int,
    promise: EventLoopPromise<HTTPAnswer>
  ) {
    self.request = request
    self.bodyBytes = bodyBytes
    self.promise = promise
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { send(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    send(context)
    context.fireChannelActive()
  }

  private func send(_ context: ChannelHandlerContext) {
    wasConnected = true
    guard let request else { return }
    context.write(Self.wrapOutboundOut(.head(request.head)), promise: nil)
    if let body = request.body {
      context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (Self.unwrapInboundIn(data), state) {
    case (.head(let head), .waiting):
      // Informational answers (RFC 9110 §15.2) come before the real one.
      guard head.status.code >= 200 || head.status == .switchingProtocols else { return }
      state = .receiving(
        HTTPAnswer(status: Int(head.status.code), headers: head.headers, body: ByteBuffer()))
    case (.body(var part), .receiving(var answer)):
      guard answer.body.readableBytes + part.readableBytes <= bodyBytes else {
        return fail(
          TransportFailure(
            .tooLarge, "the server's answer is larger than \(bodyBytes / 1_048_576) MiB"), context)
      }
      // The state gives up its reference first, so that appending copies nothing.
      state = .finished
      answer.body.writeBuffer(&part)
      state = .receiving(answer)
    case (.end, .receiving(let answer)):
      state = .finished
      promise.succeed(answer)
      context.close(promise: nil)
    default:
      break
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(error, context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if wasConnected { fail(ChannelError.eof, context) }
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    if wasConnected { fail(ChannelError.eof, context) }
  }

  private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
    if case .finished = state { return }
    state = .finished
    promise.fail(error)
    context.close(promise: nil)
  }
}
