import ClientCore
import LiveComments
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Synchronization
import TestSupport
import Testing

@testable import ClientTransport

@Suite struct SessionIOTests {
  /// Collects what a session would be given.
  private final class Inputs: Sendable {
    private let state = Mutex<[SessionInput]>([])
    let io: SessionIO

    init(
      _ url: StreamURL, token: String? = nil, configuration: TransportConfiguration = .init()
    ) throws {
      io = try SessionIO(
        url: url, token: token.flatMap { Token(rawValue: $0) }, configuration: configuration
      ) {}
    }

    var all: [SessionInput] {
      let taken = io.takeInputs()
      return state.withLock { state in
        state += taken
        return state
      }
    }

    func first<Value>(_ what: String, _ value: (SessionInput) -> Value?) async throws -> Value {
      try await eventually(what) { self.all.lazy.compactMap(value).first }
    }
  }

  private static let heartbeat = ServerFrame.heartbeat(
    ServerFrame.Heartbeat(at: Timestamp(milliseconds: 0), latestSeq: 4, latestModSeq: 2))

  private func opened(_ inputs: Inputs, _ server: ScriptedServer) async throws -> ScriptedSocket {
    inputs.io.perform(.connect)
    _ = try await inputs.first("opened") { $0 == .opened ? true : nil }
    return try await eventually("accepted") { server.accepted.last }
  }

  private func closed(_ inputs: Inputs) async throws -> CloseCode? {
    try await inputs.first("closed") { input -> CloseCode?? in
      if case .closed(let code, _) = input { .some(code) } else { nil }
    }
  }

  @Test("the handshake asks for gavel.v1 and shows the token")
  func handshake() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url, token: "abc")
    let socket = try await opened(inputs, server)
    #expect(socket.head.uri == "/streams/test/live")
    #expect(socket.head.headers["Sec-WebSocket-Protocol"] == ["gavel.v1"])
    #expect(socket.head.headers["Authorization"] == ["Bearer abc"])
    try await server.stop()
  }

  @Test("frames go both ways; the client's are masked, each with a key of its own")
  func frames() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    let socket = try await opened(inputs, server)
    inputs.io.perform(.send(.seen(lastSeenSeq: 1, lastModSeq: 2)))
    inputs.io.perform(.send(.seen(lastSeenSeq: 1, lastModSeq: 2)))
    try socket.send(Self.heartbeat)
    _ = try await inputs.first("heartbeat") { $0 == .frame(Self.heartbeat) ? true : nil }
    try await eventually("two texts") { socket.texts.count == 2 }
    #expect(socket.texts[0] == "{\"last_mod_seq\":2,\"last_seen_seq\":1,\"type\":\"seen\"}")
    let keys = socket.frames.map(\.maskKey)
    #expect(keys[0] != nil && keys[1] != nil && keys[0] != keys[1])
    try await server.stop()
  }

  @Test("a ping is answered by its own data, and both are signs of life")
  func ping() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    let socket = try await opened(inputs, server)
    socket.send(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer(string: "are you?")))
    try await eventually("a pong") { socket.frames.contains { $0.opcode == .pong } }
    #expect(
      socket.frames.first { $0.opcode == .pong }.map { String(buffer: $0.unmaskedData) }
        == "are you?")
    _ = try await inputs.first("alive") { $0 == .alive ? true : nil }
    try await server.stop()
  }

  @Test("the server's close is answered, and told with its code")
  func closedByServer() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    let socket = try await opened(inputs, server)
    var data = ByteBuffer(integer: UInt16(4002))
    data.writeString("drain")
    socket.send(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
    try await eventually("answered") { socket.closeCode == 4002 }
    socket.cut()
    #expect(try await closed(inputs) == .drain)
    #expect(inputs.all.filter { if case .closed = $0 { true } else { false } }.count == 1)
    try await server.stop()
  }

  @Test("a connection that is cut is told without a code")
  func cut() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    try await opened(inputs, server).cut()
    #expect(try await closed(inputs) == nil)
    try await server.stop()
  }

  @Test("our own close is not reported, and says its code")
  func closedByUs() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    let socket = try await opened(inputs, server)
    inputs.io.perform(.close(.goingAway))
    try await eventually("a close frame") { socket.closeCode == 1001 }
    socket.cut()
    try await eventually("closed") { socket.isClosed }
    #expect(!inputs.all.contains { if case .closed = $0 { true } else { false } })
    try await server.stop()
  }

  @Test("a server that does not answer our close is cut off")
  func closeTimeout() async throws {
    let server = try await ScriptedServer.start()
    var configuration = TransportConfiguration()
    configuration.closeTimeout = .milliseconds(50)
    let inputs = try Inputs(server.url, configuration: configuration)
    let socket = try await opened(inputs, server)
    inputs.io.perform(.close(.normal))
    try await eventually("cut off") { socket.isClosed }
    try await server.stop()
  }

  @Test(
    "what a server must not send closes the connection with the code that says so",
    arguments: [
      (
        WebSocketFrame(
          fin: true, opcode: .text, maskKey: [1, 2, 3, 4], data: ByteBuffer(string: "{}")), 1002
      ),
      (WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(string: "{}")), 1003),
      (WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: [0xFF])), 1007),
      (
        WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(repeating: 0x20, count: 2_000)),
        1009
      ),
      (WebSocketFrame(fin: false, opcode: .ping, data: ByteBuffer(string: "")), 1002),
    ] as [(WebSocketFrame, UInt16)])
  func violations(frame: WebSocketFrame, code: UInt16) async throws {
    let server = try await ScriptedServer.start()
    var configuration = TransportConfiguration()
    configuration.messageBytes = 1_000
    let inputs = try Inputs(server.url, configuration: configuration)
    let socket = try await opened(inputs, server)
    socket.send(frame)
    try await eventually("a close frame") { socket.closeCode == code }
    socket.cut()
    #expect(try await closed(inputs)?.rawValue == code)
    try await server.stop()
  }

  @Test("text that is no frame is reported, and the connection goes on")
  func badFrame() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    let socket = try await opened(inputs, server)
    socket.send("{\"type\":\"heartbeat\"}")
    try socket.send(Self.heartbeat)
    _ = try await inputs.first("heartbeat") { $0 == .frame(Self.heartbeat) ? true : nil }
    #expect(inputs.all.contains { if case .badFrame = $0 { true } else { false } })
    try await server.stop()
  }

  @Test("a refused upgrade tells the server's problem")
  func refused() async throws {
    let server = try await ScriptedServer.start(upgrades: false) { _ in
      ScriptedServer.Answer(
        status: .unauthorized, body: "{\"code\":\"token_expired\",\"detail\":\"too old\"}")
    }
    let inputs = try Inputs(server.url, token: "abc")
    inputs.io.perform(.connect)
    let failure = try await inputs.first("failed") { input -> RequestFailure? in
      if case .failed(let failure) = input { failure } else { nil }
    }
    #expect(failure == .refused(Problem(.tokenExpired, "too old")))
    try await server.stop()
  }

  @Test(
    "a server that chose another protocol, or an extension, is refused",
    arguments: [
      [:], ["Sec-WebSocket-Protocol": "chat"],
      ["Sec-WebSocket-Protocol": "gavel.v1", "Sec-WebSocket-Extensions": "permessage-deflate"],
    ] as [HTTPHeaders])
  func otherProtocol(headers: HTTPHeaders) async throws {
    let server = try await ScriptedServer.start(upgradeHeaders: headers)
    let inputs = try Inputs(server.url)
    inputs.io.perform(.connect)
    let failure = try await inputs.first("failed") { input -> RequestFailure? in
      if case .failed(let failure) = input { failure } else { nil }
    }
    guard case .unreachable(let reason) = failure else {
      Issue.record("\(failure)")
      return
    }
    #expect(reason.contains("gavel.v1"))
    try await server.stop()
  }

  @Test("a socket is not read while nobody takes what it brought, and nothing is lost")
  func backpressure() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    let socket = try await opened(inputs, server)
    let count = 20_000
    for index in 1...count {
      try socket.send(.reconnect(afterMilliseconds: index))
    }
    // What is taken at once is bounded: the rest waits in the network.
    var received: [Int] = []
    var largest = 0
    try await eventually("everything") {
      let taken = inputs.io.takeInputs()
      largest = max(largest, taken.count)
      for case .frame(.reconnect(let index)) in taken { received.append(index) }
      return received.count == count
    }
    #expect(received == Array(1...count))
    // What is read at one wake-up of the socket, four times 64 KiB, comes on top of the bound.
    #expect(largest <= Inbox.maximumFrames + 4 * 65_536 / 30)
    try await server.stop()
  }

  @Test("a server that does not read is given up before its frames fill the memory")
  func outboundBound() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    let socket = try await opened(inputs, server)
    socket.setAutoRead(false)
    let content = String(repeating: "x", count: 10_000)
    let frame = ClientFrame.post(key: "k", PostRequest(content: content))
    for _ in 0..<3_000 { inputs.io.perform(.send(frame)) }
    #expect(try await closed(inputs) == nil)
    try await server.stop()
  }

  @Test("a tick comes when it is due, and only the last one that was asked for")
  func ticks() async throws {
    let server = try await ScriptedServer.start()
    let inputs = try Inputs(server.url)
    inputs.io.schedule(MonotonicClock.now() + .milliseconds(5))
    inputs.io.schedule(MonotonicClock.now() + .milliseconds(20))
    _ = try await inputs.first("a tick") { $0 == .tick ? true : nil }
    inputs.io.schedule(MonotonicClock.now() + .milliseconds(1))
    inputs.io.schedule(nil)
    inputs.io.schedule(MonotonicClock.now() + .milliseconds(30))
    try await eventually("another tick") { inputs.all.filter { $0 == .tick }.count == 2 }
    try await server.stop()
  }

  @Test("answers to fetches that were abandoned are dropped")
  func cancelled() async throws {
    let server = try await ScriptedServer.start { _ in
      ScriptedServer.Answer(
        body:
          "{\"stream_id\":\"test\",\"epoch\":\"e\",\"after\":0,\"upto\":0,\"latest_seq\":0,"
          + "\"latest_mod_seq\":0,\"comments\":[]}")
    }
    let inputs = try Inputs(server.url)
    inputs.io.perform(.fetchJoin(.newest(5)))
    inputs.io.perform(.cancel)
    inputs.io.perform(.fetchComments(Coverage(after: 0, upto: 3)))
    _ = try await inputs.first("a page") { input -> Bool? in
      if case .commentPage(_, .success) = input { true } else { nil }
    }
    #expect(!inputs.all.contains { if case .joined = $0 { true } else { false } })
    try await server.stop()
  }
}
