import LiveComments
import NIOCore

/// Frames as server-sent events (the HTML standard, §9.2): unnamed, one line of `data`.
///
/// Frames hold no raw line break, since JSON escapes them: one line is always enough.
enum EventFraming {
  /// A frame's JSON as an event, from the frame as a WebSocket gets it.
  ///
  /// - Parameter id: what the reader has after it; nil leaves the reader where it is.
  static func event(around frame: ByteBuffer, id: EventID?) -> ByteBuffer {
    var payload = frame
    payload.moveReaderIndex(forwardBy: headerBytes(of: frame))
    let id = id.map { "\nid: \($0)\n\n" } ?? "\n\n"
    var event = ByteBufferAllocator().buffer(
      capacity: payload.readableBytes + id.utf8.count + "data: ".utf8.count)
    event.writeStaticString("data: ")
    event.writeBuffer(&payload)
    event.writeString(id)
    return event
  }

  /// How long a client waits before it reconnects, once the connection has ended.
  static func retry(afterMilliseconds: Int) -> ByteBuffer {
    ByteBuffer(string: "retry: \(afterMilliseconds)\n")
  }

  /// A browser asks again at the pace that it was told for as long as nobody answers, and backs off
  /// from nothing: this long it leaves a server that is away alone, at least.
  static let shortestRetryMilliseconds = 1_000

  /// What browsers begin with.
  static let usualRetry = retry(afterMilliseconds: 3_000)

  /// A comment, which readers skip: it goes before a heartbeat, so that a proxy or a person sees it
  /// for what it is.
  static let heartbeat = ByteBuffer(string: ": heartbeat\n")

  /// The head of the answer. Its body ends with the connection; nothing on the way may store or
  /// collect it.
  ///
  /// - Parameters:
  ///   - id: names the request.
  ///   - origin: the page that may read it; nil when no page asked, or none may.
  static func head(id: RequestLog.ID, allowing origin: String?, isCrossOrigin: Bool) -> ByteBuffer {
    var head = ByteBuffer(
      string: "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
        + "\(RequestLog.header): \(id)\r\nX-Accel-Buffering: no\r\nConnection: close\r\n")
    if isCrossOrigin { head.writeStaticString("Vary: Origin\r\n") }
    if let origin { head.writeString("Access-Control-Allow-Origin: \(origin)\r\n") }
    head.writeStaticString("\r\n")
    return head
  }

  /// The length of an unmasked frame's header (RFC 6455 §5.2).
  private static func headerBytes(of frame: ByteBuffer) -> Int {
    switch frame.getInteger(at: frame.readerIndex + 1, as: UInt8.self) {
    case 126: 4
    case 127: 10
    default: 2
    }
  }
}

/// How a connection's frames are framed.
enum Framing {
  case webSocket
  /// Server-sent events: the client says nothing after its request.
  case events
}
