import ClientCore
import ClientTransport
import Foundation
import LiveComments
import TestSupport
import Testing

@Suite(.serialized) struct ModerateCommandTests {
  /// `gavel moderate` as a script runs it, by an owner, on one stream of a server.
  private struct Shell {
    let server: ServerProgram
    let url: String
    let tokenFile: String
    let http: StreamHTTP

    init() async throws {
      server = try ServerProgram()
      try await server.start()
      url = try server.url().description
      tokenFile = try await server.tokenFile("owner", .owner)
      http = try StreamHTTP(url: try server.url(), token: try await server.token("owner", .owner))
    }

    /// Posts as bob.
    func post(_ content: String) async throws -> LiveComments.Comment {
      let bob = try StreamHTTP(url: try server.url(), token: try await server.token("bob"))
      return try await bob.post(PostRequest(content: content), key: UUID().uuidString)
    }

    func run(
      _ arguments: [String], token: String? = nil, input: String = ""
    ) async throws -> (code: Int32, output: String, errors: String) {
      try await TestSupport.run(
        "gavel", ["moderate", url] + arguments + ["--token-file", token ?? tokenFile],
        input: input)
    }

    /// The lines that it prints; it must succeed.
    func lines(_ arguments: [String], input: String = "") async throws -> [String] {
      let result = try await run(arguments, input: input)
      #expect(result.code == 0 && result.errors == "", "\(arguments): \(result.errors)")
      return result.output.split(separator: "\n").map(String.init)
    }

    /// The event that an action prints, as one line.
    func event(_ action: ModerationAction, _ options: [String] = []) async throws
      -> ModerationEvent
    {
      let lines = try await lines([action.rawValue] + options)
      #expect(lines.count == 1, "\(action)")
      let event = try WireCodec.decode(ModerationEvent.self, from: (lines.first ?? "").utf8)
      #expect(event.action == action && event.actor == "owner")
      return event
    }
  }

  @Test("every action is done, prints its event, and is in the log with its reason")
  func actions() async throws {
    let shell = try await Shell()
    let a = try await shell.post("a").commentID.rawValue
    let b = try await shell.post("b").commentID.rawValue
    let both = ["--comment", a, "--comment", b]
    var events: [ModerationEvent] = []
    func act(_ action: ModerationAction, _ options: [String] = []) async throws
      -> ModerationEvent
    {
      events.append(try await shell.event(action, options))
      return events[events.count - 1]
    }

    let delete = try await act(.delete, both + ["--reason", "spam", "--policy", "house"])
    #expect(delete.targets?.map(\.state) == [.deleted, .deleted])
    #expect(delete.reason == "spam" && delete.policy == "house")
    #expect(try await shell.server.history().isEmpty)
    #expect(try await act(.restore, both).targets?.map(\.state) == [.visible, .visible])
    _ = try await act(.hold, both)
    #expect(try await shell.lines(["held"]).map { $0.prefix(36) } == [a[...], b[...]])
    let held = try await shell.lines(["held", "--json"])
    #expect(
      try held.map { try WireCodec.decode(LiveComments.Comment.self, from: $0.utf8).content }
        == ["a", "b"])
    _ = try await act(.approve, ["--comment", a])
    _ = try await act(.reject, ["--comment", b])
    _ = try await act(.pin, ["--comment", a])
    #expect(try await shell.http.state().pins.map(\.content) == ["a"])
    _ = try await act(.unpin, ["--comment", a])

    #expect(try await act(.mute, ["--user", "bob", "--duration", "10m"]).durationSeconds == 600)
    _ = try await act(.unmute, ["--user", "bob"])
    #expect(try await act(.mute, ["--user", "bob", "--scope", "*"]).scope == "*")
    _ = try await act(.unmute, ["--user", "bob", "--scope", "*"])
    _ = try await act(.shadowBan, ["--user", "bob"])
    let card = try await shell.lines(["user", "bob"])
    #expect(try WireCodec.decode(UserCard.self, from: card[0].utf8).isShadowBanned)
    _ = try await act(.liftShadowBan, ["--user", "bob"])
    let purge = try await act(.purgeUser, ["--user", "bob", "--seconds", "3600"])
    #expect(try await shell.server.history().isEmpty)
    let restore = try await act(.restore, ["--moderation", purge.moderationID.rawValue])
    #expect(restore.targets?.map(\.commentID.rawValue) == [a])

    _ = try await act(.slowMode, ["--seconds", "5"])
    #expect(try await shell.http.state().slowModeSeconds == 5)
    _ = try await act(.slowMode, ["--seconds", "0"])
    _ = try await act(.lock)
    #expect(try await shell.http.state().locked)
    let unlock = try await act(.unlock, ["--key", "once"])
    #expect(try await shell.event(.unlock, ["--key", "once"]) == unlock)
    #expect(try await act(.setLevel, ["--level", "hot"]).level == .fixed(.hot))
    _ = try await act(.setLevel, ["--level", "auto"])

    let log = try await shell.lines(["log", "--json"]).map {
      try WireCodec.decode(ModerationEvent.self, from: $0.utf8)
    }
    let human = log.filter { $0.actorKind == .human }
    #expect(human.map(Self.decision) == events.map(Self.decision))
    let text = try await shell.lines(["log"])
    #expect(text.count == log.count)
    #expect(text.first?.contains("owner deleted \(a), \(b): spam (house)") == true, "\(text)")
    let audit = try await run(
      "gavel-server", ["audit", "verify", "--data", shell.server.directory.path("data")])
    #expect(audit.code == 0, "\(audit.output)\(audit.errors)")
    #expect(try await shell.server.drain() == 0)
  }

  /// The event less its comments, which are as they are when it is read.
  private static func decision(_ event: ModerationEvent) -> ModerationEvent {
    var event = event
    event.comments = nil
    return event
  }

  @Test("the rules are set from a file or standard input, whole, and read back")
  func rules() async throws {
    let shell = try await Shell()
    let text = #"{"links":{"do":"hold","allow":["example.org"]}}"#
    let file = try shell.server.directory.write(text, to: "rules.json")
    let set = try await shell.lines(["rules", "set", file])
    #expect(set.count == 1)
    #expect(try await shell.lines(["rules", "get"]) == set)
    let document = try WireCodec.decode(RuleDocument.self, from: set[0].utf8)
    #expect(document["links"] == .hold && document["blocklist"] == .off)
    #expect(try await shell.post("see evil.com").state == .held)
    let off = try await shell.lines(["rules", "set", "-"], input: "{}")
    #expect(try WireCodec.decode(RuleDocument.self, from: off[0].utf8)["links"] == .off)
    for (text, says) in [
      (#"{"links":{"do":"maybe"}}"#, "links.do"), ("[]", "not a JSON object"),
      (String(repeating: " ", count: 70_000), "64 KiB"),
    ] {
      let result = try await shell.run(["rules", "set", "-"], input: text)
      #expect(result.code == 1 && result.errors.contains(says), "\(result.errors)")
    }
    #expect(try await shell.server.drain() == 0)
  }

  @Test("a log of more than one page is printed whole and in order")
  func longLog() async throws {
    let shell = try await Shell()
    let count = Limits.pageComments + 20
    let http = shell.http
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<8 {
        group.addTask {
          for number in stride(from: lane, to: count, by: 8) {
            _ = try await http.moderate(
              ModerationRequest(action: .unlock, reason: "\(number)"), key: "\(number)")
          }
        }
      }
      try await group.waitForAll()
    }
    let positions = try await shell.lines(["log", "--json"]).map {
      try WireCodec.decode(ModerationEvent.self, from: $0.utf8).modSeq.rawValue
    }
    #expect(positions == Array(1...Int64(count)))
    #expect(try await shell.server.drain() == 0)
  }

  @Test("what cannot be done is told with its code and what to do, and nothing is done")
  func refusals() async throws {
    let shell = try await Shell()
    let id = try await shell.post("hello").commentID.rawValue
    let viewer = try await shell.server.tokenFile("eve")
    let nowhere = "0190f1a0-0000-7000-8000-000000000001"
    let cases: [(arguments: [String], token: String?, says: [String])] = [
      (["delete", "--comment", id], viewer, ["forbidden", id, "gavel-server token"]),
      (["lock"], viewer, ["forbidden"]), (["log", "--json"], viewer, ["forbidden"]),
      (["held"], viewer, ["forbidden"]), (["user", "bob"], viewer, ["forbidden"]),
      (["rules", "get"], viewer, ["forbidden"]),
      (["delete", "--comment", nowhere], nil, ["unknown_comment", nowhere]),
      (["approve", "--comment", id], nil, ["conflict", id]),
      (["user", "nobody"], nil, ["unknown_user"]), (["user"], nil, ["one user_id"]),
      (["delete"], nil, ["invalid", "--comment"]),
      (["delete", "--comment", "x"], nil, ["--comment", "comment_id"]),
      (["delete", id], nil, ["--comment"]), (["mute"], nil, ["invalid", "--user"]),
      (["mute", "--user", "bob", "--duration", "10"], nil, ["--duration", "10m"]),
      (["mute", "--user", "\u{1B}[31mbob\u{7}"], nil, ["invalid", "U+001B"]),
      (["\u{1B}]0;x\u{7}lock"], nil, ["no action"]), (["lokc"], nil, ["did you mean lock"]),
      (["slow_mode"], nil, ["invalid", "--seconds"]),
      (["slow_mode", "--seconds", "x"], nil, ["--seconds"]),
      (["set_level", "--level", "warm"], nil, ["--level"]),
      (["lock", "--user", "bob"], nil, ["invalid", "--user"]),
      (["held", "--user", "bob"], nil, ["held has no use for --user"]),
      (["restore", "--moderation", nowhere], nil, ["invalid", "--moderation"]),
      (["lock", "--key", "a b"], nil, ["--key"]),
      (["rules", "set", "/nonexistent"], nil, ["/nonexistent"]),
    ]
    for (arguments, token, says) in cases {
      let result = try await shell.run(arguments, token: token)
      #expect(result.code == 1, "\(arguments)")
      #expect(result.output == "", "\(arguments)")
      for word in says {
        #expect(result.errors.contains(word), "\(arguments): \(result.errors)")
      }
      #expect(
        result.errors.unicodeScalars.allSatisfy {
          $0 == "\n" || $0.properties.generalCategory != .control
        },
        "\(arguments): \(result.errors.debugDescription)")
    }
    let anonymous = try await run("gavel", ["moderate", shell.url, "lock"])
    #expect(anonymous.code == 1 && anonymous.errors.contains("token_missing"))
    #expect(try await shell.lines(["log"]).isEmpty)
    _ = try await shell.event(.lock, ["--key", "k"])
    let reused = try await shell.run(["unlock", "--key", "k"])
    #expect(reused.code == 1 && reused.errors.contains("key_reused"))
    #expect(try await shell.server.drain() == 0)
  }
}
