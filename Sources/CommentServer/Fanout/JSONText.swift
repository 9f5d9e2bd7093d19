import LiveComments
import NIOCore

/// Writes JSON by hand where the wire is hot: comments, envelopes and acks, which Foundation's
/// encoder would take some twenty times as long for.
extension ByteBuffer {
  /// A JSON string, quoted and escaped (RFC 8259 §7).
  mutating func writeJSON(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      writeInteger(UInt8(ascii: "\""))
      var start = utf8.startIndex
      for index in utf8.indices where Self.needsEscape(utf8[index]) {
        writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[start..<index]))
        writeEscape(of: utf8[index])
        start = index + 1
      }
      writeBytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[start...]))
      writeInteger(UInt8(ascii: "\""))
    }
  }

  /// A decimal integer.
  mutating func writeJSON(_ number: Int64) {
    writeString(String(number))
  }

  mutating func writeJSON<Plane>(_ position: Position<Plane>) {
    writeJSON(position.rawValue)
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func writeEscape(of byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): writeStaticString("\\\"")
    case UInt8(ascii: "\\"): writeStaticString("\\\\")
    case UInt8(ascii: "\n"): writeStaticString("\\n")
    default:
      let digits = String(byte, radix: 16)
      writeStaticString(digits.utf8.count == 1 ? "\\u000" : "\\u00")
      writeString(digits)
    }
  }
}

extension ByteBuffer {
  /// A comment as §5.1 of the design writes it.
  mutating func writeJSON(_ comment: Comment) {
    writeStaticString("{\"stream_id\":")
    writeJSON(comment.streamID.rawValue)
    writeStaticString(",\"seq\":")
    writeJSON(comment.seq)
    writeStaticString(",\"comment_id\":")
    writeJSON(comment.commentID.rawValue)
    writeStaticString(",\"user_id\":")
    writeJSON(comment.userID.rawValue)
    writeStaticString(",\"user_name\":")
    writeJSON(comment.userName)
    writeStaticString(",\"role\":")
    writeJSON(comment.role.rawValue)
    writeStaticString(",\"content\":")
    writeJSON(comment.content)
    writeStaticString(",\"created_at\":")
    writeJSON(comment.createdAt.rfc3339)
    writeStaticString(",\"state\":")
    writeJSON(comment.state.rawValue)
    if let replyTo = comment.replyTo {
      writeStaticString(",\"reply_to\":")
      writeJSON(replyTo.rawValue)
    }
    if let moderation = comment.moderation { writeJSON(moderation) }
    writeStaticString("}")
  }

  private mutating func writeJSON(_ moderation: Comment.Moderation) {
    writeStaticString(",\"moderation\":{\"action\":")
    writeJSON(moderation.action.rawValue)
    writeStaticString(",\"at\":")
    writeJSON(moderation.at.rfc3339)
    writeStaticString(",\"actor\":")
    writeJSON(orNull: moderation.actor?.rawValue)
    writeStaticString(",\"reason\":")
    writeJSON(orNull: moderation.reason)
    if let policy = moderation.policy {
      writeStaticString(",\"policy\":")
      writeJSON(policy)
    }
    writeStaticString("}")
  }

  private mutating func writeJSON(orNull text: String?) {
    if let text { writeJSON(text) } else { writeStaticString("null") }
  }
}
