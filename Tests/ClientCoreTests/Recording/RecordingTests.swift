import LiveComments
import Testing

@testable import ClientCore

@Suite struct RecordingTests {
  private static func read(_ text: String) throws -> Recording { try Recording(Array(text.utf8)) }

  @Test("chat-downloader's array is read, and what has no text is skipped")
  func chatDownloader() throws {
    let recording = try Self.read(
      """
      [
      {"message_type": "text_message", "timestamp": 1590865172190236, "message": "Good [Luck]!",
       "author": {"id": "u_1", "name": "quiet_llama"}},
      {"message_type": "membership_item", "timestamp": 1590865172190236, "author": {"id": "u_3"}},
      {"timestamp": 1590865173690236, "message": "quote \\" and \\u00e9", "author": {"name": "n"}}
      ]
      """)
    #expect(recording.format == .chatDownloader)
    #expect(recording.skipped == 1)
    #expect(
      recording.comments == [
        RecordedComment(
          record: 1, offset: .zero, author: Author(userID: "u_1", userName: "quiet_llama"),
          content: "Good [Luck]!"),
        RecordedComment(
          record: 3, offset: .milliseconds(1_500), author: Author(userID: "n", userName: "n"),
          content: "quote \" and é"),
      ])
  }

  @Test("TwitchDownloader's object is read, deleted accounts included")
  func twitchDownloader() throws {
    let recording = try Self.read(
      """
      {"FileInfo":{"comments":"not these"},"streamer":{"name":"s","id":1},
       "comments":[
        {"_id":"a","created_at":"2023-01-01T00:00:10.5Z","content_offset_seconds":10.5,
         "commenter":{"display_name":"Ann","_id":"7"},
         "message":{"body":"hi","user_badges":[{"_id":"moderator"}]}},
        {"_id":"b","created_at":"2023-01-01T00:00:12Z","content_offset_seconds":12,
         "commenter":null,"message":{"body":"ho"}}],
       "video":{"length":20}}
      """)
    #expect(recording.format == .twitchDownloader)
    #expect(
      recording.comments == [
        RecordedComment(
          record: 1, offset: .zero, author: Author(userID: "7", userName: "Ann"), content: "hi",
          recordedID: "a"),
        RecordedComment(
          record: 2, offset: .milliseconds(1_500),
          author: Author(userID: "deleted", userName: "deleted account"), content: "ho",
          recordedID: "b"),
      ])
  }

  @Test("lines of tail --json are read; what was retracted later is left out")
  func tail() throws {
    let first = "0190f1a0-0000-7000-8000-000000000001"
    let second = "0190f1a0-0000-7000-8000-000000000002"
    let recording = try Self.read(
      """
      {"comment_id":"\(first)","state":"VISIBLE","user_id":"u","user_name":"U","content":"one",\
      "created_at":"2026-01-01T00:00:00.000Z","seq":1,"stream_id":"s","role":"viewer"}
      {"comment_id":"\(second)","state":"VISIBLE","user_id":"v","content":"two",\
      "created_at":"2026-01-01T00:00:01.000Z","reply_to":"\(first)"}

      {"comment_id":"\(first)","state":"DELETED"}
      """)
    #expect(recording.format == .tail)
    #expect(recording.skipped == 2)
    #expect(
      recording.comments == [
        RecordedComment(
          record: 2, offset: .seconds(1), author: Author(userID: "v", userName: "v"),
          content: "two", recordedID: second, recordedReplyTo: first)
      ])
  }

  @Test("lines of at, user and content are read; a time that runs backwards stands still")
  func lines() throws {
    let recording = try Self.read(
      "\u{FEFF}{\"at\":\"2026-01-01T00:00:02Z\",\"user\":\"a\",\"content\":\"1\"}\r\n"
        + "{\"at\":\"2026-01-01T00:00:01Z\",\"user\":\"b\",\"content\":\"2\"}\n"
        + "{\"at\":\"2026-01-01T00:00:04Z\",\"user\":\"c\",\"content\":\"3\"}")
    #expect(recording.format == .lines)
    #expect(recording.comments.map(\.offset) == [.zero, .zero, .seconds(2)])
    #expect(recording.comments.map(\.record) == [1, 2, 3])
  }

  @Test("seconds serve as times too")
  func secondsAsTimes() throws {
    let recording = try Self.read(
      """
      {"at":3.5,"user":"a","content":"1"}
      {"at":4,"user":"a","content":"2"}
      """)
    #expect(recording.comments.map(\.offset) == [.zero, .milliseconds(500)])
  }

  @Test(
    "a malformed file names the record and what is wrong",
    arguments: [
      ("", nil, "empty"),
      ("  \n ", nil, "empty"),
      ("hello", nil, "neither a JSON list nor a JSON object"),
      ("[]", nil, nil),
      ("[1", 1, "cut off"),
      ("[1]", 1, ""),
      ("[{\"message\":\"a\",\"author\":{\"name\":\"n\"}},]", 2, "no JSON"),
      (
        "[{\"message\":\"a\",\"author\":{\"name\":\"n\"}},{\"message\":7}]", 2,
        "message has the wrong type"
      ),
      ("[{\"message\":\"a\"}]", 1, "author.name is missing"),
      ("[{\"message\":\"a\",\"author\":{\"name\":\"n\"}} {\"message\":\"b\"}]", 1, "no comma"),
      ("[{\"message\":\"a\",\"author\":{\"name\":\"n\"}},{\"message\":\"b", 2, "does not end"),
      (
        "{\"at\":1,\"user\":\"a\",\"content\":\"x\"}\n\n{\"at\":1,\"user\":\"a\"}", 3,
        "content is missing"
      ),
      ("{\"at\":\"soon\",\"user\":\"a\",\"content\":\"x\"}", 1, "RFC 3339"),
      ("{\"at\":1,\"user\":\"a\",\"content\":\"x\"}\n{\"at\":1,", 2, "JSON"),
      ("{\"comments\":[{\"_id\":\"a\",\"message\":{}}]}", 1, "message.body is missing"),
      ("{\"comments\":[{\"_id\":\"a\",\"message\":{\"body\":\"b\"}},{\"_id\":", 2, "does not end"),
      ("{\"comments\":7}", nil, "no list"),
      ("{\"what\":\"ever\"}", 1, "none of the known formats"),
    ] as [(String, Int?, String?)])
  func malformed(text: String, record: Int?, reason: String?) {
    guard let reason else {
      #expect(throws: Never.self) { try Self.read(text) }
      return
    }
    let error = #expect(throws: MalformedRecording.self) { try Self.read(text) }
    #expect(error?.record == record)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "no error")")
  }

  @Test("the fingerprint tells files apart")
  func fingerprint() throws {
    let one = try Self.read("{\"at\":1,\"user\":\"a\",\"content\":\"x\"}")
    let same = try Self.read("{\"at\":1,\"user\":\"a\",\"content\":\"x\"}")
    let other = try Self.read("{\"at\":1,\"user\":\"a\",\"content\":\"y\"}")
    #expect(one.fingerprint == same.fingerprint)
    #expect(one.fingerprint != other.fingerprint)
  }
}
