import LiveComments
import NIOHTTP1

/// A request that asks for the WebSocket of a stream (RFC 6455 §4.2.1), and what is decided about
/// it before anything is sent.
struct UpgradeRequest: Equatable {
  static let subprotocol = "gavel.v1"

  let streamID: StreamID
  /// From `Authorization`; may also come with `hello`.
  let token: String?
  /// Whether the client offered the subprotocol, so that the answer names it.
  let offersSubprotocol: Bool

  enum Decision: Equatable {
    /// Not a WebSocket: the router answers.
    case http
    case upgrade(UpgradeRequest)
    /// The status may differ from the one of the problem's code, as RFC 6455 wants it.
    case refuse(Problem, status: Int)
  }

  static func decide(_ head: HTTPRequestHead, origins: OriginPolicy) -> Decision {
    guard asksForWebSocket(head) else { return .http }
    let parts = RequestTarget(head.uri).path.split(
      separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1] == "streams", parts[3] == "live" else {
      return .http
    }
    guard head.method == .GET, head.version == .http1_1 else {
      return .refuse(Problem(.invalid, "a WebSocket begins with GET of HTTP/1.1"), status: 400)
    }
    guard let streamID = StreamID(rawValue: String(parts[2])) else {
      return .refuse(
        Problem(.invalid, "a stream id matches [a-z0-9][a-z0-9_-]{0,63}", field: "stream_id"),
        status: 422)
    }
    guard head.headers[canonicalForm: "sec-websocket-version"].map(String.init) == ["13"] else {
      return .refuse(Problem(.invalid, "Sec-WebSocket-Version is 13"), status: 426)
    }
    let keys = head.headers["sec-websocket-key"]
    guard keys.count == 1, isKey(keys[0]),
      head.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "upgrade" })
    else { return .refuse(Problem(.invalid, "the WebSocket handshake is malformed"), status: 400) }
    guard origins.allowsUpgrade(from: head.headers["origin"]) else {
      return .refuse(Problem(.forbidden, "this origin may not connect"), status: 403)
    }
    let offered = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
    guard offered.isEmpty || offered.contains(subprotocol) else {
      return .refuse(Problem(.invalid, "the subprotocol is \(subprotocol)"), status: 400)
    }
    do {
      let token = try BearerToken.parse(head.headers["authorization"])
      return .upgrade(
        UpgradeRequest(streamID: streamID, token: token, offersSubprotocol: !offered.isEmpty))
    } catch {
      return .refuse(error, status: error.code.status)
    }
  }

  /// Whether `Upgrade` offers a WebSocket; whatever else it offers may be ignored (RFC 9110 §7.8).
  static func asksForWebSocket(_ head: HTTPRequestHead) -> Bool {
    head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
  }

  /// 16 bytes in base64 (RFC 6455 §4.1).
  private static func isKey(_ text: String) -> Bool {
    text.utf8.count == 24 && text.hasSuffix("==")
      && text.utf8.dropLast(2).allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
          true
        default: false
        }
      }
  }
}

/// Which web pages may use the server. No `Origin` header is not a browser.
public struct OriginPolicy: Sendable, Hashable {
  private let allowed: Set<String>
  private let allowsAll: Bool

  /// - Parameter allowed: origins such as `https://example.org`, or `*` for every page.
  public init(allowed: [String]) {
    self.allowed = Set(allowed.map { $0.lowercased() })
    allowsAll = allowed.contains("*")
  }

  /// Whether a page from `origin` may read answers.
  func allows(_ origin: String) -> Bool {
    allowsAll || allowed.contains(origin.lowercased())
  }

  func allowsUpgrade(from origins: [String]) -> Bool {
    guard let origin = origins.first else { return true }
    return origins.count == 1 && allows(origin)
  }
}

/// The token of an `Authorization` header (RFC 6750 §2.1).
enum BearerToken {
  /// Nil when there is no header. Throws `token_invalid` when it is something else.
  static func parse(_ headers: [String]) throws(Problem) -> String? {
    guard let header = headers.first else { return nil }
    let parts = header.split(separator: " ", omittingEmptySubsequences: true)
    guard headers.count == 1, parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw Problem(.tokenInvalid, "Authorization is: Bearer, a space, a token")
    }
    return String(parts[1])
  }
}
