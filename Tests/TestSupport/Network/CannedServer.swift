import NIOCore
import NIOPosix
import Synchronization

/// An HTTP server on the loopback that says what a test wants, however wrong: raw bytes, whatever
/// was asked.
public final class CannedServer: Sendable {
  /// What is sent for a request.
  public struct Answer: Sendable {
    /// As it stands in the first line: `403 Forbidden`.
    public var status: String
    public var contentType: String
    public var body: [UInt8]

    public init(_ status: String, _ contentType: String, _ body: [UInt8]) {
      self.status = status
      self.contentType = contentType
      self.body = body
    }

    var bytes: [UInt8] {
      Array(
        """
        HTTP/1.1 \(status)\r
        Content-Type: \(contentType)\r
        Content-Length: \(body.count)\r
        Connection: close\r
        \r\n
        """.utf8) + body
    }
  }

  public let port: Int
  private let listener: any Channel

  private init(_ listener: any Channel, port: Int) {
    self.listener = listener
    self.port = port
  }

  /// Listens on a free port. `answer` gets the first line of a request, such as
  /// `GET /streams/s/comments?last=200 HTTP/1.1`.
  public static func start(
    _ answer: @escaping @Sendable (_ request: String) -> Answer
  ) async throws -> CannedServer {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(CannedHandler(answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    guard let port = listener.localAddress?.port else {
      throw ChannelError.inappropriateOperationForState
    }
    return CannedServer(listener, port: port)
  }

  public func stop() async throws { try await listener.close() }
}

/// Answers one request whole, and closes.
private final class CannedHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let answer: @Sendable (String) -> CannedServer.Answer
  private var received = ""
  private var isAnswered = false

  init(_ answer: @escaping @Sendable (String) -> CannedServer.Answer) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += String(buffer: unwrapInboundIn(data))
    guard !isAnswered, isWhole, let line = received.split(separator: "\r\n").first else { return }
    isAnswered = true
    let bytes = answer(String(line)).bytes
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    context.close(promise: nil)
  }

  /// Whether the request's body is here too: what is not read before the end would reset the
  /// connection, and the answer might be lost.
  private var isWhole: Bool {
    guard let end = received.firstRange(of: "\r\n\r\n") else { return false }
    let length = received[..<end.lowerBound].split(separator: "\r\n")
      .first { $0.lowercased().hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst("content-length:".count).filter { $0 != " " }) }
    return received[end.upperBound...].utf8.count >= length ?? 0
  }
}
