import LiveComments

/// What a WebSocket connection tells its owner, in this order: any number of frames and signs of
/// life, then `closed` once.
enum SocketEvent: Sendable {
  /// A frame, and the bytes that it took on the wire.
  case frame(ServerFrame, bytes: Int)
  /// Text that is not a frame of the protocol; the connection is closing.
  case badFrame(Problem)
  /// A ping or a pong.
  case alive
  /// No close code when the connection was lost without one.
  case closed(CloseCode?, reason: String)
}
