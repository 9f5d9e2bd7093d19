import LiveComments
import ServerCore
import Testing

@Suite struct ModerationParsingTests {
  private let parser = ModerationParser(normalise: { $0 })

  private func parse(_ json: String) throws -> ModerationCommand {
    try parser.parse(try WireCodec.decode(ModerationRequest.self, from: json.utf8))
  }

  private static let first = CommentID.sample(1)
  private static let second = CommentID.sample(2)
  private static let purge: ModerationID = {
    var generator = SeededGenerator(seed: 1)
    return ModerationID(at: Timestamp(milliseconds: 1), using: &generator)
  }()

  @Test("each action is read from its JSON")
  func actions() throws {
    let ids = #""comment_ids":["\#(Self.first)","\#(Self.second)"]"#
    let one = #""comment_ids":["\#(Self.first)"]"#
    let table: [(String, ModerationCommand.Measure)] = [
      (#"{"action":"delete",\#(ids)}"#, .setState(.delete, [Self.first, Self.second])),
      (#"{"action":"restore",\#(ids)}"#, .setState(.restore, [Self.first, Self.second])),
      (#"{"action":"restore","moderation_id":"\#(Self.purge)"}"#, .restorePurge(Self.purge)),
      (#"{"action":"hold",\#(one)}"#, .setState(.hold, [Self.first])),
      (#"{"action":"approve",\#(one)}"#, .setState(.approve, [Self.first])),
      (#"{"action":"reject",\#(one)}"#, .setState(.reject, [Self.first])),
      (#"{"action":"purge_user","user_id":"u"}"#, .purge("u", seconds: nil)),
      (#"{"action":"purge_user","user_id":"u","seconds":60}"#, .purge("u", seconds: 60)),
      (#"{"action":"mute","user_id":"u"}"#, .mute("u", seconds: nil, everywhere: false)),
      (
        #"{"action":"mute","user_id":"u","duration_s":600,"scope":"*"}"#,
        .mute("u", seconds: 600, everywhere: true)
      ),
      (#"{"action":"unmute","user_id":"u"}"#, .unmute("u", everywhere: false)),
      (#"{"action":"unmute","user_id":"u","scope":"*"}"#, .unmute("u", everywhere: true)),
      (#"{"action":"shadow_ban","user_id":"u"}"#, .shadowBan("u")),
      (#"{"action":"lift_shadow_ban","user_id":"u"}"#, .liftShadowBan("u")),
      (#"{"action":"slow_mode","seconds":0}"#, .slowMode(seconds: 0)),
      (#"{"action":"lock"}"#, .lock),
      (#"{"action":"unlock"}"#, .unlock),
      (#"{"action":"pin",\#(one)}"#, .pin(Self.first)),
      (#"{"action":"unpin",\#(one)}"#, .unpin(Self.first)),
      (#"{"action":"set_level","level":"auto"}"#, .setLevel(.auto)),
      (#"{"action":"set_level","level":"hot"}"#, .setLevel(.fixed(.hot))),
    ]
    for (json, measure) in table {
      #expect(try parse(json).measure == measure, "\(json)")
    }
  }

  @Test(
    "what is wrong with a request is named",
    arguments: [
      (#"{"action":"ban","user_id":"u"}"#, "action"),
      (#"{"action":"set_rules"}"#, "action"),
      (#"{"action":"flag","comment_ids":["ID"]}"#, "action"),
      (#"{"action":7}"#, "action"),
      (#"{}"#, "action"),
      (#"{"action":"delete"}"#, "comment_ids"),
      (#"{"action":"delete","comment_ids":[]}"#, "comment_ids"),
      (#"{"action":"delete","comment_ids":"ID"}"#, "comment_ids"),
      (#"{"action":"delete","comment_ids":["x"]}"#, "comment_ids.0"),
      (#"{"action":"delete","comment_ids":["ID"],"user_id":"u"}"#, "user_id"),
      (#"{"action":"delete","comment_ids":["ID"],"moderation_id":"ID"}"#, "moderation_id"),
      (#"{"action":"restore"}"#, "comment_ids"),
      (#"{"action":"restore","comment_ids":["ID"],"moderation_id":"ID"}"#, "moderation_id"),
      (#"{"action":"restore","moderation_id":"nonsense"}"#, "moderation_id"),
      (#"{"action":"pin","comment_ids":["ID","OTHER"]}"#, "comment_ids"),
      (#"{"action":"purge_user"}"#, "user_id"),
      (#"{"action":"purge_user","user_id":""}"#, "user_id"),
      (#"{"action":"purge_user","user_id":"a\u0007b"}"#, "user_id"),
      (#"{"action":"purge_user","user_id":"u","seconds":0}"#, "seconds"),
      (#"{"action":"purge_user","user_id":"u","seconds":-5}"#, "seconds"),
      (#"{"action":"purge_user","user_id":"u","seconds":1.5}"#, "seconds"),
      (#"{"action":"purge_user","user_id":"u","duration_s":5}"#, "duration_s"),
      (#"{"action":"mute","user_id":"u","duration_s":0}"#, "duration_s"),
      (#"{"action":"mute","user_id":"u","duration_s":9223372036854775807}"#, "duration_s"),
      (#"{"action":"mute","user_id":"u","seconds":5}"#, "seconds"),
      (#"{"action":"mute","user_id":"u","scope":"all"}"#, "scope"),
      (#"{"action":"shadow_ban","user_id":"u","scope":"*"}"#, "scope"),
      (#"{"action":"slow_mode"}"#, "seconds"),
      (#"{"action":"slow_mode","seconds":-1}"#, "seconds"),
      (#"{"action":"slow_mode","seconds":86401}"#, "seconds"),
      (#"{"action":"lock","comment_ids":["ID"]}"#, "comment_ids"),
      (#"{"action":"set_level"}"#, "level"),
      (#"{"action":"set_level","level":"panic"}"#, "level"),
      (#"{"action":"lock","level":"hot"}"#, "level"),
      (#"{"action":"lock","reason":"a\u001b[2Jb"}"#, "reason"),
      (#"{"action":"lock","policy":"\u0000"}"#, "policy"),
    ])
  func invalid(_ json: String, _ field: String) {
    let json = json.replacing("OTHER", with: Self.second.rawValue)
      .replacing("ID", with: Self.first.rawValue)
    #expect {
      try parse(json)
    } throws: { error in
      (error as? Problem)?.code == .invalid && (error as? Problem)?.field == field
    }
  }

  @Test("256 comments are not too many, 257 are, and each is named once")
  func comments() throws {
    func request(_ count: Int) -> ModerationRequest {
      ModerationRequest(action: .delete, commentIDs: (0..<count).map(CommentID.sample))
    }
    #expect(try parser.parse(request(256)).commentIDs.count == 256)
    #expect(throws: Problem.self) { try parser.parse(request(257)) }
    let repeated = ModerationRequest(
      action: .delete, commentIDs: [Self.second, Self.first, Self.second])
    #expect(try parser.parse(repeated).commentIDs == [Self.second, Self.first])
  }

  @Test("a reason has a bound, loses its line breaks, and is none when empty")
  func reason() throws {
    func reason(_ text: String) throws -> String? {
      try parser.parse(ModerationRequest(action: .lock, reason: text)).reason
    }
    #expect(try reason("spam\r\nagain") == "spam again")
    #expect(try reason("") == nil)
    #expect(try reason(String(repeating: "x", count: 500))?.count == 500)
    #expect(throws: Problem.self) { try reason(String(repeating: "x", count: 501)) }
  }
}
