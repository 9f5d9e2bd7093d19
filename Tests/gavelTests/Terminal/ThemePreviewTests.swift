import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct ThemePreviewTests {
  private func preview(_ name: String, _ depth: ColorDepth) throws -> String {
    ThemePreview(try ThemeLibrary.shipped.theme(named: name), depth: depth).text
  }

  @Test("it shows a screen of the client, every face, and the colours of names")
  func contents() throws {
    let text = try preview("dark", .none)
    for part in ["FROZEN", "▌", "[held: links]", "pinned", "★olga", "Please keep the links"] {
      #expect(text.contains(part), "\(part)")
    }
    for face in Face.allCases { #expect(text.contains("\n  \(face.name) "), "\(face.name)") }
    #expect(text.contains("name 12"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test(
    "it is painted with what the terminal shows",
    arguments: [
      (ColorDepth.truecolor, "48;2;20;23;28", "48;5;"), (.indexed256, "48;5;234", "48;2;"),
      (.sixteen, "m", "8;5;"),
    ])
  func depths(_ depth: ColorDepth, _ present: String, _ absent: String) throws {
    let text = try preview("dark", depth)
    #expect(text.contains(present))
    #expect(!text.contains(absent))
  }

  @Test("each line leaves the terminal's colours as they were")
  func reset() throws {
    for line in try preview("dusk", .truecolor).split(separator: "\n") where line.contains("\u{1B}")
    {
      #expect(line.split(separator: "\u{1B}[").last?.hasPrefix("0m") == true)
    }
  }
}
