import Testing

@testable import LiveComments

@Suite struct ClientFrameReaderTests {
  private static let id = "0190163d-8694-739b-aea5-966c26f8ad91"

  private static func post(_ rest: String = "") -> String {
    #"{"content":"hi","key":"k","type":"post"\#(rest)}"#
  }

  private static func seen(_ rest: String = "") -> String {
    #"{"last_mod_seq":2,"last_seen_seq":7,"type":"seen"\#(rest)}"#
  }

  private func quickly(_ bytes: [UInt8]) -> ClientFrame? {
    bytes.withUnsafeBufferPointer(ClientFrameReader.read)
  }

  /// As frames are read that are not read quickly.
  private func generally(_ bytes: [UInt8]) -> ClientFrame? {
    try? WireCodec.decodeStrictly(ClientFrame.self, from: bytes, allowingFractions: false)
  }

  @Test(
    "what is read quickly reads as it does strictly",
    arguments: [
      post(), seen(), post(#","reply_to":"\#(id)""#),
      post(#","as":{"user_id":"u","user_name":"Ü \ud83d\ude00"}"#),
      post(#","as":{"user_name":"","user_id":"\u0000"} "#),
      #" { "type" : "post" , "key" : "" ,"content":"a\"\\\/\b\f\n\r\t\u00e9\u2028b" } "# + "\n",
      #"{"type":"post","key":"k","content":"héllo 😀 \u202e\#u{202E}x"}"#,
      #"{"type":"seen","last_seen_seq":9007199254740991,"last_mod_seq":0}"#,
    ])
  func readsAlike(text: String) throws {
    let bytes = Array(text.utf8)
    let frame = try #require(quickly(bytes))
    #expect(generally(bytes) == frame)
  }

  @Test(
    "what is not plainly one of the two is left to the strict decoder",
    arguments: [
      "", "{", "[]", "{}", "null", post() + "x", "\u{FEFF}" + post(),
      #"{"type":"hello"}"#, #"{"emoji":"🔥","type":"react"}"#,
      #"{"action":"delete","key":"k","type":"moderate"}"#,
      #"{"content":"hi","type":"post"}"#, #"{"key":"k","type":"post"}"#,
      #"{"content":"hi","key":"k"}"#, #"{"last_seen_seq":7,"type":"seen"}"#,
      post(#","key":"k""#), post(#","type":"post""#), post(#","content":"hi""#),
      post(#","new":1"#), post(#","new":{"a":1,"a":1}"#), post(#","last_seen_seq":7"#),
      post(#","last_mod_seq":1.0"#), seen(#","key":"k""#), seen(#","as":{}"#),
      post(#","reply_to":null"#), post(#","reply_to":"x""#), post(#","as":null"#),
      post(#","as":{"user_id":"u"}"#),
      post(#","as":{"user_id":"u","user_name":"U","role":"owner"}"#),
      post(#","as":{"user_id":"u","user_name":"U","user_id":"u"}"#),
      #"{"content":"\ud83d","key":"k","type":"post"}"#,
      #"{"content":"\ude00\ud83d","key":"k","type":"post"}"#,
      #"{"content":"\x","key":"k","type":"post"}"#,
      "{\"content\":\"a\nb\",\"key\":\"k\",\"type\":\"post\"}",
      #"{"content":1,"key":"k","type":"post"}"#, #"{"c\u006fntent":"hi","key":"k","type":"post"}"#,
      #"{"last_mod_seq":2,"last_seen_seq":7.0,"type":"seen"}"#,
      #"{"last_mod_seq":2,"last_seen_seq":7e0,"type":"seen"}"#,
      #"{"last_mod_seq":2,"last_seen_seq":07,"type":"seen"}"#,
      #"{"last_mod_seq":2,"last_seen_seq":-1,"type":"seen"}"#,
      #"{"last_mod_seq":2,"last_seen_seq":9007199254740992,"type":"seen"}"#,
      #"{"last_mod_seq":2,"last_seen_seq":99999999999999999999,"type":"seen"}"#,
    ])
  func givesUp(text: String) {
    #expect(quickly(Array(text.utf8)) == nil)
  }

  @Test(
    "text that is not UTF-8 is left to the strict decoder",
    arguments: [0xC3, 0xFF, 0xED] as [UInt8])
  func notUTF8(byte: UInt8) {
    var bytes = Array(Self.post().utf8)
    bytes[bytes.firstIndex(of: UInt8(ascii: "h")) ?? 0] = byte
    #expect(quickly(bytes) == nil)
  }

  @Test("no damage makes the two readers differ", arguments: [UInt64(1), 2, 3])
  func damaged(seed: UInt64) {
    let wholes = [
      Self.post(
        #","reply_to":"\#(Self.id)","as":{"user_id":"é","user_name":"\u00e9\ud83d\ude00"}"#),
      Self.post(), Self.seen(),
    ].map { Array($0.utf8) }
    // Members too, so that some are given twice, or to the other frame.
    var pieces = Array(#"{}[]",:\u0123456789eE.-+ tfnaZ"#.utf8).map { [$0] }
    pieces += [[0xC3], [0xA9], [0xFF], [0x00], [0x0A], [0xEF, 0xBB, 0xBF]]
    pieces += [
      #","key":"k""#, #","last_seen_seq":7"#, #""reply_to":null,"#, #","new":1.5"#, #"\ud83d"#,
      #","as":{}"#, #""type":"seen","#,
    ].map { Array($0.utf8) }
    var generator = SeededGenerator(seed: seed)
    var read = 0
    for _ in 0..<5_000 {
      var bytes = wholes.randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let piece = pieces.randomElement(using: &generator) ?? []
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(contentsOf: piece, at: place)
        default: bytes.replaceSubrange(place...place, with: piece)
        }
      }
      guard let frame = quickly(bytes) else { continue }
      read += 1
      #expect(generally(bytes) == frame, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(read > 50)
  }
}
