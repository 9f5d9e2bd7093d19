import LiveComments
import Logging
import NIOCore
import ServerCore

/// One WebSocket after its upgrade, or one reader of server-sent events after its request: the first
/// handler in its pipeline, TLS aside.
///
/// It reads frames straight from bytes and writes frames that are already encoded. It stops reading
/// while it cannot be written to and while as many requests wait for the log as may: what a client
/// can make the server hold is bounded by that.
final class LiveConnection: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = Never
  typealias OutboundOut = ByteBuffer

  enum Phase: Equatable {
    case awaitingHello
    /// The stream is being opened, or the log is asked how far it has come. Frames wait unread.
    case joining
    case live
    /// `reconnect` has been said; requests in flight are still answered.
    case draining
    /// A close frame was sent: everything that comes is dropped until the peer closes too.
    case closing
    case closed
  }

  let streamID: StreamID
  let connectionID: String
  /// Names the request that this connection began with.
  let requestID: RequestLog.ID
  let framing: Framing
  let loop: GatewayLoop
  var services: LiveServices { loop.services }

  private(set) var phase = Phase.awaitingHello
  /// The token's account, from the request's header or from `hello`.
  private(set) var identity: Identity?
  /// `identity` as far as it is valid for this stream.
  var user: User?
  var audience = Audience.everyone
  /// Whether the server still took connections when this one came.
  private(set) var hasPlace = false
  /// What `hello` said, while it waits to be answered.
  var pendingClaim = ResumeClaim.nothing
  var stream: LoopStream?
  /// Where `stream` keeps this connection.
  var memberIndex: Int?
  /// What this connection has been sent, completely.
  var seq: Seq = .zero
  var modSeq: ModSeq = .zero
  /// From here on comments are live; what is before is caught up.
  var liveFrom: Seq = .zero
  /// What a reader of events has not been sent; nil when that is nothing.
  var missed: MissedEvents?
  var catchUps = CatchUps()
  var requestsInFlight = 0
  /// The totals that this connection has been sent.
  var reactionsVersion = 0
  /// The status that this connection has been sent.
  var statusVersion = 0
  var reactionsRefusedUntil = Instant(microseconds: 0)
  var liveness: Liveness
  /// Which of the wheel's entries is this connection's latest.
  var wheelTick: Int64?

  private(set) var context: ChannelHandlerContext?
  private var parser = WebSocketParser()
  /// Bytes of a frame that is not whole yet, or of frames that have to wait.
  private var unread: ByteBuffer?
  private var isReadHeld = false
  private var isParsing = false

  init(
    streamID: StreamID, identity: Identity?, loop: GatewayLoop, requestID: RequestLog.ID,
    framing: Framing = .webSocket
  ) {
    self.streamID = streamID
    self.identity = identity
    self.loop = loop
    self.framing = framing
    self.requestID = requestID
    connectionID = String(UInt64.random(in: .min ... .max), radix: 36)
    liveness = Liveness(limits: loop.services.limits, at: SystemClock.instant())
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    isWritable = context.channel.isWritable
    hasPlace = services.connections.opened() <= services.limits.connections
    loop.schedule(self, at: liveness.next)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    ended()
    self.context = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    ended()
    context.fireChannelInactive()
  }

  private func ended() {
    guard phase != .closed else { return }
    phase = .closed
    isWritable = false
    services.connections.closed()
    leaveStream()
    unread = nil
  }

  private func leaveStream() {
    guard let stream else { return }
    stream.detach(self)
    loop.scheduleRemoval(of: stream)
    self.stream = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent: drain()
    case let event as ChannelEvent where event == .inputClosed: context.close(promise: nil)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func read(context: ChannelHandlerContext) {
    guard mayRead else {
      isReadHeld = true
      return
    }
    context.read()
  }

  /// Whether more frames may be taken in now.
  private var mayRead: Bool {
    switch phase {
    case .awaitingHello, .closing: true
    case .joining, .closed: false
    case .live, .draining:
      isWritable && requestsInFlight < services.limits.requestsInFlight
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // A reader of events has said all it has to say.
    guard framing == .webSocket else { return }
    var bytes = unwrapInboundIn(data)
    liveness.heard(at: SystemClock.instant())
    if unread == nil {
      unread = bytes
    } else {
      unread?.writeBuffer(&bytes)
    }
    parse()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if let stream, catchUps.isWaiting { deliver(from: stream) }
    context.flush()
  }

  /// Takes in the frames that are there, as far as may be.
  private func parse() {
    guard !isParsing else { return }
    isParsing = true
    defer { isParsing = false }
    while mayRead, var bytes = unread {
      if phase == .closing {
        dropUntilClose(&bytes)
        return
      }
      let message: WebSocketMessage?
      do {
        message = try parser.next(from: &bytes)
      } catch {
        unread = nil
        return close(error.code, error.reason)
      }
      unread = bytes.readableBytes > 0 ? bytes : nil
      guard let message else { return keepPartialFrame() }
      take(message)
    }
  }

  /// A partial frame is kept in a buffer of its own: a slice would keep the whole read alive.
  private func keepPartialFrame() {
    guard let bytes = unread else { return }
    unread = ByteBuffer(bytes: bytes.readableBytesView)
  }

  /// Reads on for the peer's close frame, and drops the rest: a socket closed with bytes unread
  /// would take back the close frame that is on its way.
  private func dropUntilClose(_ bytes: inout ByteBuffer) {
    unread = nil
    while let message = try? parser.next(from: &bytes) {
      guard case .close = message else { continue }
      context?.close(promise: nil)
      return
    }
    unread = bytes.readableBytes > 0 ? bytes : nil
    if bytes.readableBytes > Limits.bodyBytes { context?.close(promise: nil) }
  }

  private func take(_ message: WebSocketMessage) {
    switch message {
    case .text(let bytes): receive(text: bytes)
    case .ping(let payload): write(ServerFraming.pongFrame(payload))
    case .pong: break
    case .close(let code): peerCloses(code)
    }
  }

  /// Takes up reading where it had to stop.
  func resumeReading() {
    guard mayRead else { return }
    parse()
    if let stream, catchUps.isWaiting { deliver(from: stream) }
    context?.flush()
    guard isReadHeld, mayRead else { return }
    isReadHeld = false
    context?.read()
  }

  /// As the channel last said, which is at once: asking it costs a pass a cache miss per connection.
  private(set) var isWritable = true
  /// Since when it cannot be written to; kept while what waited is delivered.
  private(set) var stalledSince: Instant?

  /// Bytes that wait in the server for the peer to take them.
  var bufferedBytes: Int {
    (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    isWritable = context.channel.isWritable
    stream?.writabilityChanged(self)
    if isWritable {
      if let stream { deliver(from: stream) }
      // Writing may have filled it again, which was said in between: then this is a new stall.
      if isWritable { stalledSince = nil }
      resumeReading()
    } else {
      stalledSince = SystemClock.instant()
    }
    context.fireChannelWritabilityChanged()
  }

  func write(_ bytes: ByteBuffer) {
    context?.write(wrapOutboundOut(bytes), promise: nil)
  }

  func send(_ frame: ServerFrame) {
    send(frame, id: nil)
  }

  /// - Parameter id: what the reader of an event has after it.
  func send(_ frame: ServerFrame, id: @autoclosure () -> EventID?) {
    let bytes = ServerFraming.frame(frame)
    switch framing {
    case .webSocket: write(bytes)
    case .events:
      // On a new connection an event without an id takes away the one that the reader came with (the
      // HTML standard, §9.2.6): before `welcome` each repeats it.
      let id = id() ?? pendingClaim.point.map(EventID.init)
      write(EventFraming.event(around: bytes, id: id))
    }
  }

  func flush() {
    context?.flush()
  }

  func identify(as identity: Identity) {
    self.identity = identity
  }

  func enter(_ phase: Phase) {
    guard self.phase != .closed, self.phase != .closing else { return }
    self.phase = phase
  }

  /// Says why and closes; the peer gets a moment to close too.
  func close(_ code: CloseCode, _ reason: String) {
    guard phase != .closing, phase != .closed else { return }
    logClosing(code, reason)
    services.connections.ending(code)
    if framing == .webSocket { write(ServerFraming.closeFrame(code, reason: reason)) }
    phase = .closing
    leaveStream()
    flush()
    // The end of an event stream is the end of its connection; the client comes back by itself.
    guard framing == .webSocket else { return end() }
    let now = SystemClock.instant()
    liveness.closing(at: now)
    loop.schedule(self, at: liveness.next)
    guard isReadHeld else { return }
    isReadHeld = false
    context?.read()
  }

  /// Answers the peer's close frame with its own code, and closes (RFC 6455 §5.5.1).
  private func peerCloses(_ code: CloseCode?) {
    phase = .closing
    leaveStream()
    guard let context else { return }
    context.writeAndFlush(wrapOutboundOut(ServerFraming.closeFrame(code)), promise: nil)
    context.close(promise: nil)
  }
}
