import Foundation
import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct ThemeLibraryTests {
  private func withLibrary(_ files: [String: String], _ body: (ThemeLibrary) throws -> Void) throws
  {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("gavel-themes-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, text) in files {
      try Data(text.utf8).write(to: directory.appendingPathComponent(name))
    }
    try body(ThemeLibrary(directory: directory))
  }

  private let text = "[faces]\ntext = { fg = \"#111111\", bg = \"#eeeeee\" }\n"

  @Test("a theme of the user's own goes before a shipped one of the same name")
  func own() throws {
    try withLibrary(["dark.toml": text, "mine.toml": text, "notes.txt": "x"]) { library in
      let dark = try library.theme(named: "dark")
      #expect(dark[.text].foreground == Color(hex: 0x111111))
      #expect(library.names == BuiltInThemes.files.map(\.name) + ["mine"])
    }
  }

  @Test("a theme takes what it does not state from the one it inherits from")
  func inherits() throws {
    let base = """
      description = "base"
      [palette]
      ink = "#111111"
      page = "#eeeeee"
      [names]
      colors = ["ink"]
      [badges]
      owner = "o"
      moderator = "m"
      [faces]
      text = { fg = "ink", bg = "page" }
      error = { fg = "#aa0000", bold = true }
      """
    let heir = """
      inherits = "base"
      [palette]
      ink = "#222222"
      [badges]
      owner = "x"
      [faces]
      error = { bold = false, underline = true }
      """
    try withLibrary(["base.toml": base, "heir.toml": heir]) { library in
      let theme = try library.theme(named: "heir")
      #expect(theme.name == "heir")
      #expect(theme.summary == "")
      #expect(
        theme[.text] == Style(foreground: Color(hex: 0x222222), background: Color(hex: 0xeeeeee)))
      #expect(theme.nameColors == [Color(hex: 0x222222)])
      #expect(theme.badges == Theme.Badges(owner: "x", moderator: "m"))
      #expect(theme[.error].foreground == Color(hex: 0xaa0000))
      #expect(theme[.error].attributes == .underline)
    }
  }

  @Test("a theme called like a shipped one may build on that")
  func shadow() throws {
    let own = "inherits = \"dark\"\n[palette]\nground = \"#000000\"\n"
    try withLibrary(["dark.toml": own]) { library in
      let loaded = library.load("dark")
      let shipped = try ThemeLibrary.shipped.theme(named: "dark")
      let theme = try loaded.theme.get()
      #expect(theme[.text].background == Color(hex: 0x000000))
      #expect(theme[.error].foreground == shipped[.error].foreground)
      #expect(loaded.files.map(\.lastPathComponent) == ["dark.toml"])
    }
  }

  @Test(
    "an inheritance that leads nowhere is said where it is asked for",
    arguments: [
      (["a": "x = 1\ninherits = \"b\""], "a.toml", 1, "x is not known here"),
      (
        ["a": "\ninherits = \"drak\""], "a.toml", 2,
        "no theme drak to inherit from; did you mean dark?"
      ),
      (["a": "inherits = \"a\""], "a.toml", 1, "no theme a to inherit from"),
      (["a": "inherits = \"../b\""], "a.toml", 1, "no theme ../b to inherit from"),
      (
        ["a": "inherits = \"b\"", "b": "# b\ninherits = \"a\""], "b.toml", 2,
        "it inherits from itself: a → b → a"
      ),
      (["a": "inherits = \"b\"", "b": "[faces]\ntext = 1"], "b.toml", 2, "a face is a table"),
      (
        ["a": "inherits = \"b\"", "b": "[faces]\n\ntext = { fg = \"ink\", bg = \"ink\" }"],
        "b.toml", 3,
        "ink is not known here"
      ),
    ] as [([String: String], String, Int, String)])
  func chains(_ files: [String: String], _ file: String, _ line: Int, _ reason: String) throws {
    let named = Dictionary(uniqueKeysWithValues: files.map { ($0 + ".toml", $1) })
    try withLibrary(named) { library in
      let problem = #expect(throws: ThemeFile.Problem.self) { try library.theme(named: "a") }
      #expect(problem?.file.hasSuffix("/" + file) == true, "\(String(describing: problem))")
      #expect(problem?.line == line)
      #expect(problem?.reason.contains(reason) == true, "\(String(describing: problem))")
    }
  }

  @Test("a chain of inheritance has an end")
  func depth() throws {
    func files(_ count: Int) -> [String: String] {
      var files = ["t0.toml": text]
      for index in 1..<count { files["t\(index).toml"] = "inherits = \"t\(index - 1)\"\n" }
      return files
    }
    let most = ThemeLibrary.longestChain
    try withLibrary(files(most + 1)) { library in
      #expect(throws: Never.self) { try library.theme(named: "t\(most - 1)") }
      let problem = #expect(throws: ThemeFile.Problem.self) {
        try library.theme(named: "t\(most)")
      }
      #expect(problem?.reason.contains("more than \(most) themes") == true)
    }
  }

  @Test("a directory or a pipe in a theme's place is not read")
  func irregular() throws {
    try withLibrary([:]) { library in
      for name in ["folder", "pipe"] {
        let file = try #require(library.directory).appendingPathComponent(name + ".toml")
        if name == "pipe" {
          #expect(mkfifo(file.path, 0o600) == 0)
        } else {
          try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
        }
        let problem = #expect(throws: ThemeFile.Problem.self) { try library.theme(named: name) }
        #expect(problem?.reason == "it is no regular file")
      }
    }
  }

  @Test("a broken theme is a problem with its line, not the shipped one instead")
  func broken() throws {
    try withLibrary(["dark.toml": "[faces]\ntext = 1\n"]) { library in
      let problem = #expect(throws: ThemeFile.Problem.self) { try library.theme(named: "dark") }
      #expect(problem?.line == 2)
    }
  }

  @Test("a file that is too large is not read")
  func large() throws {
    try withLibrary(["big.toml": String(repeating: "# x\n", count: 70_000)]) { library in
      let problem = #expect(throws: ThemeFile.Problem.self) { try library.theme(named: "big") }
      #expect(problem?.reason.contains("larger") == true)
    }
  }

  @Test(
    "a name that leads elsewhere, or nowhere, is refused",
    arguments: ["../secret", "a/b", "", ".", "drak", "a\u{0}b"])
  func missing(_ name: String) throws {
    try withLibrary([:]) { library in
      #expect(throws: ThemeFile.Problem.self) { try library.theme(named: name) }
    }
  }

  @Test(
    "the configuration directory follows XDG_CONFIG_HOME where that is absolute",
    arguments: [("/x/y", "/x/y/gavel"), ("relative", nil), ("", nil)] as [(String, String?)])
  func directory(_ value: String, _ path: String?) {
    let found = ConfigurationDirectory.url(environment: ["XDG_CONFIG_HOME": value]).path
    let home = FileManager.default.homeDirectoryForCurrentUser.path
    #expect(found == path ?? home + "/.config/gavel")
  }
}
