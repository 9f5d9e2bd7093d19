import ClientTransport
import Foundation
import LiveComments
import TestSupport
import Testing

@Suite(.serialized) struct PostCommandTests {
  @Test("what cannot be posted is told clearly, with exit code 1, and the server is unmoved")
  func refusals() async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url().description
    let token = try await server.tokenFile("ann")
    let damaged = try server.directory.write("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", to: "damaged")
    let open = try server.directory.write("not even one", to: "nonsense")
    let cases: [(arguments: [String], says: [String])] = [
      (["hi"], ["token_missing", "--token-file"]),
      (["hi", "--token-file", damaged], ["token_invalid"]),
      (["hi", "--token-file", open], ["does not hold a token"]),
      (["hi", "--token-file", "/nonexistent"], ["/nonexistent", "No such file"]),
      (["", "--token-file", token], ["invalid", "no visible character"]),
      (["\u{200B}\u{2060}", "--token-file", token], ["invalid", "no visible character"]),
      ([String(repeating: "x", count: 501), "--token-file", token], ["invalid", "501"]),
      (["\u{1B}[31mred\u{1B}]0;title\u{07}", "--token-file", token], ["invalid", "U+001B"]),
      (["hi", "--reply-to", "nonsense", "--token-file", token], ["--reply-to"]),
      (
        ["hi", "--reply-to", "0190f1a0-0000-7000-8000-000000000001", "--token-file", token],
        ["unknown_comment"]
      ),
    ]
    for (arguments, says) in cases {
      let result = try await run("gavel", ["post", url] + arguments)
      #expect(result.code == 1, "\(arguments)")
      #expect(result.output == "", "\(arguments)")
      for word in says {
        #expect(result.errors.contains(word), "\(arguments): \(result.errors)")
      }
      // Nothing that was passed in reaches a terminal unsanitised.
      #expect(
        result.errors.unicodeScalars.allSatisfy {
          $0 == "\n" || $0.properties.generalCategory != .control
        },
        "\(arguments): \(result.errors.debugDescription)")
    }
    #expect(try await server.history().isEmpty)
    #expect(try await run("gavel", ["post", url, "still here", "--token-file", token]).code == 0)
    #expect(try await server.history().map(\.content) == ["still here"])
    #expect(try await server.drain() == 0)
  }

  @Test(
    "a URL that is none, or leads nowhere, is told so",
    arguments: [
      ("localhost:80/streams/a", "no scheme"), ("http://127.0.0.1:1/streams/a", "refused"),
      ("http://user:s3cret@h/streams/a", "--token-file"),
    ])
  func wrongURL(url: String, says: String) async throws {
    let result = try await run("gavel", ["post", url, "hi"])
    #expect(result.code == 1)
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(!result.errors.contains("s3cret"))
  }

  @Test("standard input can be posted, and a token that others can read is warned of")
  func standardInput() async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url().description
    let token = try await server.tokenFile("ann")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: token)
    let result = try await run(
      "gavel", ["post", url, "-", "--json", "--token-file", token], input: "two\nlines 🎉\n")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors.contains("chmod 600"))
    let comment = try WireCodec.decode(LiveComments.Comment.self, from: result.output.utf8)
    #expect(comment.content == "two lines 🎉")
    let tooMuch = try await run(
      "gavel", ["post", url, "-", "--token-file", token],
      input: String(repeating: "x", count: 100_000))
    #expect(tooMuch.code == 1)
    #expect(try await server.history().count == 1)
    #expect(try await server.drain() == 0)
  }

  @Test("30 posts at once by one user: a burst passes, the rest is told to wait, none is lost")
  func burst() async throws {
    let server = try ServerProgram()
    try await server.start(defaultLimits: true)
    let url = try server.url().description
    let token = try await server.tokenFile("ann")
    let results = try await withThrowingTaskGroup(of: (code: Int32, errors: String).self) { group in
      for number in 0..<30 {
        group.addTask {
          let result = try await run(
            "gavel", ["post", url, "post \(number)", "--token-file", token])
          return (result.code, result.errors)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let accepted = results.filter { $0.code == 0 }.count
    // A burst of five, and one a second while the programs start.
    #expect(accepted >= 5 && accepted < 30)
    for result in results where result.code != 0 {
      #expect(result.code == 1)
      #expect(result.errors.contains("rate_limited") && result.errors.contains("try again in"))
    }
    #expect(try await server.history().count == accepted)
    #expect(try await server.drain() == 0)
  }
}
