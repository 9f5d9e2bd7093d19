/// Cuts what a server sends over a WebSocket into frames (RFC 6455 §5.2) without keeping the payloads
/// that nobody asked for, so that one core can count millions of comments a second.
///
/// Holds at most one frame: the bytes of a header or a payload's beginning that arrived in pieces,
/// or of a payload that the consumer wants whole.
struct FrameScanner {
  /// Bytes of a payload that the consumer sees before it decides.
  static let prefixBytes = 256
  /// A larger frame is refused: no frame of the protocol comes near it.
  static let highestFrameBytes = 16 << 20

  private var held: [UInt8] = []
  private var needed = 2
  private var toSkip = 0

  /// Bytes of a payload that nobody asked for and that have not arrived yet: they need not be read,
  /// only taken from the socket (`skip`).
  var bytesToSkip: Int { toSkip }

  /// Bytes that are missing of a frame, or of its beginning, which is held as far as it is here.
  var bytesWanted: Int { held.isEmpty ? 0 : needed - held.count }

  /// Takes note of `count` of `bytesToSkip` that were taken from the socket.
  mutating func skip(_ count: Int, for consumer: some FrameConsumer) {
    toSkip -= count
    if toSkip == 0 { consumer.finishSkipped() }
  }

  /// What is wrong with what the server sent.
  struct Violation: Error, CustomStringConvertible {
    let description: String
  }

  /// Takes the next bytes of the connection, in order.
  mutating func scan(
    _ bytes: UnsafeRawBufferPointer, into consumer: some FrameConsumer
  ) throws(Violation) {
    var offset = 0
    while offset < bytes.count {
      if toSkip > 0 {
        let skipped = min(toSkip, bytes.count - offset)
        toSkip -= skipped
        offset += skipped
        if toSkip == 0 { consumer.finishSkipped() }
      } else if held.isEmpty {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        let used = try step(rest, consumer)
        if used == 0 { held.append(contentsOf: rest) }
        offset += used == 0 ? rest.count : used
      } else {
        let taken = min(needed - held.count, bytes.count - offset)
        held.append(contentsOf: bytes[offset..<offset + taken])
        offset += taken
        if held.count == needed { try stepHeld(consumer) }
      }
    }
  }

  private mutating func stepHeld(_ consumer: some FrameConsumer) throws(Violation) {
    let frame = held
    do {
      let used = try frame.withUnsafeBytes { try step($0, consumer) }
      if used > 0 { held = [] }
    } catch let violation as Violation {
      throw violation
    } catch {
      throw Violation(description: "\(error)")
    }
  }

  /// Takes what it can of one frame from its first byte on; 0, and `needed`, when that is too little.
  private mutating func step(
    _ bytes: UnsafeRawBufferPointer, _ consumer: some FrameConsumer
  ) throws(Violation) -> Int {
    guard bytes.count >= 2 else { return wait(for: 2) }
    let short = Int(bytes[1] & 0x7F)
    let headerBytes = short < 126 ? 2 : short == 126 ? 4 : 10
    guard bytes.count >= headerBytes else { return wait(for: headerBytes) }
    let length = headerBytes == 2 ? short : Self.bigEndian(bytes[2..<headerBytes])
    guard bytes[1] & 0x80 == 0 else { throw Violation(description: "the server masked a frame") }
    guard bytes[0] & 0x80 != 0 else { throw Violation(description: "the server split a frame") }
    guard length <= Self.highestFrameBytes else {
      throw Violation(description: "the server sent a frame of \(length) bytes")
    }
    let prefix = min(length, Self.prefixBytes)
    guard bytes.count >= headerBytes + prefix else { return wait(for: headerBytes + prefix) }

    let head = FrameHead(opcode: bytes[0] & 0x0F, length: length)
    let beginning = UnsafeRawBufferPointer(rebasing: bytes[headerBytes..<headerBytes + prefix])
    guard consumer.wantsWhole(head, beginning: beginning) else {
      // All of it may be here: it was wanted when its first bytes were held, and no longer is.
      let used = min(bytes.count, headerBytes + length)
      toSkip = headerBytes + length - used
      if toSkip == 0 { consumer.finishSkipped() }
      return used
    }
    guard bytes.count >= headerBytes + length else { return wait(for: headerBytes + length) }
    consumer.receive(
      head, UnsafeRawBufferPointer(rebasing: bytes[headerBytes..<headerBytes + length]))
    return headerBytes + length
  }

  private mutating func wait(for count: Int) -> Int {
    needed = count
    return 0
  }

  private static func bigEndian(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    // Nine bytes or more cannot occur; a set top bit is far above `highestFrameBytes`.
    Int(clamping: bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
  }
}

/// What a frame's header says.
struct FrameHead {
  let opcode: UInt8
  let length: Int

  static let text: UInt8 = 0x1
  static let close: UInt8 = 0x8
  static let ping: UInt8 = 0x9
  static let pong: UInt8 = 0xA
}

/// What becomes of the frames of one connection.
protocol FrameConsumer: AnyObject {
  /// Whether the payload that begins so is to be kept and given to `receive`. May be asked again
  /// about the same frame until enough of it is there; otherwise `finishSkipped` follows.
  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool
  /// A frame that was wanted, whole.
  func receive(_ head: FrameHead, _ payload: UnsafeRawBufferPointer)
  /// The last byte of a frame that was not wanted has arrived.
  func finishSkipped()
}
