import ClientTransport
import Foundation
import LiveComments
import TestSupport
import Testing

@Suite(.serialized) struct TailCommandTests {
  private func fill(_ server: ServerProgram, _ contents: [String], prefix: String = "k")
    async throws
  {
    let http = try StreamHTTP(url: try server.url(), token: try await server.token("ann"))
    for (number, content) in contents.enumerated() {
      _ = try await http.post(PostRequest(content: content), key: "\(prefix)\(number)")
    }
  }

  private func comments(_ output: String) throws -> [LiveComments.Comment] {
    try output.split(separator: "\n").map {
      try WireCodec.decode(LiveComments.Comment.self, from: $0.utf8)
    }
  }

  @Test("history is printed as JSON lines, from the beginning or the newest only")
  func history() async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url().description
    try await fill(server, (0..<30).map { "comment \($0)" })
    let history = try await server.history()
    let all = try await run("gavel", ["tail", url, "--json", "--all", "--no-follow"])
    #expect(all.code == 0)
    #expect(try comments(all.output) == history)
    let last = try await run("gavel", ["tail", url, "--json", "--last", "7", "--no-follow"])
    #expect(try comments(last.output) == history.suffix(7))
    let none = try await run("gavel", ["tail", url, "--last", "0", "--no-follow"])
    #expect(none.code == 0 && none.output == "")
    #expect(try await server.drain() == 0)
  }

  @Test("following from the beginning prints what was there and what comes, once and in order")
  func follow() async throws {
    let server = try ServerProgram()
    try await server.start()
    try await fill(server, (0..<40).map { "before \($0)" })
    let proxy = try await FaultyProxy.start(upstreamPort: server.port)
    let url = try server.url(port: proxy.port).description
    let tail = try ChildProgram("gavel", ["tail", url, "--json", "--all"])
    try await eventually("the history is printed") {
      tail.standardOutput.count { $0 == "\n" } == 40
    }
    try await fill(server, (0..<20).map { "live \($0)" }, prefix: "l")
    try await server.kill()
    proxy.cut()
    try await server.start()
    proxy.lead(to: server.port)
    try await fill(server, (0..<20).map { "later \($0)" }, prefix: "m")
    try await eventually("everything is printed") {
      tail.standardOutput.count { $0 == "\n" } >= 80
    }
    #expect(try comments(tail.standardOutput) == (try await server.history()))
    #expect(tail.standardError.contains("connected again"))
    tail.signal(SIGTERM)
    _ = try await tail.end()
    try await proxy.stop()
    #expect(try await server.drain() == 0)
  }

  @Test("nothing in a comment reaches a terminal, in lines or in JSON")
  func hostile() async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url().description
    // Control characters are refused at the door; these are what gets through it.
    let hostile = "a\u{202E}b\u{2066}c\u{200B}d\u{E0041}e\u{FEFF}f\u{2028}g\u{0300}\u{0301}h"
    try await fill(server, [hostile])
    let stored = try #require(try await server.history().first?.content)
    for arguments in [["--json"], []] {
      let result = try await run("gavel", ["tail", url, "--no-follow"] + arguments)
      #expect(result.code == 0)
      let categories: [Unicode.GeneralCategory] = [
        .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
      ]
      #expect(
        result.output.unicodeScalars.allSatisfy {
          $0 == "\n" || !categories.contains($0.properties.generalCategory)
        }, "\(result.output.debugDescription)")
    }
    let json = try await run("gavel", ["tail", url, "--no-follow", "--json"])
    #expect(try comments(json.output).first?.content == stored)
    #expect(try await server.drain() == 0)
  }

  @Test("a reader that has enough ends it quietly, though nothing more is posted")
  func brokenPipe() async throws {
    let server = try ServerProgram()
    try await server.start()
    try await fill(server, ["one", "two", "three"])
    let gavel = try BuiltProgram.path("gavel")
    let result = try await run(
      "/bin/sh",
      [
        "-c", "{ \"$0\" tail \"$1\"; echo code $? >&2; } | head -n 2", gavel,
        try server.url().description,
      ])
    #expect(result.output.split(separator: "\n").count == 2)
    #expect(result.errors == "code 0\n")
    #expect(try await server.drain() == 0)
  }

  @Test("a stream that may not be read, and a server that is not there, end it with a message")
  func failures() async throws {
    let server = try ServerProgram()
    try await server.start()
    let damaged = try server.directory.write("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", to: "damaged")
    let refused = try await run(
      "gavel", ["tail", try server.url().description, "--token-file", damaged])
    #expect(refused.code == 1)
    #expect(refused.errors.contains("token_invalid"), "\(refused.errors)")
    let nowhere = try await run("gavel", ["tail", "http://127.0.0.1:1/streams/a"])
    #expect(nowhere.code == 1)
    #expect(nowhere.errors.contains("refused"), "\(nowhere.errors)")
    #expect(try await server.drain() == 0)
  }
}

/// `gavel tail` as somebody with a screen reader uses it: on a terminal, with a token.
@Suite(.serialized) struct TailTypingTests {
  @Test(
    "a typed line is posted, answers and acknowledgements are lines, nothing is drawn",
    arguments: [("dumb", []), ("xterm-256color", ["--no-motion"])])
  func typing(_ type: String, _ options: [String]) async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url()
    let other = try StreamHTTP(url: url, token: try await server.token("bo"))
    let first = try await other.post(PostRequest(content: "anybody there?"), key: "b1")
    let terminal = try PseudoTerminal(
      URL(fileURLWithPath: BuiltProgram.path("gavel")),
      ["tail", url.description, "--token-file", try await server.tokenFile("ann")] + options,
      environment: ["TERM": type, "LANG": "C.UTF-8", "HOME": server.directory.path, "TZ": "UTC"])
    try terminal.waitForText("bo: anybody there?")
    try terminal.waitForText("/help says what else can be typed")
    terminal.type("hello from the line\n")
    try terminal.waitForText("gavel: sent")
    try terminal.waitForText("ann: hello from the line")
    terminal.type("/reply bo I am\n")
    try terminal.waitForText("ann (to bo): I am")
    terminal.type("/nonsense\n")
    try terminal.waitForText("there is no command /nonsense")
    terminal.type("one\ntwo\n")
    try terminal.waitForText("2 lines came at once")
    terminal.type("/drop\n")
    try terminal.waitForText("forgotten")
    terminal.type(String(repeating: "x", count: 600) + "\n")
    try terminal.waitForText("gavel: not sent:")
    let mark = terminal.output.count
    terminal.type("/discard\n")
    try terminal.waitForText("forgotten", since: mark)
    terminal.type("/quit\n")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(!terminal.output.contains(0x1B))
    #expect(terminal.modes == terminal.initialModes)
    let history = try await server.history()
    #expect(history.map(\.content) == ["anybody there?", "hello from the line", "I am"])
    #expect(history.last?.replyTo == first.commentID)
    #expect(try await server.drain() == 0)
  }

  @Test("Ctrl-D leaves; without a token the keyboard is left alone")
  func ends() async throws {
    let server = try ServerProgram()
    try await server.start()
    let url = try server.url().description
    for hasToken in [true, false] {
      let arguments = hasToken ? ["--token-file", try await server.tokenFile("ann")] : []
      let terminal = try PseudoTerminal(
        URL(fileURLWithPath: BuiltProgram.path("gavel")), ["tail", url] + arguments,
        environment: ["TERM": "dumb", "LANG": "C.UTF-8", "HOME": server.directory.path])
      if hasToken {
        try terminal.waitForText("type a line to post it")
        terminal.type("\u{4}")
        #expect(try terminal.waitForEnd() == .exit(0))
      } else {
        let poster = try StreamHTTP(url: try server.url(), token: try await server.token("bo"))
        _ = try await poster.post(PostRequest(content: "shown"), key: "s")
        try terminal.waitForText("bo: shown")
        terminal.send(SIGTERM)
        #expect(try terminal.waitForEnd() == .signal(SIGTERM))
      }
    }
    #expect(try await server.drain() == 0)
  }
}
