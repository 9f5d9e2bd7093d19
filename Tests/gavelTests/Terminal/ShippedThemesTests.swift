import Foundation
import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct ShippedThemesTests {
  private static let library = ThemeLibrary(
    directory: URL(fileURLWithPath: "/nonexistent", isDirectory: true))
  static let colored = BuiltInThemes.files.map(\.name)

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

  @Test("every text has a contrast of at least 4.5:1 (WCAG 2.1, 1.4.3)", arguments: colored)
  func contrast(_ name: String) throws {
    let theme = try Self.library.theme(named: name)
    let least = name == "high-contrast" ? 7.0 : 4.5
    for face in Face.allCases where face != .selection {
      for style in [theme[face], theme.selected(theme[face])] {
        #expect(Contrast.ratio(style) >= least, "\(face.name): \(Contrast.ratio(style))")
      }
    }
    for index in theme.nameColors.indices {
      let plain = theme.name(color: index, isOwn: false)
      var pinned = plain
      pinned.background = theme[.pinned].background
      for style in [plain, pinned, theme.selected(plain)] {
        #expect(Contrast.ratio(style) >= least, "name \(index + 1): \(Contrast.ratio(style))")
      }
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
}

/// Contrast as WCAG 2.1 defines it.
private enum Contrast {
  static func ratio(_ style: Style) -> Double {
    let luminances = [luminance(style.foreground), luminance(style.background)].sorted()
    return (luminances[1] + 0.05) / (luminances[0] + 0.05)
  }

  private static func luminance(_ color: Color) -> Double {
    guard case .rgb(let red, let green, let blue) = color else { return 0 }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  private static func linear(_ component: UInt8) -> Double {
    let value = Double(component) / 255
    return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
