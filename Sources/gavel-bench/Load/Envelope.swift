/// What the beginning of a server's frame says: its `type` and the positions before its list.
///
/// Reads `{"type":"comments","after":1,"upto":2,…` as far as the members are strings and numbers.
struct Envelope {
  /// The types that the load tells apart.
  enum Kind {
    case comments, moderation, ack, error, heartbeat, welcome, historyRequired, reactions, other
    /// The frame does not begin with its type.
    case unknown
  }

  private(set) var kind = Kind.unknown
  private(set) var after: Int64 = -1
  private(set) var upto: Int64 = -1

  init(_ bytes: UnsafeRawBufferPointer) {
    var cursor = Cursor(bytes: bytes, index: 0)
    guard cursor.take(UInt8(ascii: "{")) else { return }
    while let name = cursor.string(), cursor.take(UInt8(ascii: ":")) {
      if let text = cursor.string() {
        if name.elementsEqual("type".utf8) { kind = Self.kind(text) }
      } else if let number = cursor.number() {
        if name.elementsEqual("after".utf8) { after = number }
        if name.elementsEqual("upto".utf8) { upto = number }
      } else {
        return
      }
      guard cursor.take(UInt8(ascii: ",")) else { return }
    }
  }

  private static func kind(_ text: Slice<UnsafeRawBufferPointer>) -> Kind {
    // "comments" is nearly every frame: it is told by its length and first byte.
    if text.count == 8, text.first == UInt8(ascii: "c") { return .comments }
    return switch String(decoding: text, as: UTF8.self) {
    case "ack": .ack
    case "moderation": .moderation
    case "error": .error
    case "heartbeat": .heartbeat
    case "welcome": .welcome
    case "history_required": .historyRequired
    case "reactions": .reactions
    default: .other
    }
  }

  /// Reads JSON without white space, strings without escapes.
  private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var index: Int

    mutating func take(_ byte: UInt8) -> Bool {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
      return true
    }

    mutating func string() -> Slice<UnsafeRawBufferPointer>? {
      guard take(UInt8(ascii: "\"")) else { return nil }
      let start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
      defer { index += 1 }
      return index < bytes.count ? bytes[start..<index] : nil
    }

    mutating func number() -> Int64? {
      let start = index
      var value: Int64 = 0
      while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
        value = value &* 10 &+ Int64(digit)
        index += 1
      }
      return index > start ? value : nil
    }
  }
}
