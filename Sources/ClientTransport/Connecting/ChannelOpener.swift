import NIOCore
import NIOPosix
import NIOSSL

/// Opens TCP connections to a stream's server, with TLS where its URL asks for it.
struct ChannelOpener: Sendable {
  let url: StreamURL
  let configuration: TransportConfiguration
  private let tls: NIOSSLContext?

  /// Throws `TransportFailure` when the certificates to trust cannot be read.
  init(url: StreamURL, configuration: TransportConfiguration) throws(TransportFailure) {
    self.url = url
    self.configuration = configuration
    tls = url.isSecure ? try Self.context(configuration) : nil
  }

  private static func context(
    _ configuration: TransportConfiguration
  ) throws(TransportFailure) -> NIOSSLContext {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.applicationProtocols = ["http/1.1"]
    if let file = configuration.trustedCertificates { tls.trustRoots = .file(file) }
    do {
      return try NIOSSLContext(configuration: tls)
    } catch {
      let source = configuration.trustedCertificates.map { "the file \($0)" } ?? "the system"
      throw TransportFailure(.tls, "the certificates to trust cannot be read from \(source)")
    }
  }

  /// Opens a connection whose pipeline `initialize` completes, on the event loop.
  func open<Output: Sendable>(
    on eventLoop: any EventLoop,
    initialize: @escaping @Sendable (any Channel) throws -> EventLoopFuture<Output>
  ) -> EventLoopFuture<(channel: any Channel, output: Output)> {
    let output = NIOLoopBoundBox<EventLoopFuture<Output>?>.makeEmptyBox(eventLoop: eventLoop)
    let url = url
    return ClientBootstrap(group: eventLoop)
      .connectTimeout(configuration.connectTimeout.timeAmount)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelInitializer { [tls] channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls {
            try channel.pipeline.syncOperations.addHandler(Self.handler(tls, url: url))
          }
          output.value = try initialize(channel)
        }
      }
      .connect(host: url.host, port: url.port)
      .flatMap { channel in
        guard let output = output.value else {
          return channel.eventLoop.makeFailedFuture(ChannelError.inappropriateOperationForState)
        }
        return output.map { (channel, $0) }
      }
      .flatMapErrorThrowing { throw TransportFailure.from($0, url: url) }
  }

  /// An IP address is no server name (RFC 6066 §3); NIOSSL then checks the certificate against the
  /// peer's address.
  private static func handler(
    _ context: NIOSSLContext, url: StreamURL
  ) throws -> NIOSSLClientHandler {
    let isAddress = (try? SocketAddress(ipAddress: url.host, port: url.port)) != nil
    return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : url.host)
  }
}
