import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why no answer came from the server.
public struct TransportFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: Sendable, Hashable {
    /// The host name has no address.
    case unresolved
    /// Nothing listens there, or the network does not lead there.
    case unreachable
    /// The server did not answer in time.
    case timedOut
    /// TLS failed, most often because the certificate is not trusted.
    case tls
    /// The connection ended before the answer was complete.
    case lost
    /// What answered does not speak the protocol.
    case malformed
    /// The answer is larger than the client takes.
    case tooLarge
  }

  public let kind: Kind
  /// What went wrong and what to do about it, for people. Made of this program's own words and the
  /// URL's host.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// Whether the same request may succeed later, unchanged.
  public var isTemporary: Bool {
    switch kind {
    case .unresolved, .unreachable, .timedOut, .lost: true
    case .tls, .malformed, .tooLarge: false
    }
  }
}

extension TransportFailure {
  /// Says in words what NIO reports about a connection to `url`.
  static func from(_ error: any Error, url: StreamURL) -> TransportFailure {
    switch error {
    case let failure as TransportFailure: failure
    case let error as NIOConnectionError: connecting(error, url: url)
    case ChannelError.connectTimeout(_):
      TransportFailure(.timedOut, "\(url.hostHeader) did not accept the connection in time")
    case let error as NIOSSLError: tls(error, url: url)
    case is BoringSSLError, is NIOSSLExtraError:
      TransportFailure(.tls, "TLS with \(url.hostHeader) failed: \(error)")
    case HTTPParserError.invalidEOFState:
      TransportFailure(.lost, "\(url.hostHeader) hung up in the middle of its answer")
    case is HTTPParserError, is NIOHTTPClientUpgradeError:
      TransportFailure(
        .malformed, "what answers at \(url.hostHeader) does not speak the protocol of a stream")
    case let error as IOError:
      TransportFailure(.lost, "the connection to \(url.hostHeader) was lost: \(words(error))")
    default:
      TransportFailure(.lost, "the connection to \(url.hostHeader) was lost")
    }
  }

  private static func connecting(_ error: NIOConnectionError, url: StreamURL) -> TransportFailure {
    guard let first = error.connectionErrors.first else {
      return TransportFailure(.unresolved, "no address is known for the host \(url.host)")
    }
    if case ChannelError.connectTimeout(_) = first.error {
      return TransportFailure(
        .timedOut, "\(url.hostHeader) did not accept the connection in time")
    }
    let why = (first.error as? IOError).map(words) ?? "\(first.error)"
    return TransportFailure(.unreachable, "cannot connect to \(url.hostHeader): \(why)")
  }

  private static func tls(_ error: NIOSSLError, url: StreamURL) -> TransportFailure {
    switch error {
    case .uncleanShutdown:
      return TransportFailure(.lost, "the connection to \(url.hostHeader) was lost")
    case .handshakeFailed(let reason):
      let text = "\(reason)"
      if text.contains("CERTIFICATE_VERIFY_FAILED") {
        return TransportFailure(
          .tls,
          "the certificate of \(url.hostHeader) is not trusted, or is not for this host; "
            + "SSL_CERT_FILE names a file of certificates to trust instead")
      }
      if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
        return TransportFailure(
          .tls, "\(url.hostHeader) does not speak TLS; use http:// if that is right")
      }
      return TransportFailure(.tls, "TLS with \(url.hostHeader) failed: \(text)")
    case .unableToValidateCertificate, .noCertificateToValidate:
      return TransportFailure(.tls, "the certificate of \(url.hostHeader) is not for this host")
    default:
      return TransportFailure(.tls, "TLS with \(url.hostHeader) failed: \(error)")
    }
  }

  private static func words(_ error: IOError) -> String {
    String(cString: strerror(error.errnoCode))
  }
}
