import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why the server could not start, in words for the operator.
public enum ServerFailure: Error, CustomStringConvertible {
  case badCertificate(String)
  case cannotListen(host: String, port: Int, reason: String)

  public var description: String {
    switch self {
    case .badCertificate(let detail): "the TLS certificate is not usable: \(detail)"
    case .cannotListen(let host, let port, let reason):
      "cannot listen on \(host):\(port): \(reason)"
    }
  }

  /// The failure that an error of binding means; nil when it is another one.
  static func binding(_ error: any Error, host: String, port: Int) -> ServerFailure? {
    if let error = error as? IOError {
      let reason =
        switch error.errnoCode {
        case EADDRINUSE: "another program listens there"
        case EACCES: "not allowed: ports below 1024 need privileges"
        case EADDRNOTAVAIL: "this machine has no such address"
        default: String(cString: strerror(error.errnoCode))
        }
      return .cannotListen(host: host, port: port, reason: reason)
    }
    if error is SocketAddressError || error is SocketAddressError.UnknownHost {
      return .cannotListen(host: host, port: port, reason: "the host name is not known")
    }
    return nil
  }
}
