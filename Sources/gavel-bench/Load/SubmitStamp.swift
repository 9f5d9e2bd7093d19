/// When a comment was submitted, said at the beginning of its content: `@1764320000123456 `.
enum SubmitStamp {
  /// What precedes the number in a comment's JSON.
  static let mark = Array(#""content":"@"#.utf8)

  /// `content` with the time of now.
  static func stamped(_ content: String) -> String { "@\(Clock.wallMicroseconds()) \(content)" }

  /// The time at the beginning of a message; nil where it does not say one.
  static func microseconds(ofMessage bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes.first == UInt8(ascii: "@") else { return nil }
    var value: Int64 = 0
    for byte in bytes.dropFirst() {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }

  /// Microseconds since 1970 from what follows the mark.
  static func microseconds(_ text: ArraySlice<UInt8>) -> Int64? {
    Int64(String(decoding: text.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self))
  }
}
