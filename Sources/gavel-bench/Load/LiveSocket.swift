import LiveComments

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One client connection of the load: upgrades, says what it has to, and hands every frame to its
/// peer.
///
/// Says only what the protocol demands of a client. Belongs to the thread of its `SocketLoop`.
final class LiveSocket<Peer: LivePeer> {
  /// Bytes that may wait to be sent; a peer that the server does not read from is stopped there.
  static var highestOutgoingBytes: Int { 4 << 20 }

  /// Enough for the beginning of a frame and small frames before it.
  private static var littleBytes: Int { 1_024 }

  private enum Stage {
    /// The connection is being made and the upgrade request waits in `outgoing`.
    case connecting
    /// The server has answered so much of the upgrade.
    case upgrading(answer: [UInt8])
    case open
    case closed
  }

  let descriptor: Int32
  let peer: Peer
  private let greeting: [UInt8]
  private var stage = Stage.connecting
  private var scanner = FrameScanner()
  private var outgoing: [UInt8]
  private var sent = 0

  /// Begins to connect to a stream; the loop does the rest.
  convenience init(
    to server: SocketAddress, from source: SocketAddress, streamID: StreamID,
    hello: ClientFrame.Hello, peer: Peer
  ) throws {
    try self.init(
      to: server, from: source, upgrade: ClientFraming.upgrade(streamID, at: server),
      greeting: try ClientFraming.bytes(.hello(hello)), peer: peer)
  }

  /// Begins to connect; the loop does the rest.
  /// - Parameter greeting: masked frames that are sent after the upgrade.
  init(
    to server: SocketAddress, from source: SocketAddress, upgrade: String, greeting: [UInt8],
    peer: Peer
  ) throws {
    self.peer = peer
    self.greeting = greeting
    outgoing = Array(upgrade.utf8)
    descriptor = socket(AF_INET, Self.streamType, 0)
    guard descriptor >= 0 else { throw SystemError("socket") }
    var on: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    if peer.wantsArrivalTimes { TimestampedRead.enable(on: descriptor) }
    guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else { throw SystemError("fcntl") }
    try source.bindBeforeConnecting(descriptor)
    let result = server.withSystemAddress { connect(descriptor, $0, $1) }
    guard result == 0 || errno == EINPROGRESS else { throw SystemError("connect") }
  }

  deinit {
    if descriptor >= 0 { _ = Self.closeDescriptor(descriptor) }
  }

  /// Bytes that wait to be sent.
  var waitingBytes: Int { outgoing.count - sent }

  /// What to wait for, as `poll` takes it; nil when the connection is over.
  var interest: Int16? {
    switch stage {
    case .connecting: Int16(POLLOUT)
    case .upgrading, .open:
      Int16((peer.isReading ? POLLIN : 0) | (sent < outgoing.count ? POLLOUT : 0))
    case .closed: nil
    }
  }

  /// Queues masked frames and sends what can be sent.
  func send(_ frames: [UInt8]) {
    guard case .open = stage else { return }
    guard outgoing.count - sent + frames.count <= Self.highestOutgoingBytes else {
      return fail("the server does not read")
    }
    outgoing += frames
    flush()
  }

  /// Reads what has arrived, at most a buffer full, through `buffer`.
  func read(into buffer: UnsafeMutableRawBufferPointer) {
    let most =
      peer.wantsLittle ? max(Self.littleBytes, scanner.bytesWanted) : buffer.count
    let buffer = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(most))
    let (count, arrivedAt) = TimestampedRead.receive(from: descriptor, into: buffer)
    guard count > 0 else {
      if count < 0, errno == EAGAIN || errno == EINTR { return }
      return fail(count == 0 ? "the server closed the connection" : "\(SystemError("recv"))")
    }
    var bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    if case .upgrading(let answer) = stage { bytes = upgrade(answer, bytes) }
    guard case .open = stage, !bytes.isEmpty else { return }
    peer.arrived(at: arrivedAt)
    do {
      try scanner.scan(bytes, into: peer)
    } catch {
      return fail("\(error)")
    }
    if peer.wantsLittle, scanner.bytesToSkip > 0 {
      let skipped = TimestampedRead.discard(scanner.bytesToSkip, from: descriptor)
      if skipped > 0 { scanner.skip(skipped, for: peer) }
    }
    if let answers = peer.takeAnswers() { send(answers) }
    if peer.isLeaving { fail("given up") }
  }

  /// The socket takes more: the connection has been made, or there is room again.
  func write() {
    if case .connecting = stage { stage = .upgrading(answer: []) }
    flush()
  }

  private func flush() {
    while sent < outgoing.count {
      let count = outgoing.withUnsafeBytes {
        Self.sendBytes(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent)
      }
      guard count > 0 else {
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        return fail("\(SystemError("send"))")
      }
      sent += count
    }
    outgoing.removeAll(keepingCapacity: outgoing.capacity <= 1 << 16)
    sent = 0
  }

  /// Takes the answer's header; returns what follows it.
  private func upgrade(
    _ answer: [UInt8], _ bytes: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    var answer = answer
    for (index, byte) in bytes.enumerated() {
      answer.append(byte)
      guard answer.suffix(4).elementsEqual("\r\n\r\n".utf8) else {
        if answer.count < 8_192 { continue }
        fail("the answer's header is too long")
        return UnsafeRawBufferPointer(rebasing: bytes[bytes.endIndex...])
      }
      finishUpgrade(String(decoding: answer, as: UTF8.self))
      return UnsafeRawBufferPointer(rebasing: bytes[(index + 1)...])
    }
    stage = .upgrading(answer: answer)
    return UnsafeRawBufferPointer(rebasing: bytes[bytes.endIndex...])
  }

  private func finishUpgrade(_ answer: String) {
    guard answer.hasPrefix("HTTP/1.1 101") else {
      return fail("no upgrade: \(answer.prefix { $0 != "\r\n" })")
    }
    stage = .open
    if !greeting.isEmpty { send(greeting) }
    peer.opened()
  }

  private func fail(_ reason: String) {
    if case .closed = stage { return }
    stage = .closed
    peer.close(reason)
  }
}

extension LiveSocket {
  #if canImport(Glibc)
    private static var streamType: Int32 { Int32(SOCK_STREAM.rawValue) }
    private static func closeDescriptor(_ descriptor: Int32) -> Int32 { Glibc.close(descriptor) }
    private static func sendBytes(
      _ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
    ) -> Int { Glibc.send(descriptor, bytes, count, Int32(MSG_NOSIGNAL)) }
  #else
    private static var streamType: Int32 { SOCK_STREAM }
    private static func closeDescriptor(_ descriptor: Int32) -> Int32 { Darwin.close(descriptor) }
    private static func sendBytes(
      _ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
    ) -> Int { Darwin.send(descriptor, bytes, count, 0) }
  #endif
}

/// What stands behind a connection: a viewer or a poster.
protocol LivePeer: FrameConsumer {
  /// Whether it takes what the server sends; one that does not leaves it in the kernel's buffers.
  var isReading: Bool { get }
  /// Whether it gives its connection up, after what has been read.
  var isLeaving: Bool { get }
  /// Whether it looks at the beginnings of frames mostly, so that reading whole ones is a waste.
  var wantsLittle: Bool { get }
  /// Whether the kernel is to say when bytes arrived.
  var wantsArrivalTimes: Bool { get }
  /// The bytes that are scanned next were there at this time: microseconds since 1970, by the
  /// kernel's clock for the last of them where it says so, else the time of now.
  func arrived(at microseconds: Int64)
  /// The upgrade is done; called once.
  func opened()
  /// The connection is over; called once.
  func close(_ reason: String)
  /// Masked frames that answer what came in since the last call.
  func takeAnswers() -> [UInt8]?
}

extension LivePeer {
  var isReading: Bool { true }
  var isLeaving: Bool { false }
  var wantsLittle: Bool { false }
  func opened() {}
  var wantsArrivalTimes: Bool { false }
  func arrived(at microseconds: Int64) {}
}
