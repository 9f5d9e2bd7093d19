import LiveComments
import Testing

@Suite struct FrameCodingTests {
  private static let id = "0190163d-8694-739b-aea5-966c26f8ad91"
  private static let comment = """
    {"comment_id":"\(id)","content":"hi","created_at":"2026-01-31T23:59:59.000Z","role":"viewer",\
    "seq":7,"state":"VISIBLE","stream_id":"s","user_id":"u","user_name":"U"}
    """
  private static let event = """
    {"action":"delete","at":"2026-01-31T23:59:59.000Z","mod_seq":4,"moderation_id":"\(id)",\
    "targets":[{"comment_id":"\(id)","seq":7,"state":"DELETED"}]}
    """
  private static let state = """
    {"level":"normal","locked":false,"pins":[],"reactions":{},"slow_mode_s":0,"viewers":3}
    """

  @Test(
    "every server frame is read and written as the contract has it",
    arguments: [
      """
      {"connection_id":"c","epoch":"e","heartbeat_ms":15000,"latest_mod_seq":4,"latest_seq":7,\
      "reason":"epoch","resume":"reset","state":\(state),"stream_id":"s","type":"welcome",\
      "you":{"role":"viewer","user_id":"u","user_name":"U"}}
      """,
      """
      {"after":3,"comments":[\(comment)],"latest_mod_seq":4,"sampled_out":2,"type":"comments",\
      "upto":9}
      """,
      #"{"after":3,"events":[\#(event)],"type":"moderation","upto":4}"#,
      #"{"comments":{"\#(id)":{"👍":3}},"counts":{"🔥":1200},"type":"reactions","window_ms":500}"#,
      """
      {"comments_per_s":2.5,"latest_mod_seq":4,"level":"hot","locked":true,"reason":"why",\
      "slow_mode_s":5,"type":"status","viewers":3}
      """,
      """
      {"at":"2026-01-31T23:59:59.000Z","latest_mod_seq":4,"latest_seq":7,"type":"heartbeat"}
      """,
      #"{"comment_id":"\#(id)","key":"k","seq":7,"state":"HELD","type":"ack"}"#,
      #"{"key":"k","mod_seq":4,"moderation_id":"\#(id)","type":"ack"}"#,
      """
      {"code":"slow_mode","key":"k","message":"wait","retry_after_ms":1500,"temporary":true,\
      "type":"error"}
      """,
      #"{"after":3,"plane":"moderation","type":"history_required","upto":4}"#,
      #"{"after_ms":250,"type":"reconnect"}"#,
    ])
  func serverFrames(json: String) throws {
    let frame = try WireCodec.decode(ServerFrame.self, from: json.utf8)
    #expect(String(decoding: try WireCodec.encode(frame), as: UTF8.self) == json)
  }

  @Test(
    "every client frame is read and written as the contract has it",
    arguments: [
      #"{"type":"hello"}"#,
      #"{"epoch":"e","last_mod_seq":0,"last_seen_seq":0,"token":"t","type":"hello"}"#,
      #"{"after":3,"plane":"comments","type":"catch_up","upto":9}"#,
      """
      {"as":{"user_id":"u","user_name":"U"},"content":"hi","key":"k","reply_to":"\(id)",\
      "type":"post"}
      """,
      """
      {"action":"mute","duration_s":60,"key":"k","reason":"spam","scope":"*","type":"moderate",\
      "user_id":"u"}
      """,
      #"{"comment_id":"\#(id)","count":3,"emoji":"🔥","type":"react"}"#,
      #"{"last_mod_seq":4,"last_seen_seq":7,"type":"seen"}"#,
    ])
  func clientFrames(json: String) throws {
    let frame = try WireCodec.decode(ClientFrame.self, from: json.utf8)
    #expect(String(decoding: try WireCodec.encode(frame), as: UTF8.self) == json)
  }

  @Test("a frame of an unknown type is told from a broken one")
  func unknownType() throws {
    let frame = try WireCodec.decode(ServerFrame.self, from: #"{"type":"shine"}"#.utf8)
    #expect(frame == .unknown(type: "shine"))
    #expect(throws: Problem.self) {
      try WireCodec.decode(ClientFrame.self, from: #"{"type":"shine"}"#.utf8)
    }
  }

  @Test(
    "a broken frame names the member at fault",
    arguments: [
      (#"{"type":"post","key":"k"}"#, "content"),
      (#"{"type":"post","key":7,"content":"x"}"#, "key"),
      (#"{"type":"catch_up","plane":"comments","after":9,"upto":3}"#, "upto"),
      (#"{"type":"catch_up","plane":"comments","after":-1,"upto":3}"#, "after"),
      (#"{"type":"catch_up","plane":"all","after":1,"upto":3}"#, "plane"),
      (#"{"type":"hello","epoch":"e"}"#, "epoch"),
      (#"{"type":"seen","last_seen_seq":9007199254740992,"last_mod_seq":0}"#, "last_seen_seq"),
      (#"{"type":"react","emoji":"x","comment_id":"nope"}"#, "comment_id"),
    ])
  func namesTheMember(json: String, field: String) {
    let problem = #expect(throws: Problem.self) {
      try WireCodec.decode(ClientFrame.self, from: json.utf8)
    }
    #expect(problem?.code == .invalid)
    #expect(problem?.field == field)
  }

  @Test("a problem carries its code, status and details as RFC 9457 has it")
  func problems() throws {
    let problem = Problem(
      .rateLimited, "slow down", field: "content", retryAfterMilliseconds: 1_200)
    let json = String(decoding: try WireCodec.encode(problem), as: UTF8.self)
    #expect(json.contains(#""status":429"#))
    #expect(json.contains(#""code":"rate_limited""#))
    #expect(try WireCodec.decode(Problem.self, from: json.utf8) == problem)
  }

  @Test(
    "a close code says what to do",
    arguments: [
      (UInt16(1001), CloseCode.Advice.resume), (1012, .resume), (4000, .resume), (4001, .resume),
      (4002, .resume), (4003, .resume), (4099, .resume), (4100, .joinAfresh),
      (4199, .joinAfresh), (4400, .stop), (4401, .stop), (4403, .stop), (4408, .stop),
      (4429, .stop), (4499, .stop), (1006, .resume), (4500, .resume),
    ])
  func closeCodes(code: UInt16, advice: CloseCode.Advice) {
    #expect(CloseCode(rawValue: code).advice == advice)
  }

  @Test(
    "what is wrong with a value is said in the wire's words, not in those of its types",
    arguments: [
      #"{"type":"post","key":"k","content":"a","reply_to":"x"}"#,
      #"{"type":"catch_up","plane":"x","after":0,"upto":1}"#,
      #"{"type":"hello","epoch":"not one","last_seen_seq":0,"last_mod_seq":0}"#,
    ])
  func words(text: String) throws {
    let problem = try #require(throws: Problem.self) {
      try WireCodec.decode(ClientFrame.self, from: text.utf8)
    }
    #expect(problem.code == .invalid)
    #expect(problem.detail == "\(problem.field ?? "nothing"): this value is not allowed")
  }
}

@Suite struct StrictReadingTests {
  @Test(
    "what two readers could read differently is refused, and named",
    arguments: [
      (#"{"type":"post","key":"k","content":"a","content":"b"}"#, "content"),
      (#"{"type":"post","key":"k","content":"a","\u0063ontent":"b"}"#, "content"),
      (
        #"{"type":"post","key":"k","content":"a","as":{"user_id":"u","user_id":"v"}}"#, "as.user_id"
      ),
      (#"{"type":"seen","last_seen_seq":7.0,"last_mod_seq":0}"#, "last_seen_seq"),
      (#"{"type":"seen","last_seen_seq":7,"last_mod_seq":1e3}"#, "last_mod_seq"),
      (#"{"type":"seen","x":[1,{"y":1.5}],"last_seen_seq":7,"last_mod_seq":0}"#, "x.1.y"),
    ])
  func refused(json: String, field: String) throws {
    let problem = try #require(throws: Problem.self) {
      try WireCodec.decodeStrictly(ClientFrame.self, from: json.utf8)
    }
    #expect(problem.code == .invalid)
    #expect(problem.field == field)
  }

  @Test(
    "what is no object at all is answered with what to send",
    arguments: ["", "[]", "7", "{", "hello", #"{"type":"seen"}}"#])
  func notAnObject(_ text: String) throws {
    let problem = try #require(throws: Problem.self) {
      try WireCodec.decodeStrictly(ClientFrame.self, from: text.utf8)
    }
    #expect(problem.code == .invalid && problem.field == nil)
    #expect(problem.detail.hasSuffix(": send one JSON object"))
  }

  @Test("what nests without end is refused before it is decoded")
  func nesting() throws {
    let text = #"{"type":"hello","x":"# + String(repeating: "[", count: 16_000)
    let problem = try #require(throws: Problem.self) {
      try WireCodec.decodeStrictly(ClientFrame.self, from: text.utf8)
    }
    #expect(problem.detail.hasSuffix("is nested too deeply"))
  }

  @Test("members that nobody knows, white space and fractions where they belong are no fault")
  func accepted() throws {
    let json =
      #" { "type" : "seen", "last_seen_seq":7,"x":{"a":null,"b":[true,"\n"]},"last_mod_seq":0 } "#
    #expect(
      try WireCodec.decodeStrictly(ClientFrame.self, from: json.utf8)
        == .seen(lastSeenSeq: 7, lastModSeq: 0))
    #expect(
      try WireCodec.decodeStrictly([Double].self, from: "[0.5,1e3]".utf8, allowingFractions: true)
        == [0.5, 1_000])
  }
}
