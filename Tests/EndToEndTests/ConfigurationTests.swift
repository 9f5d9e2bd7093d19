import ClientTransport
import Foundation
import TerminalGrid
import TestSupport
import Testing

/// The configuration as the real programs use it.
@Suite struct ConfigurationTests {
  /// A home with a configuration.
  private struct Home {
    let directory: TemporaryDirectory

    init(_ text: String) throws {
      directory = try TemporaryDirectory()
      try FileManager.default.createDirectory(
        atPath: directory.path("gavel"), withIntermediateDirectories: true)
      try write(text)
    }

    func write(_ text: String) throws { try directory.write(text, to: "gavel/config.toml") }

    func run(_ arguments: String...) async throws -> (code: Int32, output: String, errors: String) {
      let child = try ChildProgram(
        "gavel", arguments, environment: ["XDG_CONFIG_HOME": directory.path("")])
      child.closeInput()
      let code = try await child.end()
      return (code, child.standardOutput, child.standardError)
    }
  }

  @Test("a check tells all that is wrong, with the line, and exits with 1")
  func check() async throws {
    let home = try Home(
      "theem = 1\ntheme = \"drak\"\n[servers.s]\nurl = \"http://h\"\ntoken_file = \"none\"\n")
    let broken = try await home.run("config", "check")
    #expect(broken.code == 1 && broken.output.isEmpty)
    for words in [
      "line 1: theem: there is no such key; did you mean theme?",
      "line 2: theme: theme drak: there is none; did you mean dark?",
      "line 5: servers.s.token_file: the token file ",
    ] {
      #expect(broken.errors.contains(words), "\(broken.errors)")
    }
    try home.write("theme = \"light\"\n")
    let sound = try await home.run("config", "check")
    #expect(sound.code == 0 && sound.output.hasSuffix("config.toml: nothing is wrong\n"))
  }

  @Test("a token file that others can read is warned about")
  func readable() async throws {
    let home = try Home("[servers.s]\nurl = \"http://h\"\ntoken_file = \"open.token\"\n")
    let file = try home.directory.write("abc", to: "gavel/open.token")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    let check = try await home.run("config", "check")
    #expect(check.code == 0)
    #expect(check.errors.contains("other users can read the token file"), "\(check.errors)")
  }

  @Test("the path and the example are printed; the example passes the check")
  func example() async throws {
    let home = try Home("")
    let path = try await home.run("config", "path")
    #expect(path.output == home.directory.path("gavel/config.toml") + "\n")
    let example = try await home.run("config", "example")
    try home.write(example.output)
    #expect(try await home.run("config", "check").code == 0)
  }

  @Test("`gavel keys` prints the user's keys, or says why it cannot")
  func keys() async throws {
    let home = try Home("[keys.frozen]\ndelete = \"ctrl-x\"\n")
    let keys = try await home.run("keys")
    #expect(keys.output.contains("Ctrl-X") && keys.errors.isEmpty)
    try home.write("[keys.frozen]\ndelete = \"x\"\n")
    let conflict = try await home.run("keys")
    #expect(!conflict.output.contains("Ctrl-X"))
    #expect(conflict.errors.contains("keys.frozen.delete: x is the key of reject in frozen"))
  }

  @Test("a stream is found by its short name, with the token of its server")
  func shortNames() async throws {
    let server = try ServerProgram()
    try await server.start()
    let token = try await server.tokenFile("ada")
    let url = try server.url().description
    let home = try Home("[servers.mine]\nurl = \"\(url)\"\ntoken_file = \"\(token)\"\n")
    #expect(try await home.run("post", "mine", "by its name").code == 0)
    #expect(try await home.run("post", url, "by its URL").code == 0)
    let tail = try await home.run("tail", "mine", "--no-follow")
    #expect(tail.output.contains("ada: by its name") && tail.output.contains("ada: by its URL"))
    let missing = try await home.run("tail", "mien")
    #expect(missing.code == 1 && missing.errors.contains("did you mean mine?"))
    let bare = try ChildProgram(
      "gavel", ["post", url, "without"], environment: ["XDG_CONFIG_HOME": "/dev/null"])
    bare.closeInput()
    #expect(try await bare.end() == 1, "no other configuration's token is shown")
    #expect(try await server.drain() == 0)
  }

  @Test("a broken configuration is said on the screen; an edit is taken over, a broken one is not")
  func live() async throws {
    let server = try await CannedServer.start { _ in
      CannedServer.Answer("503 Service Unavailable", "text/plain", [])
    }
    let home = try Home("theem = 1\n")
    let terminal = try PseudoTerminal(
      URL(fileURLWithPath: try BuiltProgram.path("gavel")),
      ["watch", "http://127.0.0.1:\(server.port)/streams/s"],
      environment: [
        "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLORTERM": "truecolor",
        "XDG_CONFIG_HOME": home.directory.path(""), "HOME": home.directory.path(""),
      ], columns: 120)
    let size = TerminalSize(columns: 120, rows: 24)
    func shows(_ text: String) throws {
      try terminal.wait(for: text) { terminal.screen(size).text.contains(text) }
    }
    try shows("config.toml, line 1: theem: there is no such key; did you mean theme?")
    try home.write("theme = \"light\"\n[keys.live]\nhelp = \"f2\"\n")
    try shows("theme: light")
    terminal.type("\u{1B}OQ")
    try shows("Help: Reading")
    terminal.type("\u{1B}")
    try home.write("theme = \"dark\"\nreasons = 5\n")
    try shows("not taken over: config.toml, line 2: reasons: ")
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(terminal.modes == terminal.initialModes)
    try await server.stop()
  }
}
