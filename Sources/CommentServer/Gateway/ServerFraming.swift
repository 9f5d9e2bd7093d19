import LiveComments
import NIOCore

/// Server frames as bytes: unmasked, final, so that one buffer serves every connection.
enum ServerFraming {
  /// The longest header of an unmasked frame: two bytes, then a 64-bit length.
  static let longestHeader = 10

  private static let text: UInt8 = 0x81
  private static let close: UInt8 = 0x88
  private static let pong: UInt8 = 0x8A

  /// The header of a whole text frame whose payload is `payloadBytes` long (RFC 6455 §5.2).
  static func writeTextHeader(payloadBytes: Int, into buffer: inout ByteBuffer) {
    buffer.writeInteger(text)
    switch payloadBytes {
    case ...125:
      buffer.writeInteger(UInt8(payloadBytes))
    case ...0xFFFF:
      buffer.writeInteger(UInt8(126))
      buffer.writeInteger(UInt16(payloadBytes))
    default:
      buffer.writeInteger(UInt8(127))
      buffer.writeInteger(UInt64(payloadBytes))
    }
  }

  /// A text frame around `payload`.
  static func textFrame(_ payload: some Collection<UInt8>) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: longestHeader + payload.count)
    writeTextHeader(payloadBytes: payload.count, into: &buffer)
    buffer.writeBytes(payload)
    return buffer
  }

  /// The answer to a ping; its payload is at most 125 bytes.
  static func pongFrame(_ payload: ByteBuffer) -> ByteBuffer {
    controlFrame(pong, payload.readableBytesView.prefix(125))
  }

  /// A close frame; a nil `code` gives one without a payload.
  static func closeFrame(_ code: CloseCode?, reason: String = "") -> ByteBuffer {
    guard let code else { return controlFrame(close, []) }
    var payload: [UInt8] = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
    for character in reason {
      let bytes = character.utf8
      // A control frame's payload is at most 125 bytes (RFC 6455 §5.5), and its text stays UTF-8.
      guard payload.count + bytes.count <= 125 else { break }
      payload.append(contentsOf: bytes)
    }
    return controlFrame(close, payload)
  }

  private static func controlFrame(_ first: UInt8, _ payload: some Collection<UInt8>) -> ByteBuffer
  {
    var buffer = ByteBufferAllocator().buffer(capacity: 2 + payload.count)
    buffer.writeInteger(first)
    buffer.writeInteger(UInt8(payload.count))
    buffer.writeBytes(payload)
    return buffer
  }
}

extension ServerFraming {
  /// An unsolicited ping without a payload; whoever speaks RFC 6455 answers it.
  static let pingFrame = controlFrame(0x89, [])

  /// Any frame of §5.3, its `type` first, so that a reader can tell frames apart by their beginning.
  /// The hot ones, comments and acks, have writers of their own.
  static func frame(_ frame: ServerFrame) -> ByteBuffer {
    switch frame {
    case .welcome(let frame): object("welcome", frame)
    case .comments(let frame): object("comments", frame)
    case .moderation(let frame): object("moderation", frame)
    case .reactions(let frame): object("reactions", frame)
    case .status(let frame): object("status", frame)
    case .heartbeat(let frame): object("heartbeat", frame)
    case .ack(let frame): object("ack", frame)
    case .error(let frame): object("error", frame)
    case .historyRequired(let range): object("history_required", range)
    case .reconnect(let afterMilliseconds):
      object("reconnect", ["after_ms": afterMilliseconds])
    case .unknown(let type): object(type, [String: Int]())
    }
  }

  private static func object(_ type: String, _ members: some Encodable) -> ByteBuffer {
    // Frames hold no number but finite ones: encoding cannot fail.
    let encoded = (try? WireCodec.encode(members)) ?? Array("{}".utf8)
    var payload = ByteBuffer()
    payload.writeStaticString("{\"type\":")
    payload.writeJSON(type)
    if encoded.count > 2 { payload.writeStaticString(",") }
    payload.writeBytes(encoded.dropFirst())
    return textFrame(payload.readableBytesView)
  }

  /// The answer to a post.
  static func ackFrame(key: String, _ comment: Comment) -> ByteBuffer {
    var payload = ByteBuffer()
    payload.writeStaticString("{\"type\":\"ack\",\"key\":")
    payload.writeJSON(key)
    payload.writeStaticString(",\"seq\":")
    payload.writeJSON(comment.seq)
    payload.writeStaticString(",\"comment_id\":")
    payload.writeJSON(comment.commentID.rawValue)
    payload.writeStaticString(",\"state\":")
    payload.writeJSON(comment.state.rawValue)
    payload.writeStaticString("}")
    return textFrame(payload.readableBytesView)
  }
}
