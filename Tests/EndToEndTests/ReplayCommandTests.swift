import ClientTransport
import Foundation
import LiveComments
import TestSupport
import Testing

@Suite(.serialized) struct ReplayCommandTests {
  /// One chat in every format that can be replayed.
  enum Format: CaseIterable {
    case twitchDownloader, chatDownloader, chatDownloaderLines, tail, lines

    static let contents = (0..<40).map { "line \($0) – ünïcode \"quoted\" 🎉 السلام" }

    var text: String {
      get throws {
        let records = try Self.contents.enumerated().map { try record($0, $1) }
        switch self {
        case .twitchDownloader: return "{\"comments\":[\n\(records.joined(separator: ",\n"))\n]}"
        case .chatDownloader: return "[\n\(records.joined(separator: ",\n"))\n]"
        case .chatDownloaderLines, .tail, .lines: return records.joined(separator: "\n") + "\n"
        }
      }
    }

    private func record(_ number: Int, _ content: String) throws -> String {
      let quoted = String(decoding: try JSONEncoder().encode(content), as: UTF8.self)
      let time = Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 100).rfc3339
      let user = "u\(number % 5)"
      switch self {
      case .twitchDownloader:
        return """
          {"_id":"id-\(number)","created_at":"\(time)","content_offset_seconds":\(Double(number) / 10),\
          "commenter":{"display_name":"\(user)","_id":"\(user)"},\
          "message":{"body":\(quoted),"user_badges":[]}}
          """
      case .chatDownloader, .chatDownloaderLines:
        return """
          {"timestamp":\(1_700_000_000_000_000 + number * 100_000),"message":\(quoted),\
          "author":{"id":"\(user)","name":"\(user)"}}
          """
      case .tail:
        return """
          {"comment_id":"0190f1a0-0000-7000-8000-\(String(100_000_000_000 + number))",\
          "content":\(quoted),"created_at":"\(time)","role":"viewer","seq":\(number + 1),\
          "state":"VISIBLE","stream_id":"x","user_id":"\(user)","user_name":"\(user)"}
          """
      case .lines:
        return "{\"at\":\"\(time)\",\"user\":\"\(user)\",\"content\":\(quoted)}"
      }
    }
  }

  @Test(
    "a chat in every format is played whole and in order, and once only", arguments: Format.allCases
  )
  func formats(format: Format) async throws {
    let server = try ServerProgram()
    try await server.start()
    let file = try server.directory.write(try format.text, to: "chat")
    let token = try await server.tokenFile("replayer", .service)
    let arguments = [
      "replay", try server.url().description, file, "--speed", "20", "--token-file", token,
    ]
    let first = try await run("gavel", arguments)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.errors.contains("40 accepted"), "\(first.errors)")
    let history = try await server.history()
    #expect(history.map(\.content) == Format.contents)
    #expect(history.map(\.userID.rawValue) == (0..<40).map { "u\($0 % 5)" })
    let second = try await run("gavel", arguments)
    #expect(second.code == 0)
    #expect(second.errors.contains("40 already there"), "\(second.errors)")
    #expect(try await server.history().count == 40)
    #expect(try await server.drain() == 0)
  }

  @Test("what the server refuses is reported, and the rest is played")
  func refusals() async throws {
    let server = try ServerProgram()
    try await server.start()
    let long = String(repeating: "x", count: 501)
    let file = try server.directory.write(
      """
      {"at":0,"user":"a","content":"one"}
      {"at":0,"user":"a","content":"\\u200b"}
      {"at":0,"user":"a","content":"\(long)"}
      {"at":0,"user":"a","content":"two"}
      """, to: "chat")
    let token = try await server.tokenFile("replayer", .service)
    let result = try await run(
      "gavel", ["replay", try server.url().description, file, "--token-file", token])
    #expect(result.code == 0)
    #expect(result.errors.contains("record 2 was refused"), "\(result.errors)")
    #expect(result.errors.contains("record 3 was refused"), "\(result.errors)")
    #expect(result.errors.contains("2 accepted, 2 refused (invalid)"), "\(result.errors)")
    #expect(try await server.history().map(\.content) == ["one", "two"])
    #expect(try await server.drain() == 0)
  }

  @Test("a malformed file, and a token that is no service's, post nothing")
  func failures() async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url().description
    let service = try await server.tokenFile("replayer", .service)
    let viewer = try await server.tokenFile("ann")
    let good = try server.directory.write("{\"at\":0,\"user\":\"a\",\"content\":\"x\"}", to: "good")
    let bad = try server.directory.write(
      "{\"at\":0,\"user\":\"a\",\"content\":\"x\"}\n{\"at\":0,\"user\":\"a\"}\n", to: "bad")
    let malformed = try await run("gavel", ["replay", url, bad, "--token-file", service])
    #expect(malformed.code == 1)
    #expect(malformed.errors.contains("record 2: content is missing"), "\(malformed.errors)")
    let forbidden = try await run("gavel", ["replay", url, good, "--token-file", viewer])
    #expect(forbidden.code == 1)
    #expect(forbidden.errors.contains("forbidden"), "\(forbidden.errors)")
    let anonymous = try await run("gavel", ["replay", url, good])
    #expect(anonymous.code == 1)
    #expect(anonymous.errors.contains("token_missing"), "\(anonymous.errors)")
    let missing = try await run("gavel", ["replay", url, "/nonexistent", "--token-file", service])
    #expect(missing.code == 1)
    #expect(try await server.history().isEmpty)
    #expect(try await server.drain() == 0)
  }

  @Test("a replay whose server is killed under it goes on without loss, order or repetition harmed")
  func restart() async throws {
    let server = try ServerProgram()
    try await server.start()
    let proxy = try await FaultyProxy.start(upstreamPort: server.port)
    let lines = (0..<2_000).map {
      "{\"at\":\(Double($0) / 1_000),\"user\":\"u\($0 % 9)\",\"content\":\"\($0)\"}"
    }
    let file = try server.directory.write(lines.joined(separator: "\n"), to: "chat")
    let token = try await server.tokenFile("replayer", .service)
    let replay = try ChildProgram(
      "gavel",
      ["replay", try server.url(port: proxy.port).description, file, "--token-file", token])
    try await eventually("the replay is under way") { try await server.history().count > 200 }
    try await server.kill()
    proxy.cut()
    try await server.start()
    proxy.lead(to: server.port)
    #expect(try await replay.end() == 0, "\(replay.standardError)")
    #expect(try await server.history().map(\.content) == (0..<2_000).map(String.init))
    try await proxy.stop()
    #expect(try await server.drain() == 0)
  }

  @Test("a replay whose server falls silent makes another connection")
  func silence() async throws {
    let server = try ServerProgram(heartbeat: 1)
    try await server.start()
    let proxy = try await FaultyProxy.start(upstreamPort: server.port)
    let lines = (0..<400).map {
      "{\"at\":\(Double($0) / 200),\"user\":\"u\",\"content\":\"\($0)\"}"
    }
    let file = try server.directory.write(lines.joined(separator: "\n"), to: "chat")
    let token = try await server.tokenFile("replayer", .service)
    let replay = try ChildProgram(
      "gavel",
      ["replay", try server.url(port: proxy.port).description, file, "--token-file", token])
    try await eventually("the replay is under way") { try await server.history().count > 20 }
    proxy.become(.stalled)
    try await eventually("it notices") { replay.standardError.contains("fallen silent") }
    proxy.become(.clear)
    #expect(try await replay.end() == 0, "\(replay.standardError)")
    #expect(try await server.history().map(\.content) == (0..<400).map(String.init))
    try await proxy.stop()
    #expect(try await server.drain() == 0)
  }
}
