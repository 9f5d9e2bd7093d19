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
    try withLibrary(["dark.toml": text, "paper.toml": text, "notes.txt": "x"]) { library in
      let dark = try library.theme(named: "dark")
      #expect(dark[.text].foreground == Color(hex: 0x111111))
      #expect(
        library.names == [
          "dark", "light", "high-contrast", "colour-blind-safe", "monochrome", "paper",
        ])
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
