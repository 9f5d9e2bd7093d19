import TerminalGrid
import TerminalUI

/// A theme shown on standard output: a screen, each face in its own look, and the colours of names.
struct ThemePreview {
  let text: String

  /// Without colours only the names of the faces and what they are made of are told.
  init(_ theme: Theme, depth: ColorDepth) {
    let style = StyledText(depth: depth)
    var lines = ["\(SafeText(theme.name)): \(SafeText(theme.summary))", ""]
    lines += style.lines(of: ThemeScene.screen(theme)) + [""]
    let width = Face.allCases.map(\.name.count).max() ?? 0
    for face in Face.allCases {
      let padding = String(repeating: " ", count: width - face.name.count)
      let sample = style.painted(" The quick brown fox ", theme[face])
      lines.append("  \(face.name)\(padding)  \(sample)  \(Self.words(theme[face]))")
    }
    let names = theme.nameColors.indices.map { index in
      style.painted(" name \(index + 1) ", theme.name(color: index, isOwn: false))
    }
    if !names.isEmpty { lines += ["", "  " + names.joined()] }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func words(_ style: Style) -> String {
    "\(hex(style.foreground)) on \(hex(style.background))"
  }

  private static func hex(_ color: Color) -> String {
    guard case .rgb(let red, let green, let blue) = color else { return "default" }
    let value = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    let digits = String(value, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
