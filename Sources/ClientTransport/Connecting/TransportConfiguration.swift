import NIOCore

/// The limits and timeouts of everything that the client opens.
public struct TransportConfiguration: Sendable, Hashable {
  /// How long a TCP connection may take to open, name resolution included.
  public var connectTimeout: Duration = .seconds(10)
  /// How long a WebSocket handshake may take once the connection is open, TLS included.
  public var handshakeTimeout: Duration = .seconds(10)
  /// How long the answer to one HTTP request may take, the connection included. The wait of a long
  /// poll is added to it.
  public var requestTimeout: Duration = .seconds(30)
  /// How long the peer may take to answer a close frame before the connection is cut.
  public var closeTimeout: Duration = .seconds(2)
  /// Bytes of one response body. A page of 1,000 comments of 500 four-byte scalars each, with the
  /// moderation that a moderator sees, stays under 4 MiB.
  public var responseBytes = 16 * 1_024 * 1_024
  /// Bytes of one WebSocket message, aggregated over its fragments. One flush of 5,000 comments a
  /// second at the longest flush interval (120 ms, design §8) stays under 2 MiB.
  public var messageBytes = 4 * 1_024 * 1_024
  /// A PEM file of the certificates to trust instead of the system's.
  public var trustedCertificates: String?

  public init() {}
}

extension Duration {
  var timeAmount: TimeAmount {
    .nanoseconds(components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000)
  }
}
