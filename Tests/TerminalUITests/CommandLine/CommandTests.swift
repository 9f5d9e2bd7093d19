import Testing

@testable import TerminalUI

@Suite struct CommandTests {
  @Test(
    "lines become commands",
    arguments: [
      ("quit", Command.quit), (":q", .quit), ("  EXIT ", .quit), ("help", .help), ("h", .help),
      ("theme  light", .theme("light")), ("mouse off", .mouse(false)),
      ("connection", .show(.connection)),
      ("reconnect", .reconnect),
    ])
  func parse(_ line: String, _ command: Command) throws {
    #expect(try Command.parse(line) == command)
  }

  @Test("an empty line is nothing", arguments: ["", "   ", ":", " : "])
  func empty(_ line: String) throws {
    #expect(try Command.parse(line) == nil)
  }

  @Test(
    "what is not understood says what was probably meant",
    arguments: [
      ("qiut", "there is no command :qiut; did you mean :quit?"),
      ("thme dark", "there is no command :thme; did you mean :theme?"),
      ("frobnicate", "there is no command :frobnicate; ? lists the commands"),
      ("theme", ":theme takes one name, such as :theme light"),
      ("theme a b", ":theme takes one name, such as :theme light"),
      ("mouse maybe", ":mouse takes on or off"),
      ("quit now", ":quit takes nothing after it, not now"),
    ])
  func problems(_ line: String, _ message: String) {
    #expect(throws: CommandProblem(message: message)) { try Command.parse(line) }
  }

  @Test("a mistyped command is never posted, and is said")
  func neverPosted() {
    var stage = Stage()
    stage.goLive()
    stage.press(":")
    stage.type("hello everybody")
    stage.press("enter")
    #expect(stage.posts.isEmpty)
    #expect(stage.model.unsettledPosts.isEmpty)
    #expect(stage.row(-1).contains("there is no command :hello"))
    #expect(stage.model.inputContext == .live)
  }

  @Test("a command's text leaves the draft alone")
  func draft() {
    var stage = Stage()
    stage.goLive()
    stage.press("i")
    stage.type("draft")
    stage.press("esc", ":")
    stage.type("theme light")
    #expect(stage.row(-2) == ":theme light")
    stage.press("enter")
    #expect(stage.effects.last == .loadTheme("light"))
    #expect(stage.row(-2) == "› draft")
  }

  @Test("a theme that cannot be had is said, and nothing changes")
  func refusedTheme() {
    var stage = Stage()
    stage.goLive()
    stage.send(.themeRefused("themes/x.toml, line 3: a colour has six hexadecimal digits"))
    #expect(stage.row(-1).contains("✗ themes/x.toml, line 3"))
    #expect(stage.model.theme == .monochrome)
  }

  @Test(
    "Tab completes as far as the candidates agree",
    arguments: [
      ("th", "theme "), ("rec", "reconnect"), ("re", "re"), ("q", "quit"),
      ("theme l", "theme light"),
      ("theme ", "theme "), ("x", "x"), ("theme high", "theme high-contrast"), ("", ""),
      ("quit x", "quit x"),
    ])
  func completion(_ typed: String, _ completed: String) {
    var stage = Stage()
    stage.goLive()
    stage.press(":")
    stage.type(typed)
    stage.press("tab")
    #expect(stage.model.commandLine.text == completed)
  }

  @Test("read-only, there is still a line for commands")
  func readOnly() {
    var stage = Stage(isReadOnly: true)
    stage.goLive(Stage.comments(3))
    #expect(!stage.screen().contains("›"))
    stage.press(":")
    stage.type("quit")
    #expect(stage.row(-2) == ":quit")
    stage.press("enter")
    #expect(stage.effects.last == .quit)
  }
}
