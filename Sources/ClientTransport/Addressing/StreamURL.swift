public import LiveComments

/// Where a stream is served: `http(s)://host:port/streams/id`, or the same with `ws(s)`.
///
/// `http` and `ws` name the same server without TLS, `https` and `wss` with it: one URL serves the
/// pages and the WebSocket alike.
public struct StreamURL: Sendable, Hashable {
  /// Whether the connection is protected by TLS.
  public let isSecure: Bool
  /// A host name, an IPv4 address, or an IPv6 address without its brackets.
  public let host: String
  public let port: Int
  public let streamID: StreamID

  /// Reads a URL as a person types it; a trailing slash is tolerated.
  ///
  /// Throws `InvalidStreamURL`, which says what to write instead. A URL with user information or a
  /// query is refused: tokens never travel in a URL (design §5.2).
  public init(_ text: String) throws(InvalidStreamURL) {
    guard let schemeEnd = text.firstRange(of: "://") else {
      throw InvalidStreamURL("it has no scheme")
    }
    switch text[..<schemeEnd.lowerBound].lowercased() {
    case "http", "ws": isSecure = false
    case "https", "wss": isSecure = true
    default: throw InvalidStreamURL("its scheme is none of http, https, ws and wss")
    }
    let rest = text[schemeEnd.upperBound...]
    guard !rest.contains("?"), !rest.contains("#") else {
      throw InvalidStreamURL(
        "it has a query or a fragment; a token is given by --token-file, never in a URL")
    }
    let authorityEnd = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<authorityEnd]
    guard !authority.contains("@") else {
      throw InvalidStreamURL(
        "it has user information before the host; a token is given by --token-file, never in a URL")
    }
    (host, port) = try Self.hostAndPort(authority, defaultPort: isSecure ? 443 : 80)
    streamID = try Self.streamID(path: rest[authorityEnd...])
  }

  public init(isSecure: Bool, host: String, port: Int, streamID: StreamID) {
    self.isSecure = isSecure
    self.host = host
    self.port = port
    self.streamID = streamID
  }

  private static func hostAndPort(
    _ authority: Substring, defaultPort: Int
  ) throws(InvalidStreamURL) -> (host: String, port: Int) {
    let host: Substring
    let rest: Substring
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else {
        throw InvalidStreamURL("the bracket around its IPv6 address does not close")
      }
      host = authority[authority.index(after: authority.startIndex)..<end]
      rest = authority[authority.index(after: end)...]
      guard !host.isEmpty, host.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") }) else {
        throw InvalidStreamURL("what stands in brackets is not an IPv6 address")
      }
    } else {
      let end = authority.firstIndex(of: ":") ?? authority.endIndex
      host = authority[..<end]
      rest = authority[end...]
      guard !host.isEmpty else { throw InvalidStreamURL("it has no host") }
      guard host.utf8.count <= 253, host.utf8.allSatisfy(\.isHostNameByte) else {
        throw InvalidStreamURL(
          "its host has characters that no host name has (write an international name as xn--…)")
      }
    }
    guard !rest.isEmpty else { return (String(host), defaultPort) }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.utf8.allSatisfy(\.isDigit), let port = Int(digits),
      (1...65_535).contains(port)
    else { throw InvalidStreamURL("its port is not a number from 1 to 65535") }
    return (String(host), port)
  }

  private static func streamID(path: Substring) throws(InvalidStreamURL) -> StreamID {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let named = parts.last == "" ? parts.dropLast() : parts
    guard named.count == 2, named.first == "streams", let name = named.last else {
      throw InvalidStreamURL("its path is not /streams/ID")
    }
    guard let streamID = StreamID(rawValue: String(name)) else {
      throw InvalidStreamURL(
        "its stream id is not 1 to 64 lower-case letters, digits, - and _, the first a letter or "
          + "a digit")
    }
    return streamID
  }
}

extension StreamURL {
  /// The `Host` header's value: the port is left out where the scheme implies it.
  var hostHeader: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }

  /// The server, as `host` or `host:port`.
  public var origin: String { hostHeader }

  /// The path of the stream itself.
  var path: String { "/streams/\(streamID.rawValue)" }
}

extension StreamURL: CustomStringConvertible {
  /// The URL with an `http` or `https` scheme.
  public var description: String { "\(isSecure ? "https" : "http")://\(hostHeader)\(path)" }
}

/// Why a text is no stream URL. It does not repeat the text, which may hold a secret.
public struct InvalidStreamURL: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, beginning with "it" or "its".
  public let reason: String

  init(_ reason: String) { self.reason = reason }

  public var description: String {
    "the stream URL is wrong: \(reason). Write it as http://HOST:PORT/streams/ID or https://…"
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isHexDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
  }

  fileprivate var isHostNameByte: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
      || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
  }
}
