import ClientTransport
import Foundation
import LiveComments
import TestSupport
import Testing

@Suite(.serialized) struct TraceFileTests {
  private struct Line: Decodable {
    struct Link: Decodable { var span: String }

    var name: String
    var span: String
    var parent: String?
    var links: [Link]
    var start: UInt64
    var end: UInt64

    func continues(_ other: Line) -> Bool {
      parent == other.span || links.contains { $0.span == other.span }
    }
  }

  @Test("a comment's way can be followed in the trace file, from ingest to the viewer")
  func way() async throws {
    let server = try ServerProgram()
    let file = server.directory.path("trace.jsonl")
    try await server.start(traceFile: file)
    let token = try await server.token("ann")
    let http = try StreamHTTP(url: try server.url(), token: token)
    let tail = try ChildProgram(
      "gavel", ["tail", try server.url().description, "--json", "--all"])
    // The first may reach it with what it begins with; the last comes by fan-out.
    for number in 1...5 {
      _ = try await http.post(PostRequest(content: "xyzzy"), key: "k\(number)")
      try await eventually("the comment is there") {
        tail.standardOutput.count { $0 == "\n" } == number
      }
    }
    tail.signal(SIGTERM)
    _ = try await tail.end()
    #expect(try await server.drain() == 0)

    let text = try String(contentsOfFile: file, encoding: .utf8)
    for secret in ["xyzzy", "ann", token.rawValue] { #expect(!text.contains(secret)) }
    let lines = try text.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.allSatisfy { $0.start <= $0.end })
    let ingests = lines.filter { $0.name == "gavel.ingest" }
    #expect(ingests.count == 5)
    func next(_ name: String, after line: Line) throws -> Line {
      try #require(lines.first { $0.name == "gavel." + name && $0.continues(line) })
    }
    let last = try #require(ingests.max { $0.start < $1.start })
    let validate = try next("validate", after: last)
    let persist = try next("persist", after: validate)
    _ = try next("sequence", after: persist)
    _ = try next("fan-out", after: try next("publish", after: persist))
  }

  @Test("a trace file that cannot be written is said at once")
  func unwritable() async throws {
    let directory = try TemporaryDirectory()
    let result = try await run(
      "gavel-server",
      [
        "serve", "--port", "0", "--data", directory.path("data"), "--trace-file",
        directory.path("nowhere/trace"),
      ])
    #expect(result.code != 0)
    #expect(result.errors.contains("nowhere/trace cannot be written"))
  }
}
