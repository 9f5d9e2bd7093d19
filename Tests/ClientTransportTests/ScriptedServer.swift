import LiveComments
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

@testable import ClientTransport

/// A server that answers what a test tells it to.
final class ScriptedServer: Sendable {
  struct Answer: Sendable {
    var status = HTTPResponseStatus.ok
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    var body = ""
    /// Whether the connection ends before the answer does.
    var isCut = false
    /// Whether no answer comes at all.
    var isSilent = false
  }

  /// What a client did.
  struct Request: Sendable {
    let head: HTTPRequestHead
    let body: String
  }

  typealias Script = @Sendable (Request) -> Answer

  private let listener: any Channel
  let url: StreamURL
  private let sockets: SocketLog

  private init(listener: any Channel, url: StreamURL, sockets: SocketLog) {
    self.listener = listener
    self.url = url
    self.sockets = sockets
  }

  /// Upgrades that the server accepted, the newest last.
  var accepted: [ScriptedSocket] { sockets.sockets }

  static func start(
    upgrades: Bool = true, upgradeHeaders: HTTPHeaders = ["Sec-WebSocket-Protocol": "gavel.v1"],
    tls: NIOSSLContext? = nil, host: String = "127.0.0.1",
    script: @escaping Script = { _ in Answer(status: .notFound) }
  ) async throws -> ScriptedServer {
    let sockets = SocketLog()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
          }
          let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in
              channel.eventLoop.makeSucceededFuture(upgrades ? upgradeHeaders : nil)
            },
            upgradePipelineHandler: { channel, head in
              channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                  ScriptedSocketHandler(socket: sockets.add(channel, head)))
              }
            })
          let handler = ScriptedHTTPHandler(script: script)
          let answers = NIOLoopBound(handler, eventLoop: channel.eventLoop)
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
              upgraders: [upgrader],
              completionHandler: { context in
                context.pipeline.syncOperations.removeHandler(answers.value, promise: nil)
              }
            ))
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    guard let port = listener.localAddress?.port, let id = StreamID(rawValue: "test") else {
      throw ChannelError.inappropriateOperationForState
    }
    return ScriptedServer(
      listener: listener,
      url: StreamURL(isSecure: tls != nil, host: host, port: port, streamID: id),
      sockets: sockets)
  }

  func stop() async throws { try await listener.close() }
}

/// An accepted WebSocket: what the client sent, and a way to send to it.
final class ScriptedSocket: Sendable {
  private struct State {
    var frames: [WebSocketFrame] = []
    var isClosed = false
  }

  let head: HTTPRequestHead
  private let channel: any Channel
  private let state = Mutex(State())

  init(channel: any Channel, head: HTTPRequestHead) {
    self.channel = channel
    self.head = head
  }

  /// Text that the client sent, unmasked.
  var texts: [String] {
    state.withLock { $0.frames }.filter { $0.opcode == .text }.map {
      String(buffer: $0.unmaskedData)
    }
  }

  var frames: [WebSocketFrame] { state.withLock { $0.frames } }
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// The code of the close frame that the client sent.
  var closeCode: UInt16? {
    guard let close = frames.last(where: { $0.opcode == .connectionClose }) else { return nil }
    return close.unmaskedData.getInteger(at: 0)
  }

  func send(_ frame: WebSocketFrame) { channel.writeAndFlush(frame, promise: nil) }
  func send(_ text: String) {
    send(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)))
  }
  func send(_ frame: ServerFrame) throws {
    send(String(decoding: try WireCodec.encode(frame), as: UTF8.self))
  }
  func cut() { channel.close(promise: nil) }
  func setAutoRead(_ reads: Bool) {
    channel.setOption(.autoRead, value: reads).whenComplete { _ in }
  }

  fileprivate func add(_ frame: WebSocketFrame) { state.withLock { $0.frames.append(frame) } }
  fileprivate func end() { state.withLock { $0.isClosed = true } }
}

private final class SocketLog: Sendable {
  private let state = Mutex<[ScriptedSocket]>([])
  var sockets: [ScriptedSocket] { state.withLock { $0 } }
  func add(_ channel: any Channel, _ head: HTTPRequestHead) -> ScriptedSocket {
    let socket = ScriptedSocket(channel: channel, head: head)
    state.withLock { $0.append(socket) }
    return socket
  }
}

private final class ScriptedSocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  private let socket: ScriptedSocket
  init(socket: ScriptedSocket) { self.socket = socket }
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    socket.add(Self.unwrapInboundIn(data))
  }
  func channelInactive(context: ChannelHandlerContext) { socket.end() }
}

private final class ScriptedHTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let script: ScriptedServer.Script
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  init(script: @escaping ScriptedServer.Script) { self.script = script }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch Self.unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body(var part): body.writeBuffer(&part)
    case .end:
      guard let head else { return }
      answer(script(ScriptedServer.Request(head: head, body: String(buffer: body))), context)
    }
  }

  private func answer(_ answer: ScriptedServer.Answer, _ context: ChannelHandlerContext) {
    guard !answer.isSilent else { return }
    var headers = answer.headers
    let claimed = answer.body.utf8.count + (answer.isCut ? 10 : 0)
    headers.replaceOrAdd(name: "Content-Length", value: String(claimed))
    let head = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    let body = ByteBuffer(string: answer.body)
    let channel = context.channel
    guard !answer.isCut else {
      context.writeAndFlush(Self.wrapOutboundOut(.body(.byteBuffer(body)))).whenComplete { _ in
        channel.close(promise: nil)
      }
      return
    }
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in
      channel.close(promise: nil)
    }
  }
}
