import Synchronization

/// Carries a connection out of the server's lifetime.
final class SocketBox: Sendable {
  private let value = Mutex<WebSocketClient?>(nil)
  var socket: WebSocketClient? { value.withLock(\.self) }
  func set(_ socket: WebSocketClient) { value.withLock { $0 = socket } }
}

/// Carries a connection out of the server's lifetime.
final class HTTPBox: Sendable {
  private let value = Mutex<HTTPClient?>(nil)
  var client: HTTPClient? { value.withLock(\.self) }
  func set(_ client: HTTPClient) { value.withLock { $0 = client } }
}
