import LiveComments
import NIOCore
import Testing

@testable import CommentServer

@Suite("The WebSocket parser")
struct WebSocketParserTests {
  private static func text(_ payload: String, first: UInt8 = 0x81) -> [UInt8] {
    WebSocketClient.frame(first: first, Array(payload.utf8))
  }

  private func parse(_ bytes: [UInt8], maximum: Int = 100) throws -> [WebSocketMessage] {
    var parser = WebSocketParser(maximumBytes: maximum)
    var buffer = ByteBuffer(bytes: bytes)
    var messages: [WebSocketMessage] = []
    while let message = try parser.next(from: &buffer) { messages.append(message) }
    return messages
  }

  @Test("a masked text frame is its payload")
  func textFrame() throws {
    #expect(try parse(Self.text("héllo")) == [.text(ByteBuffer(string: "héllo"))])
  }

  @Test("bytes that arrive one by one make the same messages")
  func byteByByte() throws {
    let bytes = Self.text("ab") + WebSocketClient.frame(first: 0x89, [1, 2]) + Self.text("c")
    var parser = WebSocketParser()
    var pending = ByteBuffer()
    var messages: [WebSocketMessage] = []
    for byte in bytes {
      pending.writeInteger(byte)
      while let message = try parser.next(from: &pending) { messages.append(message) }
    }
    #expect(
      messages == [
        .text(ByteBuffer(string: "ab")), .ping(ByteBuffer(bytes: [1, 2])),
        .text(ByteBuffer(string: "c")),
      ])
  }

  @Test("a control frame may lie between the fragments of a message")
  func controlBetweenFragments() throws {
    let bytes =
      Self.text("he", first: 0x01) + WebSocketClient.frame(first: 0x8A, [])
      + Self.text("l", first: 0x00) + Self.text("lo", first: 0x80)
    #expect(try parse(bytes) == [.pong, .text(ByteBuffer(string: "hello"))])
  }

  @Test("a scalar may be cut between fragments")
  func scalarAcrossFragments() throws {
    let emoji = Array("😀".utf8)
    let bytes =
      WebSocketClient.frame(first: 0x01, emoji[..<2])
      + WebSocketClient.frame(first: 0x80, emoji[2...])
    #expect(try parse(bytes) == [.text(ByteBuffer(string: "😀"))])
  }

  struct Violation: CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var code: CloseCode

    init(_ what: String, _ bytes: [UInt8], _ code: CloseCode) {
      testDescription = what
      self.bytes = bytes
      self.code = code
    }
  }

  static let violations: [Violation] = [
    Violation(
      "not masked", WebSocketClient.frame(first: 0x81, [65], masked: false), .protocolError),
    Violation("RSV1 is set", text("a", first: 0xC1), .protocolError),
    Violation("RSV2 is set", text("a", first: 0xA1), .protocolError),
    Violation("RSV3 is set", text("a", first: 0x91), .protocolError),
    Violation("a reserved data opcode", text("a", first: 0x83), .protocolError),
    Violation("a reserved control opcode", text("a", first: 0x8B), .protocolError),
    Violation("binary", text("a", first: 0x82), .unsupportedData),
    Violation("a fragmented ping", text("a", first: 0x09), .protocolError),
    Violation(
      "a ping of 126 bytes",
      WebSocketClient.frame(first: 0x89, [UInt8](repeating: 0, count: 126)), .protocolError),
    Violation("a continuation of nothing", text("a", first: 0x80), .protocolError),
    Violation(
      "text inside a message", text("a", first: 0x01) + text("b", first: 0x81), .protocolError),
    Violation(
      "text that is not UTF-8", WebSocketClient.frame(first: 0x81, [0xC3, 0x28]),
      .invalidPayload),
    Violation(
      "a surrogate in UTF-8", WebSocketClient.frame(first: 0x81, [0xED, 0xA0, 0x80]),
      .invalidPayload),
    Violation(
      "a message beyond the limit", text(String(repeating: "a", count: 101)), .messageTooBig),
    Violation(
      "fragments beyond the limit",
      text(String(repeating: "a", count: 60), first: 0x01)
        + text(String(repeating: "a", count: 60), first: 0x80), .messageTooBig),
    Violation(
      "a length of 2^62, before its bytes", [0x81, 0xFF, 0x40] + zeros(7) + zeros(4), .messageTooBig
    ),
    Violation("a length of 2^63", [0x81, 0xFF, 0x80] + zeros(7) + zeros(4), .protocolError),
    Violation("a length that is not minimal", [0x81, 0xFE, 0, 5] + zeros(9), .protocolError),
    Violation("a close of one byte", WebSocketClient.frame(first: 0x88, [3]), .protocolError),
    Violation("close code 1005", close(1005), .protocolError),
    Violation("close code 1006", close(1006), .protocolError),
    Violation("close code 999", close(999), .protocolError),
    Violation("close code 5000", close(5000), .protocolError),
    Violation(
      "a close reason that is not UTF-8", WebSocketClient.frame(first: 0x88, [3, 232, 0xFF]),
      .invalidPayload),
  ]

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  private static func close(_ code: UInt16) -> [UInt8] {
    WebSocketClient.frame(first: 0x88, [UInt8(code >> 8), UInt8(code & 0xFF)])
  }

  @Test("a breach of the protocol is named", arguments: violations)
  func breach(_ violation: Violation) {
    #expect {
      try parse(violation.bytes)
    } throws: { error in
      (error as? WebSocketViolation)?.code == violation.code
    }
  }

  @Test("a close may have a code, or none", arguments: [1000, 1001, 3000, 4999, nil] as [UInt16?])
  func closeCodes(_ code: UInt16?) throws {
    let bytes = code.map { Self.close($0) } ?? WebSocketClient.frame(first: 0x88, [])
    #expect(try parse(bytes) == [.close(code: code.map { CloseCode(rawValue: $0) })])
  }
}
