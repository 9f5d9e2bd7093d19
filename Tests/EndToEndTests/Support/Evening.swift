import Foundation
import TerminalGrid
import TestSupport
import Testing

/// A server with a stream, its tokens, and everything in a directory of its own.
final class Evening {
  let directory: TemporaryDirectory
  private(set) var server: ChildProgram
  let port: String

  init() async throws {
    directory = try TemporaryDirectory()
    server = try Self.serve(directory, port: "0")
    port = try await Self.port(of: server)
    for (user, role) in [("alice", "viewer"), ("bob", "viewer"), ("ada", "moderator")] {
      let token = try await run(
        "gavel-server",
        [
          "token", "--user", user, "--role", role, "--stream", "launch", "--stream", "side",
          "--secret-file",
          directory.path("secret"),
        ])
      try directory.write(token.output, to: user)
    }
  }

  var url: String { url("launch") }

  func url(_ stream: String) -> String { "http://127.0.0.1:\(port)/streams/\(stream)" }

  func post(_ content: String, to stream: String = "launch") async throws {
    let post = try await run(
      "gavel", ["post", url(stream), content, "--token-file", directory.path("bob")])
    #expect(post.code == 0, "\(post.errors)")
  }

  func watch(
    _ arguments: [String] = [], columns: Int = 80, rows: Int = 24
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      URL(fileURLWithPath: BuiltProgram.path("gavel")), ["watch", url] + arguments,
      environment: [
        "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC",
        "HOME": directory.path, "PATH": "/usr/bin:/bin",
      ], columns: columns, rows: rows)
  }

  /// A shell at the evening's directory, and what its line is like before anything ran.
  func sitDown() async throws -> TmuxTerminal {
    let seat = try await TmuxTerminal(environment: [
      "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": directory.path,
      "PATH": "/usr/bin:/bin",
    ])
    try await seat.type("cd; stty -a > before; clear\r")
    try await seat.shows("$", hides: ["stty"])
    return seat
  }

  /// The command that watches the stream.
  func watchCommand(_ arguments: String...) throws -> String {
    ([try BuiltProgram.path("gavel"), "watch", url] + arguments).joined(separator: " ")
  }

  /// The client has ended with this code, and the terminal is as it was before: its modes, its
  /// screen, its cursor.
  func expectGivenBack(
    _ seat: TmuxTerminal, after code: Int32, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await eventually("the shell's screen") { try await !seat.state.isAlternate }
    try await seat.type("echo \"ended with $?\"; stty -a > after; cmp before after && echo same\r")
    try await seat.shows("ended with \(code)\nsame\n")
    #expect(try await seat.state.isCursorVisible, sourceLocation: sourceLocation)
    try await seat.type("clear\r")
    try await seat.shows("$", hides: ["same"])
  }

  /// Ends the server as a crash would, and starts it again at the same place.
  func killServer() async throws {
    server.signal(SIGKILL)
    _ = try await server.end()
  }

  func restartServer() async throws {
    server = try Self.serve(directory, port: port)
    _ = try await Self.port(of: server)
  }

  private static func serve(_ directory: TemporaryDirectory, port: String) throws -> ChildProgram {
    try ChildProgram(
      "gavel-server",
      [
        "serve", "--port", port, "--data", directory.path("data"), "--secret-file",
        directory.path("secret"),
      ])
  }

  private static func port(of server: ChildProgram) async throws -> String {
    try await eventually("the server listens") {
      server.standardOutput.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:(\d+)\n/)
        .map { String($0.1) }
    }
  }
}

/// The terminal is as it was before: its modes, its screen, its cursor.
func expectGivenBack(
  _ terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
) {
  let screen = terminal.screen()
  #expect(!screen.isAlternate, sourceLocation: sourceLocation)
  #expect(screen.modes.isEmpty, sourceLocation: sourceLocation)
  #expect(screen.isCursorVisible, sourceLocation: sourceLocation)
  #expect(screen.isStyleStandard, sourceLocation: sourceLocation)
  #expect(screen.unexpected.isEmpty, "\(screen.unexpected)", sourceLocation: sourceLocation)
  #expect(terminal.modes == terminal.initialModes, sourceLocation: sourceLocation)
}
