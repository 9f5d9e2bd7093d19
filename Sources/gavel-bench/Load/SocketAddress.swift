#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An IPv4 address and a port.
struct SocketAddress: CustomStringConvertible {
  /// In host byte order.
  let host: UInt32
  let port: UInt16

  static func loopback(port: UInt16) -> SocketAddress {
    SocketAddress(host: 0x7F00_0001, port: port)
  }

  /// The source address of the client with this number: a client address has about 28,000 ports
  /// (`ip_local_port_range`), and the kernel looks long for a free one when most are taken, so every
  /// 8,000 clients share one of 127.0.0.1, 127.0.0.2 and so on.
  static func source(ofClient number: Int) -> SocketAddress {
    SocketAddress(host: 0x7F00_0001 + UInt32(number / 8_000), port: 0)
  }

  /// Binds a socket that is about to connect.
  ///
  /// On Linux the port is chosen by `connect` (IP_BIND_ADDRESS_NO_PORT, ip(7)): `bind` would look for
  /// one that no connection has, which takes milliseconds once some ten thousand are taken.
  func bindBeforeConnecting(_ descriptor: Int32) throws {
    #if os(Linux)
      var on: Int32 = 1
      setsockopt(
        descriptor, Int32(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT, &on,
        socklen_t(MemoryLayout<Int32>.size))
    #endif
    guard withSystemAddress({ bind(descriptor, $0, $1) }) == 0 else { throw SystemError("bind") }
  }

  /// A port of the loopback address that nobody listens on now.
  static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, streamType, 0)
    guard descriptor >= 0 else { throw SystemError("socket") }
    defer { close(descriptor) }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = loopback(port: 0).withSystemAddress { bind(descriptor, $0, $1) } == 0
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    guard isBound, result == 0 else { throw SystemError("bind") }
    return UInt16(bigEndian: address.sin_port)
  }

  /// Whether somebody listens here.
  func acceptsConnection() -> Bool {
    let descriptor = socket(AF_INET, Self.streamType, 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withSystemAddress { connect(descriptor, $0, $1) } == 0
  }

  #if canImport(Glibc)
    private static var streamType: Int32 { Int32(SOCK_STREAM.rawValue) }
  #else
    private static var streamType: Int32 { SOCK_STREAM }
  #endif

  var description: String {
    "\(host >> 24).\(host >> 16 & 0xFF).\(host >> 8 & 0xFF).\(host & 0xFF):\(port)"
  }

  /// Calls `body` with the address as the system calls take it.
  func withSystemAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: host.bigEndian)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

/// A system call failed.
struct SystemError: Error, CustomStringConvertible {
  let call: String
  let code: Int32

  /// The error of the call that has just failed.
  init(_ call: String) {
    self.call = call
    code = errno
  }

  var description: String { "\(call): \(String(cString: strerror(code)))" }
}
