import ClientTransport
import LiveComments
import TestSupport
import Testing

@Suite(.serialized) struct ReactCommandTests {
  @Test("a script reacts to the stream and to a comment; what is wrong is told, with exit code 1")
  func reacting() async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url().description
    let token = try await server.tokenFile("ann")
    #expect(try await run("gavel", ["post", url, "goal!", "--token-file", token]).code == 0)
    let comment = try #require(try await server.history().first)
    let good: [[String]] = [
      ["🔥", "--count", "3"], ["❤", "--comment", comment.commentID.rawValue],
    ]
    for arguments in good {
      let result = try await run("gavel", ["react", url] + arguments + ["--token-file", token])
      #expect(result.code == 0, "\(arguments): \(result.errors)")
      #expect(result.output == "" && result.errors == "")
    }
    let bad: [(arguments: [String], says: String)] = [
      (["fire", "--token-file", token], "one emoji"),
      (["🔥", "--count", "51", "--token-file", token], "1 to 50"),
      (["🔥", "--comment", "nonsense", "--token-file", token], "--comment"),
      (
        ["🔥", "--comment", "0190f1a0-0000-7000-8000-000000000001", "--token-file", token],
        "unknown_comment"
      ),
      (["🔥"], "token_missing"),
    ]
    for (arguments, says) in bad {
      let result = try await run("gavel", ["react", url] + arguments)
      #expect(result.code == 1, "\(arguments)")
      #expect(result.errors.contains(says), "\(arguments): \(result.errors)")
    }
    let http = try StreamHTTP(url: server.url(), token: nil)
    try await eventually("the totals are there") { try await http.state().reactions == ["🔥": 3] }
    #expect(try await server.drain() == 0)
    try await server.start()
    let after = try StreamHTTP(url: server.url(), token: nil)
    #expect(try await after.state().reactions == ["🔥": 3])
  }
}
