import NIOCore
import NIOPosix
import Synchronization

/// A TCP connection that sends and receives exactly the bytes that a test says.
public final class TCPClient: Sendable {
  private struct Inbox {
    var bytes: [UInt8] = []
    var isClosed = false
  }

  private let inbox: Mutex<Inbox>
  private let channel: any Channel

  private init(channel: any Channel, inbox: consuming sending Mutex<Inbox>) {
    self.channel = channel
    self.inbox = inbox
  }

  /// Connects to a port of this machine. `receiveBuffer` is the kernel's, in bytes: a small one makes
  /// a slow reader of a test that does not read.
  public static func connect(
    port: Int, readsAtOnce: Bool = true, receiveBuffer: Int? = nil
  ) async throws -> TCPClient {
    let box = ClientBox()
    var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: readsAtOnce)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Collector(box: box))
        }
      }
    if let receiveBuffer {
      bootstrap = bootstrap.channelOption(
        .socketOption(.so_rcvbuf), value: .init(receiveBuffer))
    }
    let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
    let client = TCPClient(channel: channel, inbox: Mutex(Inbox()))
    box.set(client)
    return client
  }

  /// Sends bytes; returns when the kernel has them.
  public func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  public func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  /// Begins to read, for a client that was made not to.
  public func startReading() async throws {
    try await channel.setOption(.autoRead, value: true).get()
  }

  /// Whether the other side has closed the connection.
  public var isClosed: Bool { inbox.withLock(\.isClosed) }

  /// What has arrived and was not taken.
  public var received: [UInt8] { inbox.withLock(\.bytes) }

  /// Removes what `take` finds at the beginning of what has arrived; nil leaves everything.
  public func take<Value: Sendable>(
    _ what: String, _ take: @Sendable (inout [UInt8]) throws -> Value?
  ) async throws -> Value {
    try await eventually(what) {
      let (value, isClosed) = try self.inbox.withLock { inbox in
        (try take(&inbox.bytes), inbox.isClosed)
      }
      if value == nil, isClosed { throw ConnectionEnded(waitingFor: what) }
      return value
    }
  }

  public func close() async {
    try? await channel.close().get()
  }

  fileprivate func append(_ bytes: ByteBufferView) {
    inbox.withLock { $0.bytes.append(contentsOf: bytes) }
  }

  fileprivate func end() {
    inbox.withLock { $0.isClosed = true }
  }
}

/// The other side closed the connection before what was waited for had arrived.
public struct ConnectionEnded: Error {
  public let waitingFor: String
}

/// Hands what arrives to the client, which is made after the connection.
private final class ClientBox: Sendable {
  private struct State {
    var client: TCPClient?
    var early: [ByteBuffer] = []
    var hasEnded = false
  }

  private let state = Mutex(State())

  func set(_ client: TCPClient) {
    state.withLock { state in
      state.client = client
      for bytes in state.early { client.append(bytes.readableBytesView) }
      state.early = []
      if state.hasEnded { client.end() }
    }
  }

  func received(_ bytes: ByteBuffer) {
    state.withLock { state in
      guard let client = state.client else { return state.early.append(bytes) }
      client.append(bytes.readableBytesView)
    }
  }

  func ended() {
    state.withLock { state in
      state.hasEnded = true
      state.client?.end()
    }
  }
}

private final class Collector: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let box: ClientBox

  init(box: ClientBox) { self.box = box }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    box.received(unwrapInboundIn(data))
  }

  func channelInactive(context: ChannelHandlerContext) {
    box.ended()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
