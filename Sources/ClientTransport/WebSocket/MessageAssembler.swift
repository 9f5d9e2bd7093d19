import LiveComments
import NIOCore
import NIOWebSocket

/// Turns a server's WebSocket frames into messages, and finds what RFC 6455 forbids.
///
/// NIO's decoder checks only the length of a frame and the shape of control frames; masking,
/// reserved bits and opcodes, the order of fragments, the size of a whole message, UTF-8 and close
/// codes are checked here.
struct MessageAssembler {
  /// What a frame completes.
  enum Output: Equatable {
    case text(ByteBuffer)
    case ping(ByteBuffer)
    case pong
    case close(CloseCode?, reason: String)
    /// A fragment: the message goes on.
    case partial
  }

  /// The connection has to be closed with `code`.
  struct Violation: Error, Equatable {
    let code: CloseCode
    let reason: String
  }

  /// Bytes of a message over all of its fragments.
  let maximumBytes: Int
  /// The fragments of a message that has begun and not ended.
  private var fragments: ByteBuffer?

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  mutating func receive(_ frame: WebSocketFrame) throws(Violation) -> Output {
    guard frame.maskKey == nil else {
      throw Violation(code: .protocolError, reason: "a server frame is masked")
    }
    guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
      throw Violation(code: .protocolError, reason: "a reserved bit is set")
    }
    switch frame.opcode {
    case .text:
      guard fragments == nil else {
        throw Violation(code: .protocolError, reason: "a message begins inside another")
      }
      return try take(frame.data, isLast: frame.fin)
    case .continuation:
      guard fragments != nil else {
        throw Violation(code: .protocolError, reason: "a fragment continues nothing")
      }
      return try take(frame.data, isLast: frame.fin)
    case .binary:
      throw Violation(code: .unsupportedData, reason: "the protocol is text")
    case .ping: return .ping(frame.data)
    case .pong: return .pong
    case .connectionClose: return try Self.close(frame.data)
    default:
      throw Violation(code: .protocolError, reason: "a reserved opcode is used")
    }
  }

  private mutating func take(
    _ data: ByteBuffer, isLast: Bool
  ) throws(Violation) -> Output {
    guard (fragments?.readableBytes ?? 0) + data.readableBytes <= maximumBytes else {
      throw Violation(code: .messageTooBig, reason: "a message is over \(maximumBytes) bytes")
    }
    var message = data
    if var whole = fragments.take() {
      whole.writeBuffer(&message)
      message = whole
    }
    guard isLast else {
      fragments = message
      return .partial
    }
    guard message.isUTF8 else {
      throw Violation(code: .invalidPayload, reason: "a message is not UTF-8")
    }
    return .text(message)
  }

  /// RFC 6455 §5.5.1 and §7.4: nothing, or a code and UTF-8 text.
  private static func close(_ data: ByteBuffer) throws(Violation) -> Output {
    var data = data
    guard data.readableBytes > 0 else { return .close(nil, reason: "") }
    guard let code = data.readInteger(as: UInt16.self), isSendable(code) else {
      throw Violation(code: .protocolError, reason: "a close frame has no valid code")
    }
    guard data.isUTF8 else {
      throw Violation(code: .invalidPayload, reason: "a close reason is not UTF-8")
    }
    return .close(CloseCode(rawValue: code), reason: String(buffer: data))
  }

  /// The codes that may stand in a frame, by the IANA registry of WebSocket close codes.
  private static func isSendable(_ code: UInt16) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}

extension ByteBuffer {
  var isUTF8: Bool {
    withUnsafeReadableBytes { String(validating: $0, as: UTF8.self) != nil }
  }
}
