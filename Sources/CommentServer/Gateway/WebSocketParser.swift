import LiveComments
import NIOCore

/// Reads a client's WebSocket frames (RFC 6455 §5) and puts fragments together.
///
/// NIO's decoder checks size and the shape of control frames only; masking, reserved bits and
/// opcodes, UTF-8, close codes, the order of fragments and the size of the whole are checked here.
/// A frame is refused as soon as its header is known, so what is held never exceeds `maximumBytes`
/// and one header.
struct WebSocketParser {
  /// Bytes of one message, over all its fragments.
  let maximumBytes: Int
  /// The fragments of a text message that has begun and has not ended.
  private var fragments: ByteBuffer?

  init(maximumBytes: Int = Limits.frameBytes) {
    self.maximumBytes = maximumBytes
  }

  /// The next whole message in `bytes`; nil when more bytes are needed, which then stay unread.
  mutating func next(
    from bytes: inout ByteBuffer
  ) throws(WebSocketViolation) -> WebSocketMessage? {
    while let header = try FrameHeader(peeking: bytes) {
      try check(header)
      let total = header.size + header.payloadBytes
      guard bytes.readableBytes >= total else { return nil }
      bytes.moveReaderIndex(forwardBy: header.size)
      guard var payload = bytes.readSlice(length: header.payloadBytes) else { return nil }
      header.unmask(&payload)
      if let message = try take(payload, of: header) { return message }
    }
    return nil
  }

  private func check(_ header: FrameHeader) throws(WebSocketViolation) {
    guard header.reservedBits == 0 else {
      throw WebSocketViolation(.protocolError, "a reserved bit is set")
    }
    switch header.opcode {
    case .text, .continuation:
      guard (header.opcode == .continuation) == (fragments != nil) else {
        throw WebSocketViolation(.protocolError, "fragments are out of order")
      }
      let bytes = (fragments?.readableBytes ?? 0) + header.payloadBytes
      guard bytes <= maximumBytes else {
        throw WebSocketViolation(.messageTooBig, "a message is at most \(maximumBytes) bytes")
      }
    case .binary:
      throw WebSocketViolation(.unsupportedData, "frames are text")
    case .close, .ping, .pong:
      guard header.isFinal, header.payloadBytes <= 125 else {
        throw WebSocketViolation(.protocolError, "a control frame is whole and at most 125 bytes")
      }
    }
    guard header.maskingKey != nil else {
      throw WebSocketViolation(.protocolError, "a client's frames are masked")
    }
  }

  private mutating func take(
    _ payload: ByteBuffer, of header: FrameHeader
  ) throws(WebSocketViolation) -> WebSocketMessage? {
    switch header.opcode {
    case .ping: return .ping(payload)
    case .pong: return .pong
    case .close: return .close(code: try closeCode(in: payload))
    case .text, .continuation, .binary: break
    }
    guard header.isFinal else {
      var whole = fragments ?? ByteBuffer()
      whole.writeImmutableBuffer(payload)
      fragments = whole
      return nil
    }
    guard var whole = fragments else { return .text(try validText(payload)) }
    fragments = nil
    whole.writeImmutableBuffer(payload)
    return .text(try validText(whole))
  }

  private func validText(_ bytes: ByteBuffer) throws(WebSocketViolation) -> ByteBuffer {
    guard Self.isUTF8(bytes.readableBytesView) else {
      throw WebSocketViolation(.invalidPayload, "text is not UTF-8")
    }
    return bytes
  }

  /// The code of a close frame, by RFC 6455 §5.5.1 and §7.4.
  private func closeCode(in payload: ByteBuffer) throws(WebSocketViolation) -> CloseCode? {
    var payload = payload
    guard payload.readableBytes > 0 else { return nil }
    guard let code = payload.readInteger(as: UInt16.self) else {
      throw WebSocketViolation(.protocolError, "a close code is two bytes")
    }
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: break
    default: throw WebSocketViolation(.protocolError, "\(code) is not a close code")
    }
    guard Self.isUTF8(payload.readableBytesView) else {
      throw WebSocketViolation(.invalidPayload, "text is not UTF-8")
    }
    return CloseCode(rawValue: code)
  }

  private static func isUTF8(_ bytes: ByteBufferView) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }
}

/// The part of a frame before its payload (RFC 6455 §5.2).
private struct FrameHeader {
  enum Opcode: UInt8 {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA
  }

  let isFinal: Bool
  let reservedBits: UInt8
  let opcode: Opcode
  let maskingKey: UInt32?
  let payloadBytes: Int
  /// Bytes of the header itself.
  let size: Int

  /// Nil when `bytes` does not hold the whole header yet.
  init?(peeking bytes: ByteBuffer) throws(WebSocketViolation) {
    var bytes = bytes
    let start = bytes.readerIndex
    guard let first = bytes.readInteger(as: UInt8.self) else { return nil }
    guard let opcode = Opcode(rawValue: first & 0x0F) else {
      throw WebSocketViolation(.protocolError, "an opcode is reserved")
    }
    guard let second = bytes.readInteger(as: UInt8.self) else { return nil }
    let length: UInt64
    switch second & 0x7F {
    case 126:
      guard let word = bytes.readInteger(as: UInt16.self) else { return nil }
      guard word > 125 else { throw WebSocketViolation(.protocolError, "a length is not minimal") }
      length = UInt64(word)
    case 127:
      guard let word = bytes.readInteger(as: UInt64.self) else { return nil }
      guard word > 0xFFFF, word <= UInt64(Int64.max) else {
        throw WebSocketViolation(.protocolError, "a length is not minimal or beyond 63 bits")
      }
      length = word
    case let short:
      length = UInt64(short)
    }
    if second & 0x80 != 0 {
      guard let key = bytes.readInteger(as: UInt32.self) else { return nil }
      maskingKey = key
    } else {
      maskingKey = nil
    }
    isFinal = first & 0x80 != 0
    reservedBits = first & 0x70
    self.opcode = opcode
    payloadBytes = Int(clamping: length)
    size = bytes.readerIndex - start
  }

  func unmask(_ payload: inout ByteBuffer) {
    guard let maskingKey, maskingKey != 0 else { return }
    let key = (
      UInt8(truncatingIfNeeded: maskingKey >> 24), UInt8(truncatingIfNeeded: maskingKey >> 16),
      UInt8(truncatingIfNeeded: maskingKey >> 8), UInt8(truncatingIfNeeded: maskingKey)
    )
    payload.withUnsafeMutableReadableBytes { bytes in
      for index in bytes.indices {
        switch index & 3 {
        case 0: bytes[index] ^= key.0
        case 1: bytes[index] ^= key.1
        case 2: bytes[index] ^= key.2
        default: bytes[index] ^= key.3
        }
      }
    }
  }
}
