import LiveComments
import NIOCore
import NIOWebSocket

/// An open WebSocket on its event loop: text frames in and out, ping and pong, the close handshake.
///
/// Writing never runs ahead of the network: while the channel is not writable, frames wait in a
/// queue of at most `Outbound.maximumFrames` and `Outbound.maximumBytes`. When it is full the
/// connection is closed as lost: every frame that a client sends is answered (a post by its `ack`)
/// or is worthless later (`seen`), so the session sends it again on the next connection.
final class SocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  enum Outbound {
    static let maximumFrames = 1_024
    static let maximumBytes = 1_024 * 1_024
  }

  private enum State {
    case open
    /// A close frame was sent, or answered; only the end of the connection is awaited.
    case closing(CloseCode?, reason: String)
    case closed
  }

  private var state = State.open
  private var assembler: MessageAssembler
  private var waiting = CircularBuffer<ByteBuffer>()
  private var waitingBytes = 0
  private let closeTimeout: TimeAmount
  private let deliver: (SocketEvent) -> Void
  private var context: ChannelHandlerContext?

  init(
    configuration: TransportConfiguration, deliver: @escaping (SocketEvent) -> Void
  ) {
    assembler = MessageAssembler(maximumBytes: configuration.messageBytes)
    closeTimeout = configuration.closeTimeout.timeAmount
    self.deliver = deliver
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    finish()
  }
}

extension SocketHandler {
  /// Sends a frame, or queues it; nothing is sent once the connection is closing.
  func send(_ frame: ClientFrame) {
    guard case .open = state, let context else { return }
    guard let bytes = try? WireCodec.encode(frame) else { return }
    let text = ByteBuffer(bytes: bytes)
    if waiting.isEmpty, context.channel.isWritable {
      write(.text, text, context)
      return
    }
    guard waiting.count < Outbound.maximumFrames,
      waitingBytes + text.readableBytes <= Outbound.maximumBytes
    else {
      state = .closing(nil, reason: "the server does not read")
      context.close(promise: nil)
      return
    }
    waiting.append(text)
    waitingBytes += text.readableBytes
  }

  /// Begins the close handshake; the connection is cut when the peer does not end it in time.
  func close(_ code: CloseCode, reason: String = "") {
    guard case .open = state, let context else { return }
    state = .closing(code, reason: reason)
    waiting.removeAll()
    var data = ByteBuffer()
    data.writeInteger(code.rawValue)
    // A control frame carries 125 bytes at most (RFC 6455 §5.5); our reasons are ASCII.
    data.writeString(String(reason.prefix(120)))
    write(.connectionClose, data, context)
    closeLater(context)
  }

  private func closeLater(_ context: ChannelHandlerContext) {
    let channel = context.channel
    context.eventLoop.scheduleTask(in: closeTimeout) { channel.close(promise: nil) }
  }

  private func write(
    _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext
  ) {
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    context.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    while context.channel.isWritable, case .open = state, let text = waiting.popFirst() {
      waitingBytes -= text.readableBytes
      write(.text, text, context)
    }
    context.fireChannelWritabilityChanged()
  }
}

extension SocketHandler {
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = Self.unwrapInboundIn(data)
    do throws(MessageAssembler.Violation) {
      receive(try assembler.receive(frame), context)
    } catch {
      deliver(.badFrame(Problem(.invalid, error.reason)))
      close(error.code, reason: error.reason)
    }
  }

  private func receive(_ output: MessageAssembler.Output, _ context: ChannelHandlerContext) {
    switch output {
    case .text(let text):
      guard case .open = state else { return }
      decode(text)
    case .ping(let data):
      deliver(.alive)
      // A peer that pings without reading gets no queue of pongs.
      if case .open = state, context.channel.isWritable { write(.pong, data, context) }
    case .pong:
      deliver(.alive)
    case .partial:
      break
    case .close(let code, let reason):
      answerClose(code, reason: reason, context)
    }
  }

  private func decode(_ text: ByteBuffer) {
    do throws(Problem) {
      let frame = try WireCodec.decode(ServerFrame.self, from: text.readableBytesView)
      deliver(.frame(frame, bytes: text.readableBytes))
    } catch {
      // Coverage shows whether anything was lost with it.
      deliver(.badFrame(error))
    }
  }

  /// The server closes TCP first (RFC 6455 §7.1.1); the timeout covers one that does not.
  private func answerClose(
    _ code: CloseCode?, reason: String, _ context: ChannelHandlerContext
  ) {
    if case .open = state {
      var data = ByteBuffer()
      if let code { data.writeInteger(code.rawValue) }
      write(.connectionClose, data, context)
      closeLater(context)
      state = .closing(code, reason: reason)
    } else {
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case NIOWebSocketError.invalidFrameLength:
      deliver(.badFrame(Problem(.invalid, "a message is too long")))
      close(.messageTooBig, reason: "a message is too long")
    case is NIOWebSocketError:
      deliver(.badFrame(Problem(.invalid, "a control frame is malformed")))
      close(.protocolError, reason: "a control frame is malformed")
    default:
      context.close(promise: nil)
    }
  }

  private func finish() {
    switch state {
    case .open: deliver(.closed(nil, reason: ""))
    case .closing(let code, let reason): deliver(.closed(code, reason: reason))
    case .closed: return
    }
    state = .closed
  }
}
