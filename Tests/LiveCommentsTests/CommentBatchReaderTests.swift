import Testing

@testable import LiveComments

@Suite struct CommentBatchReaderTests {
  private static let id = "0190163d-8694-739b-aea5-966c26f8ad91"

  private static func comment(_ change: (inout [String: String]) -> Void = { _ in }) -> String {
    var members = [
      "comment_id": "\"\(id)\"", "content": "\"hi\"", "created_at": "\"2026-01-31T23:59:59.5Z\"",
      "role": "\"viewer\"", "seq": "7", "state": "\"VISIBLE\"", "stream_id": "\"s\"",
      "user_id": "\"u\"", "user_name": "\"U\"",
    ]
    change(&members)
    return "{"
      + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
      .joined(separator: ",") + "}"
  }

  private static func frame(_ comments: String, rest: String = "") -> String {
    #"{"after":3,"comments":[\#(comments)],"latest_mod_seq":4,"type":"comments","upto":9\#(rest)}"#
  }

  private func quickly(_ text: String) -> ServerFrame.CommentBatch? {
    Array(text.utf8).withUnsafeBufferPointer(CommentBatchReader.read)
  }

  private func generally(_ text: String) -> ServerFrame? {
    try? WireCodec.decodeGenerally(ServerFrame.self, from: text.utf8)
  }

  @Test(
    "what is read quickly reads as it does generally",
    arguments: [
      frame(""),
      frame(comment()),
      frame(comment() + " ,\n\t" + comment { $0["seq"] = "8" }, rest: #","sampled_out":2"#),
      frame(comment { $0["content"] = #""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u0000b""# }),
      frame(comment { $0["content"] = "\"héllo 😀 \u{202E}x\"" }),
      frame(comment { $0["reply_to"] = "\"\(id)\"" }),
      frame(comment { $0["state"] = "\"SHADOW_BANNED\"" }),
      frame(comment { $0["role"] = "\"owner\"" }),
      frame(comment { $0["created_at"] = "\"2026-01-31T23:59:59.123456+02:00\"" }),
      frame(comment { $0["new"] = #"{"a":[1.5e-3,true,false,null,"x\n"],"b":{}}"# }),
      frame(
        comment {
          $0["moderation"] =
            #"{"actor":"m","action":"delete","reason":null,"at":"2026-01-31T23:59:59Z"}"#
        }),
      frame(
        comment {
          $0["moderation"] =
            #"{"action":"later","policy":"links","actor":null,"at":"2026-01-31T23:59:59Z","x":1}"#
        }),
    ])
  func readsAlike(text: String) throws {
    let batch = try #require(quickly(text))
    #expect(generally(text) == .comments(batch))
  }

  @Test(
    "what is not plainly a batch is left to the general decoder",
    arguments: [
      "", "{", "[]", "{}", "null", frame("") + "x",
      frame(comment()).replacing("\"type\"", with: "type"),
      #"{"type":"heartbeat","after":1,"upto":2,"latest_mod_seq":0,"comments":[]}"#,
      frame("", rest: #","upto":9"#),
      frame(comment { $0["seq"] = "7.0" }), frame(comment { $0["seq"] = "7e0" }),
      frame(comment { $0["seq"] = "07" }), frame(comment { $0["seq"] = "-1" }),
      frame(comment { $0["seq"] = "9007199254740992" }),
      frame(comment { $0["seq"] = "99999999999999999999" }),
      frame(comment { $0["state"] = "\"GONE\"" }), frame(comment { $0["role"] = "null" }),
      frame(comment { $0["content"] = #""\ud83d""# }),
      frame(comment { $0["content"] = "\"a\nb\"" }), frame(comment { $0["content"] = #""\x""# }),
      frame(comment { $0["comment_id"] = "\"\(id.uppercased())\"" }),
      frame(comment { $0["stream_id"] = "\"S\"" }),
      frame(comment { $0["created_at"] = "\"yesterday\"" }),
      frame(comment { $0["user_id"] = nil }), frame(comment { $0["reply_to"] = "null" }),
      frame(comment { $0["x"] = String(repeating: "[", count: 100_000) }),
      frame(comment() + ","), frame("1"),
    ])
  func givesUp(text: String) {
    #expect(quickly(text) == nil)
  }

  @Test("text that is not UTF-8 is left to the general decoder")
  func notUTF8() {
    var bytes = Array(Self.frame(Self.comment { $0["content"] = "\"abc\"" }).utf8)
    bytes[bytes.firstIndex(of: UInt8(ascii: "b")) ?? 0] = 0xC3
    #expect(bytes.withUnsafeBufferPointer(CommentBatchReader.read) == nil)
  }

  @Test("no damage makes the two readers differ", arguments: [UInt64(1), 2, 3])
  func damaged(seed: UInt64) {
    let whole = Array(
      Self.frame(
        Self.comment {
          $0["content"] = #""é\u00e9\ud83d\ude00""#
          $0["moderation"] =
            #"{"actor":"m","action":"delete","reason":"r","at":"2026-01-31T23:59:59Z"}"#
        } + "," + Self.comment(), rest: #","sampled_out":2"#
      ).utf8)
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array(#"{}[]",:\u0123456789eE.-+ tfnaZ"#.utf8) + [0xC3, 0xA9, 0xFF, 0x00, 0x0A]
    for _ in 0..<3_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(byte, at: place)
        default: bytes[place] = byte
        }
      }
      guard let batch = bytes.withUnsafeBufferPointer(CommentBatchReader.read) else { continue }
      let frame = try? WireCodec.decodeGenerally(ServerFrame.self, from: bytes)
      #expect(frame == .comments(batch), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
    }
  }
}
