import TerminalGrid
import TerminalUI

/// A theme shown on standard output: each face in its own look, and the colours of names.
struct ThemePreview {
  let text: String

  /// Without colour only the names of the faces and what they are made of are told.
  init(_ theme: Theme, showsColor: Bool) {
    var lines = ["\(SafeText(theme.name)): \(SafeText(theme.summary))", ""]
    let width = Face.allCases.map(\.name.count).max() ?? 0
    for face in Face.allCases {
      let padding = String(repeating: " ", count: width - face.name.count)
      let sample = Self.painted(" The quick brown fox ", theme[face], showsColor: showsColor)
      lines.append("  \(face.name)\(padding)  \(sample)  \(Self.words(theme[face]))")
    }
    let names = theme.nameColors.indices.map { index in
      Self.painted(
        " name \(index + 1) ", theme.name(color: index, isOwn: false), showsColor: showsColor)
    }
    if !names.isEmpty { lines += ["", "  " + names.joined()] }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// SGR sequences of ECMA-48, with 24-bit colours.
  private static func painted(_ text: String, _ style: Style, showsColor: Bool) -> String {
    guard showsColor else { return text }
    var codes = [
      (Attributes.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"),
      (.reverse, "7"), (.strikethrough, "9"),
    ].filter { style.attributes.contains($0.0) }.map(\.1)
    if case .rgb(let red, let green, let blue) = style.foreground {
      codes.append("38;2;\(red);\(green);\(blue)")
    }
    if case .rgb(let red, let green, let blue) = style.background {
      codes.append("48;2;\(red);\(green);\(blue)")
    }
    return "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
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
