import LiveComments
import NIOCore
import NIOWebSocket
import Testing

@testable import ClientTransport

@Suite struct MessageAssemblerTests {
  private func frame(
    _ opcode: WebSocketOpcode, _ text: String = "", fin: Bool = true
  ) -> WebSocketFrame {
    WebSocketFrame(fin: fin, opcode: opcode, data: ByteBuffer(string: text))
  }

  @Test("a whole frame is a message")
  func whole() throws {
    var assembler = MessageAssembler(maximumBytes: 10)
    #expect(try assembler.receive(frame(.text, "hello")) == .text(ByteBuffer(string: "hello")))
  }

  @Test("fragments make one message, with control frames between them")
  func fragments() throws {
    var assembler = MessageAssembler(maximumBytes: 10)
    #expect(try assembler.receive(frame(.text, "h", fin: false)) == .partial)
    #expect(try assembler.receive(frame(.ping, "p")) == .ping(ByteBuffer(string: "p")))
    #expect(try assembler.receive(frame(.continuation, "é", fin: false)) == .partial)
    #expect(
      try assembler.receive(frame(.continuation, "!")) == .text(ByteBuffer(string: "hé!")))
    #expect(try assembler.receive(frame(.text, "next")) == .text(ByteBuffer(string: "next")))
  }

  @Test("a character may be split between fragments")
  func splitCharacter() throws {
    var assembler = MessageAssembler(maximumBytes: 10)
    let bytes = Array("é".utf8)
    let first = WebSocketFrame(fin: false, opcode: .text, data: ByteBuffer(bytes: [bytes[0]]))
    let second = WebSocketFrame(
      fin: true, opcode: .continuation, data: ByteBuffer(bytes: [bytes[1]]))
    #expect(try assembler.receive(first) == .partial)
    #expect(try assembler.receive(second) == .text(ByteBuffer(string: "é")))
  }

  @Test("what RFC 6455 forbids is found, and with which code to close")
  func violations() {
    let masked = WebSocketFrame(
      fin: true, opcode: .text, maskKey: [1, 2, 3, 4], data: ByteBuffer(string: "x"))
    let reserved = WebSocketFrame(
      fin: true, rsv1: true, opcode: .text, data: ByteBuffer(string: "x"))
    let notText = WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: [0xC0, 0x80]))
    let oneByte = WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(bytes: [3]))
    let badCode = WebSocketFrame(
      fin: true, opcode: .connectionClose, data: ByteBuffer(bytes: [0x03, 0xED]))
    let badReason = WebSocketFrame(
      fin: true, opcode: .connectionClose, data: ByteBuffer(bytes: [0x03, 0xE8, 0xFF]))
    let cases: [([WebSocketFrame], CloseCode)] = [
      ([masked], .protocolError),
      ([reserved], .protocolError),
      ([frame(.binary, "x")], .unsupportedData),
      ([frame(.continuation, "x")], .protocolError),
      ([frame(.text, "x", fin: false), frame(.text, "y")], .protocolError),
      ([frame(WebSocketOpcode(encodedWebSocketOpcode: 3) ?? .text, "x")], .protocolError),
      ([frame(WebSocketOpcode(encodedWebSocketOpcode: 11) ?? .text, "x")], .protocolError),
      ([notText], .invalidPayload),
      ([frame(.text, "12345678901")], .messageTooBig),
      ([frame(.text, "123456", fin: false), frame(.continuation, "78901")], .messageTooBig),
      ([oneByte], .protocolError),
      ([badCode], .protocolError),
      ([badReason], .invalidPayload),
    ]
    for (frames, code) in cases {
      var assembler = MessageAssembler(maximumBytes: 10)
      let error = #expect(throws: MessageAssembler.Violation.self) {
        for frame in frames { _ = try assembler.receive(frame) }
      }
      #expect(error?.code == code, "\(frames)")
    }
  }

  @Test("a close frame tells its code and reason, or neither")
  func close() throws {
    var assembler = MessageAssembler(maximumBytes: 10)
    var data = ByteBuffer(integer: UInt16(4002))
    data.writeString("drain")
    #expect(
      try assembler.receive(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
        == .close(.drain, reason: "drain"))
    #expect(try assembler.receive(frame(.connectionClose)) == .close(nil, reason: ""))
  }
}
