import LiveComments
import Logging
import NIOCore
import NIOHTTP1

/// Keeps an HTTP connection within bounds: time for heads and bodies, idleness, the parser's errors,
/// and the end of the server.
///
/// Deadlines are absolute: a client that sends a byte now and then does not move them.
final class HTTPConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let limits: ConnectionLimits
  private let logger: Logger
  private var deadline: Scheduled<Void>?
  private var requestsInProgress = 0
  private var isReadingRequest = false
  /// No further request is answered: the server drains, or the parser has stopped.
  private var isLast = false
  private var isClosing = false
  /// The client has closed its side, or the connection is gone.
  private var hasEnded = false
  private var onEnd: (@Sendable () -> Void)?

  init(limits: ConnectionLimits, logger: Logger) {
    self.limits = limits
    self.logger = logger
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      requestsInProgress += 1
      isReadingRequest = true
      // The parser stops after a request that asks for any upgrade.
      if head.headers.contains(name: "upgrade") { isLast = true }
      close(in: limits.requestBody, context)
      if asksToGoOn(head) {
        let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
      }
    case .body: break
    case .end:
      isReadingRequest = false
      deadline?.cancel()
      deadline = nil
    }
    context.fireChannelRead(data)
  }

  /// Whether the client waits to be told before it sends the body (RFC 9110 §10.1.1). It is not told
  /// when the body is larger than is taken, or while another answer is to come first.
  private func asksToGoOn(_ head: HTTPRequestHead) -> Bool {
    guard head.version == .http1_1, requestsInProgress == 1,
      head.headers["expect"].map({ $0.lowercased() }) == ["100-continue"]
    else { return false }
    return head.headers["content-length"].first.flatMap { Int($0) } ?? 0 <= Limits.bodyBytes
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !isClosing else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(var head) where isLast && head.status.code >= 200:
      head.headers.replaceOrAdd(name: "Connection", value: "close")
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .head, .body:
      context.write(data, promise: promise)
    case .end:
      requestsInProgress -= 1
      onEnd = nil
      if isLast, requestsInProgress <= 0 {
        context.writeAndFlush(data, promise: promise)
        context.close(promise: nil)
      } else {
        context.write(data, promise: promise)
        if requestsInProgress <= 0, !isReadingRequest { close(in: limits.keepAlive, context) }
      }
    }
  }

  private func close(in time: Duration, _ context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
      context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is ChannelShouldQuiesceEvent else {
      if case .inputClosed? = event as? ChannelEvent { end() }
      return context.fireUserInboundEventTriggered(event)
    }
    isLast = true
    if requestsInProgress <= 0 { context.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  private func end() {
    hasEnded = true
    onEnd?()
    onEnd = nil
  }

  /// Calls `action` once the client of the request under way has closed its side, or at once when
  /// it has: an answer that waits for something is then waited for by nobody, and is to come now,
  /// for the rare client that still reads.
  static func whenClientEnds(_ channel: any Channel, _ action: @escaping @Sendable () -> Void) {
    channel.eventLoop.execute {
      guard
        let bounds = try? channel.pipeline.syncOperations.handler(type: HTTPConnectionGuard.self),
        !bounds.hasEnded
      else { return action() }
      bounds.onEnd = action
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError, !isClosing else {
      return context.close(promise: nil)
    }
    isClosing = true
    // An answer under way cannot be interrupted by another: the end of the connection says it.
    guard requestsInProgress <= 0 else { return context.close(promise: nil) }
    let (problem, status) = Self.problem(for: error)
    let id = RequestLog.makeID()
    RequestLog.refused(problem, status: status, id: id, by: logger)
    let extra = [(RequestLog.header, id)]
    for part in ProblemResponse.parts(problem, status: status, extra: extra) {
      context.write(wrapOutboundOut(part), promise: nil)
    }
    context.flush()
    context.close(mode: .output, promise: nil)
    close(in: limits.closing, context)
  }

  /// What a request that cannot be parsed is told.
  static func problem(for error: HTTPParserError) -> (Problem, status: Int) {
    switch error {
    case .headerOverflow:
      (Problem(.tooLarge, "the request's headers are too large"), 431)
    default:
      (Problem(.invalid, "the request is not HTTP/1.1 as RFC 9112 has it"), 400)
    }
  }
}
