/// When a comment was submitted, said at the beginning of its content: `@1764320000123456 `.
enum SubmitStamp {
  /// What precedes the number in a comment's JSON.
  static let mark = Array(#""content":"@"#.utf8)

  /// `content` with the time of now.
  static func stamped(_ content: String) -> String { "@\(Clock.wallMicroseconds()) \(content)" }

  /// Microseconds since 1970 from what follows the mark.
  static func microseconds(_ text: ArraySlice<UInt8>) -> Int64? {
    Int64(String(decoding: text.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self))
  }
}
