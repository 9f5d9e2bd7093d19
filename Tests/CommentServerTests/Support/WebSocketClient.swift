import LiveComments
import TestSupport

/// A WebSocket by hand: the test decides about every bit.
struct WebSocketClient: Sendable {
  let connection: TCPClient

  static let key = "dGhlIHNhbXBsZSBub25jZQ=="
  /// What RFC 6455 §1.3 says the answer to `key` is.
  static let acceptedKey = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

  static func connect(
    port: Int, streamID: StreamID, token: String? = nil, headers: [String] = []
  ) async throws -> WebSocketClient {
    let connection = try await TCPClient.connect(port: port)
    let socket = WebSocketClient(connection: connection)
    try await connection.send(handshake(streamID, token: token, headers: headers))
    let answer = try await HTTPClient(connection: connection).response()
    guard answer.status == 101 else { throw Refused(response: answer) }
    return socket
  }

  struct Refused: Error {
    var response: HTTPClient.Response
  }

  static func handshake(
    _ streamID: StreamID, token: String? = nil, headers: [String] = []
  ) -> String {
    var lines = [
      "GET /streams/\(streamID)/live HTTP/1.1", "Host: test", "Connection: Upgrade",
      "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(key)",
    ]
    if let token { lines.append("Authorization: Bearer \(token)") }
    return (lines + headers + ["", ""]).joined(separator: "\r\n")
  }

  /// The bytes of one frame; `first` is its first byte.
  static func frame(
    first: UInt8, _ payload: some Collection<UInt8>, masked: Bool = true
  ) -> [UInt8] {
    var bytes: [UInt8] = [first]
    let mask: UInt8 = masked ? 0x80 : 0
    switch payload.count {
    case ...125: bytes.append(mask | UInt8(payload.count))
    case ...0xFFFF:
      bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default:
      bytes.append(mask | 127)
      bytes += (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) }
    }
    guard masked else { return bytes + payload }
    let key: [UInt8] = [0x12, 0xAB, 0x34, 0xCD]
    bytes += key
    for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index % 4]) }
    return bytes
  }

  func send(_ frame: ClientFrame) async throws {
    try await send(text: WireCodec.encode(frame))
  }

  func send(text: some Collection<UInt8>) async throws {
    try await connection.send(Self.frame(first: 0x81, text))
  }

  func send(text: String) async throws { try await send(text: Array(text.utf8)) }

  enum Message: Sendable, Equatable {
    case frame(ServerFrame)
    case ping
    case pong([UInt8])
    case close(code: UInt16?)
  }

  /// The next message; a frame that does not decode fails the test.
  func next(_ what: String = "a message") async throws -> Message {
    let (opcode, payload) = try await connection.take(what) { Self.cut(from: &$0) }
    switch opcode {
    case 0x1: return .frame(try WireCodec.decode(ServerFrame.self, from: payload))
    case 0x8:
      guard payload.count >= 2 else { return .close(code: nil) }
      return .close(code: UInt16(payload[0]) << 8 | UInt16(payload[1]))
    case 0x9: return .ping
    default: return .pong(payload)
    }
  }

  private static func cut(from bytes: inout [UInt8]) -> (UInt8, [UInt8])? {
    guard bytes.count >= 2 else { return nil }
    var header = 2
    var length = Int(bytes[1] & 0x7F)
    let extra = length == 126 ? 2 : length == 127 ? 8 : 0
    if extra > 0 {
      guard bytes.count >= 2 + extra else { return nil }
      length = bytes[2..<(2 + extra)].reduce(0) { $0 << 8 | Int($1) }
      header += extra
    }
    guard bytes.count >= header + length else { return nil }
    let opcode = bytes[0] & 0x0F
    let payload = Array(bytes[header..<(header + length)])
    bytes.removeFirst(header + length)
    return (opcode, payload)
  }

  /// The next frame that `select` takes; others in between are passed over, except a close.
  func first<Value: Sendable>(
    _ what: String, _ select: (ServerFrame) -> Value?
  ) async throws -> Value {
    // Heartbeats come for ever.
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      switch try await next(what) {
      case .frame(let frame):
        if let value = select(frame) { return value }
      case .close(let code): throw Closed(code: code, waitingFor: what)
      case .ping, .pong: break
      }
    }
    throw NeverCame(what: what)
  }

  struct Closed: Error {
    var code: UInt16?
    var waitingFor: String
  }

  func welcome() async throws -> ServerFrame.Welcome {
    try await first("welcome") { if case .welcome(let frame) = $0 { frame } else { nil } }
  }

  func batch() async throws -> ServerFrame.CommentBatch {
    try await first("comments") { if case .comments(let frame) = $0 { frame } else { nil } }
  }

  func moderation() async throws -> ServerFrame.ModerationBatch {
    try await first("moderation") { if case .moderation(let frame) = $0 { frame } else { nil } }
  }

  func ack() async throws -> ServerFrame.Ack {
    try await first("ack") { if case .ack(let frame) = $0 { frame } else { nil } }
  }

  func failure() async throws -> ServerFrame.ErrorFrame {
    try await first("error") { if case .error(let frame) = $0 { frame } else { nil } }
  }

  /// The code that the server closes with, whatever it sends before.
  func closeCode() async throws -> UInt16? {
    while true {
      if case .close(let code) = try await next("close") { return code }
    }
  }
}

/// Other frames came, but not the one that was waited for.
struct NeverCame: Error {
  var what: String
}
