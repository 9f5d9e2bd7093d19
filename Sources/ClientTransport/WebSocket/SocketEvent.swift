import LiveComments

/// What a WebSocket connection tells its owner, in this order: any number of frames and signs of
/// life, then `closed` once.
enum SocketEvent: Sendable {
  /// A frame, and the bytes that it took on the wire.
  case frame(ServerFrame, bytes: Int)
  /// Something that is no frame of the protocol. The connection closes when it breaks RFC 6455.
  case badFrame(Problem)
  /// A ping or a pong.
  case alive
  /// No close code when the connection was lost without one.
  case closed(CloseCode?, reason: String)
}
