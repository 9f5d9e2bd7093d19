import LiveComments
import NIOCore

/// What a client's bytes amount to, after framing, unmasking and reassembly.
enum WebSocketMessage: Equatable {
  /// A whole text message; its bytes are valid UTF-8 and at most `Limits.frameBytes`.
  case text(ByteBuffer)
  /// The payload has to be sent back in a pong.
  case ping(ByteBuffer)
  case pong
  /// The peer closes; `code` is nil when it gave none.
  case close(code: CloseCode?)
}

/// A breach of RFC 6455, and the code that the connection closes with.
struct WebSocketViolation: Error, Equatable {
  var code: CloseCode
  /// At most 123 bytes: it travels in the close frame (RFC 6455 §5.5).
  var reason: String

  init(_ code: CloseCode, _ reason: String) {
    self.code = code
    self.reason = reason
  }
}
