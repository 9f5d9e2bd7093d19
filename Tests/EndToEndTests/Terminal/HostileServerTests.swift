import Foundation
import TerminalGrid
import TestSupport
import Testing

/// What the real programs let through of a server that wants to get at the terminal.
@Suite struct HostileServerTests {
  private static let size = TerminalSize(columns: 100, rows: 70)
  private static let lastComment = "the last comment"

  /// A server that has a hostile page and refuses everything else in hostile words.
  private static func pages() async throws -> CannedServer {
    try await CannedServer.start { request in
      if request.hasPrefix("GET /streams/s/comments?") {
        return CannedServer.Answer(
          "200 OK", "application/json", Array(HostileCorpus.page(stream: "s").utf8))
      }
      return Self.refusal
    }
  }

  private static let refusal = CannedServer.Answer(
    "403 Forbidden", "application/problem+json", Array(HostileCorpus.problem.utf8))

  private func watch(
    _ url: String, _ arguments: [String] = [], configuration: TemporaryDirectory? = nil
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      URL(fileURLWithPath: try BuiltProgram.path("gavel")), ["watch", url] + arguments,
      environment: [
        "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLORTERM": "truecolor",
        // Nothing can be made there.
        "HOME": "/dev/null", "PATH": "/usr/bin:/bin",
        "XDG_CONFIG_HOME": configuration?.path("") ?? "/dev/null",
      ], columns: Self.size.columns, rows: Self.size.rows)
  }

  /// Expects that a terminal got the program's own sequences and harmless text, and is left as it
  /// was.
  private func expectHarmless(
    _ terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let screen = terminal.screen(Self.size)
    #expect(screen.unexpected.isEmpty, "\(screen.unexpected)", sourceLocation: sourceLocation)
    #expect(screen.modes.isEmpty && !screen.isAlternate, sourceLocation: sourceLocation)
    #expect(terminal.modes == terminal.initialModes, sourceLocation: sourceLocation)
    #expect(String(validating: terminal.output, as: UTF8.self) != nil, "8-bit controls")
    expectNoDisguise(
      String(decoding: terminal.output, as: UTF8.self), except: ["\u{1B}", "\r", "\n"],
      sourceLocation: sourceLocation)
  }

  /// Expects lines of plain text.
  private func expectPlain(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectNoDisguise(text, except: ["\n"], sourceLocation: sourceLocation)
  }

  private func expectNoDisguise(
    _ text: String, except own: Set<Unicode.Scalar>, sourceLocation: SourceLocation
  ) {
    let found = Set(
      text.unicodeScalars.filter { scalar in
        guard !own.contains(scalar) else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
          return true
        // What makes ❤ an emoji is kept, and changes a glyph alone.
        default: return scalar.properties.isDefaultIgnorableCodePoint && scalar != "\u{FE0F}"
        }
      })
    #expect(
      found.isEmpty, "\(found.map { String($0.value, radix: 16) })", sourceLocation: sourceLocation)
  }

  @Test("comments, names and a server's words change nothing but cells")
  func watching() async throws {
    let server = try await Self.pages()
    let terminal = try watch("http://127.0.0.1:\(server.port)/streams/s")
    try terminal.wait(for: Self.lastComment) {
      terminal.screen(Self.size).text.contains(Self.lastComment)
    }
    // What the texts said can be read; what would be done is not.
    #expect(terminal.screen(Self.size).text.contains("�]0;owned�"))
    #expect(terminal.screen(Self.size).text.contains("�]52;c;b3duZWQ=�"))
    // The panes and the selection show the same texts, and the server's.
    terminal.type("ckkkUgG")
    try terminal.wait(for: "the connection's pane") {
      terminal.screen(Self.size).text.contains("Connection")
    }
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    expectHarmless(terminal)
    try await server.stop()
  }

  @Test("a server that refuses to be read does so harmlessly")
  func refused() async throws {
    let server = try await CannedServer.start { _ in Self.refusal }
    let terminal = try watch("http://127.0.0.1:\(server.port)/streams/s")
    try terminal.wait(for: "the refusal") {
      terminal.screen(Self.size).text.contains("refused �]0;owned�")
    }
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    expectHarmless(terminal)
    try await server.stop()
  }

  @Test("tail prints lines of plain text, and JSON that is harmless to look at")
  func tailing() async throws {
    let server = try await Self.pages()
    let url = "http://127.0.0.1:\(server.port)/streams/s"
    for arguments in [["--last", "100"], ["--last", "100", "--json"]] {
      let result = try await run("gavel", ["tail", url, "--no-follow"] + arguments)
      #expect(result.code == 0, "\(result.errors)")
      expectPlain(result.output)
      let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == HostileCorpus.texts.count + 2, "one line for each, none broken")
      #expect(result.output.contains(Self.lastComment))
    }
    let following = try await run("gavel", ["tail", url, "--last", "100"])
    #expect(following.code == 1)
    expectPlain(following.output)
    expectPlain(following.errors)
    try await server.stop()
  }

  @Test("problems of the server's are told in plain lines")
  func problems() async throws {
    let server = try await CannedServer.start { _ in Self.refusal }
    let url = "http://127.0.0.1:\(server.port)/streams/s"
    for arguments in [
      ["tail", url, "--no-follow"], ["tail", url, "--all"], ["post", url, "hello"],
      ["moderate", url, "lock"], ["moderate", url, "log"], ["moderate", url, "held"],
      ["moderate", url, "user", "u1"], ["moderate", url, "rules", "get"],
    ] {
      let result = try await run("gavel", arguments)
      #expect(result.code == 1)
      #expect(result.errors.contains("so there"), "\(arguments): \(result.errors)")
      expectPlain(result.output)
      expectPlain(result.errors)
    }
    try await server.stop()
  }

  @Test("arguments, names and files are told in plain lines")
  func arguments() async throws {
    let hostile = "\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}x"
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: directory.path("gavel/themes"), withIntermediateDirectories: true)
    let escaped = #"\u001b]0;owned\u0007\u009b2J\u202e"#
    try directory.write(
      """
      "\(escaped)" = 1
      [servers."\(escaped)"]
      [keys.live]
      "\(escaped)" = "x"
      help = "\(escaped)"
      [servers.s]
      url = "\(escaped)"
      """, to: "gavel/config.toml")
    try directory.write(
      "description = \"\(escaped)\"\ninherits = \"dark\"\n", to: "gavel/themes/named.toml")
    try directory.write("\"\(escaped)\" = 1\n", to: "gavel/themes/broken.toml")
    try directory.write("{\"\(escaped)\":1}\nnot \(hostile) json\n", to: "chat.jsonl")
    let environment = ["XDG_CONFIG_HOME": directory.path("")]
    for arguments in [
      ["tail", "http://127.0.0.1:1/streams/\(hostile)"], ["tail", hostile],
      ["tail", "gopher://\(hostile)"],
      ["themes"], ["themes", "broken"], ["themes", "named"], ["themes", hostile], ["keys"],
      ["config", "check"], ["config", "check", "/\(hostile)"], ["moderate", "s", hostile],
      ["post", "s", hostile, "--token-file", hostile], [hostile], ["tail", "--\(hostile)"],
      ["replay", "http://127.0.0.1:1/streams/s", directory.path("chat.jsonl")],
      ["replay", "http://127.0.0.1:1/streams/s", hostile],
    ] {
      let child = try ChildProgram("gavel", arguments, environment: environment)
      child.closeInput()
      _ = try await child.end()
      expectPlain(child.standardOutput)
      expectPlain(child.standardError)
    }
  }

  @Test("a hostile configuration and its themes reach the screen as text")
  func configured() async throws {
    let server = try await Self.pages()
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: directory.path("gavel/themes"), withIntermediateDirectories: true)
    let escaped = #"\u001b]0;owned\u0007\u009b2J\u202e"#
    try directory.write("\"\(escaped)\" = 1\ntheme = \"loud\"\n", to: "gavel/config.toml")
    try directory.write(
      "name = \"\(escaped)loud\"\ninherits = \"dark\"\n", to: "gavel/themes/loud.toml")
    let terminal = try watch(
      "http://127.0.0.1:\(server.port)/streams/s", configuration: directory)
    try terminal.wait(for: "the notice of the configuration") {
      terminal.screen(Self.size).text.contains("config.toml: �]0;owned�")
    }
    terminal.type(":theme loud\r")
    try terminal.wait(for: "the theme's name") {
      terminal.screen(Self.size).text.contains("theme: �]0;owned��2Jloud")
    }
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    expectHarmless(terminal)
    try await server.stop()
  }
}
