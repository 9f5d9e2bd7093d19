import Foundation
import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct ShippedThemesTests {
  private static let library = ThemeLibrary(
    directory: URL(fileURLWithPath: "/nonexistent", isDirectory: true))
  static let colored = BuiltInThemes.files.map(\.name).filter { $0 != Theme.monochrome.name }

  @Test("what is compiled in is what themes/ holds")
  func files() throws {
    let directory = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("themes", isDirectory: true)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      .filter { $0.hasSuffix(".toml") }
    #expect(Set(names) == Set(BuiltInThemes.files.map { $0.name + ".toml" }))
    for (name, bytes) in BuiltInThemes.files {
      let file = try Data(contentsOf: directory.appendingPathComponent(name + ".toml"))
      #expect(file == Data(bytes))
    }
  }

  @Test("every shipped theme reads, under its own name", arguments: colored)
  func reads(_ name: String) throws {
    let theme = try Self.library.theme(named: name)
    #expect(theme.name == name)
    #expect(!theme.summary.isEmpty)
    #expect(theme.nameColors.count >= 8)
  }

  @Test("the file of the theme without colours says what is built in for terminals without any")
  func monochrome() throws {
    #expect(try Self.library.theme(named: "monochrome") == .monochrome)
  }

  @Test(
    "every text has a contrast of at least 4.5:1 (WCAG 2.1, 1.4.3), also with 256 colours",
    arguments: colored, [ColorDepth.truecolor, .indexed256])
  func contrast(_ name: String, _ depth: ColorDepth) throws {
    let theme = try Self.library.theme(named: name)
    let least = name == "high-contrast" && depth == .truecolor ? 7.0 : Contrast.ofText
    for (what, style) in Self.texts(of: theme) {
      let (foreground, background) = Self.shown(style, depth)
      let ratio = try #require(Contrast.ratio(foreground, background))
      #expect(ratio >= least, "\(what): \(ratio)")
    }
  }

  @Test("with 16 colours no text vanishes in its background", arguments: colored)
  func sixteen(_ name: String) throws {
    for (what, style) in Self.texts(of: try Self.library.theme(named: name)) {
      let indices = style.indices(.sixteen)
      #expect(indices.foreground != indices.background, "\(what)")
    }
  }

  @Test("a frozen view, a selection and a mention differ from text in more than colour of text")
  func differences() throws {
    for name in Self.colored {
      let theme = try Self.library.theme(named: name)
      for face in [Face.frozen, .mention] {
        #expect(theme[face].background != theme[.text].background, "\(name) \(face.name)")
      }
      #expect(theme.selected(theme[.text]).background != theme[.text].background, "\(name)")
    }
  }

  @Test(
    "without colours, what must not be confused differs by attributes",
    arguments: [
      (Face.text, Face.mention), (.text, .name), (.name, .ownName), (.text, .error),
      (.text, .retracted), (.divider, .frozen), (.text, .status), (.statusGood, .statusBusy),
      (.statusBusy, .statusBad), (.text, .pinned), (.text, .placeholder), (.text, .key),
    ])
  func attributes(_ one: Face, _ other: Face) {
    let theme = Theme.monochrome
    #expect(theme[one].attributes != theme[other].attributes)
    #expect(theme[one].foreground == .standard)
    #expect(theme.selected(theme[one]).attributes.contains(.reverse))
  }

  /// Every look that a text can have: each face, each name, plain, pinned and selected.
  private static func texts(of theme: Theme) -> [(what: String, style: Style)] {
    var texts = Face.allCases.filter { $0 != .selection }.map { ($0.name, theme[$0]) }
    for index in theme.nameColors.indices {
      for isOwn in [false, true] {
        let name = theme.name(color: index, isOwn: isOwn)
        var pinned = name
        pinned.background = theme[.pinned].background
        texts += [("name \(index + 1)", name), ("pinned name \(index + 1)", pinned)]
      }
    }
    return texts + texts.map { ("selected \($0.0)", theme.selected($0.1)) }
  }

  /// The colours as a terminal of this depth shows them.
  private static func shown(_ style: Style, _ depth: ColorDepth) -> (Color, Color) {
    guard depth == .indexed256 else { return (style.foreground, style.background) }
    let indices = style.indices(depth)
    return (
      indices.foreground.map { Palette.color(at: $0) } ?? .standard,
      indices.background.map { Palette.color(at: $0) } ?? .standard
    )
  }
}
