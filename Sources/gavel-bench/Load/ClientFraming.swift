import LiveComments

/// Writes what a client sends: the upgrade request and masked frames (RFC 6455 §4.1, §5.3).
enum ClientFraming {
  /// Any key will do: masking protects caches between browser and server, which are not here.
  private static let maskingKey: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

  /// The request that opens `streamID`'s live connection.
  static func upgrade(_ streamID: StreamID, at address: SocketAddress) -> String {
    upgrade("/streams/\(streamID)/live", ["Sec-WebSocket-Protocol: gavel.v1"], at: address)
  }

  /// The request that makes a connection to `path` a WebSocket.
  static func upgrade(
    _ path: String, _ headers: [String] = [], at address: SocketAddress
  ) -> String {
    ([
      "GET \(path) HTTP/1.1", "Host: \(address)", "Connection: Upgrade", "Upgrade: websocket",
      "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ] + headers + ["", ""]).joined(separator: "\r\n")
  }

  /// The frame as masked text.
  static func bytes(_ frame: ClientFrame) throws -> [UInt8] {
    try WireCodec.encode(frame).withUnsafeBytes { bytes($0, opcode: FrameHead.text) }
  }

  /// A masked frame of up to 65,535 bytes, four times what a server takes.
  static func bytes(_ payload: UnsafeRawBufferPointer, opcode: UInt8) -> [UInt8] {
    var frame: [UInt8] = []
    frame.reserveCapacity(payload.count + 8)
    frame.append(0x80 | opcode)
    if payload.count < 126 {
      frame.append(0x80 | UInt8(payload.count))
    } else {
      frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    }
    frame += maskingKey
    for (index, byte) in payload.enumerated() { frame.append(byte ^ maskingKey[index & 3]) }
    return frame
  }
}
