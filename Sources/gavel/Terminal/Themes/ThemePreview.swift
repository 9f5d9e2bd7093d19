import TerminalGrid
import TerminalUI

/// A theme shown on standard output: each face in its own look, and the colours of names.
struct ThemePreview {
  let text: String

  /// Without colours only the names of the faces and what they are made of are told.
  init(_ theme: Theme, depth: ColorDepth) {
    var lines = ["\(SafeText(theme.name)): \(SafeText(theme.summary))", ""]
    let width = Face.allCases.map(\.name.count).max() ?? 0
    for face in Face.allCases {
      let padding = String(repeating: " ", count: width - face.name.count)
      let sample = Self.painted(" The quick brown fox ", theme[face], depth)
      lines.append("  \(face.name)\(padding)  \(sample)  \(Self.words(theme[face]))")
    }
    let names = theme.nameColors.indices.map { index in
      Self.painted(
        " name \(index + 1) ", theme.name(color: index, isOwn: false), depth)
    }
    if !names.isEmpty { lines += ["", "  " + names.joined()] }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// SGR sequences of ECMA-48.
  private static func painted(_ text: String, _ style: Style, _ depth: ColorDepth) -> String {
    guard depth != .none else { return text }
    var codes = [
      (Attributes.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"),
      (.reverse, "7"), (.strikethrough, "9"),
    ].filter { style.attributes.contains($0.0) }.map(\.1)
    if depth == .truecolor {
      codes += code(style.foreground, ground: 30) + code(style.background, ground: 40)
    } else {
      let indices = style.indices(depth)
      codes += code(indices.foreground, ground: 30, depth)
      codes += code(indices.background, ground: 40, depth)
    }
    return "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  private static func code(_ color: Color, ground: Int) -> [String] {
    guard case .rgb(let red, let green, let blue) = color else { return [] }
    return ["\(ground + 8);2;\(red);\(green);\(blue)"]
  }

  private static func code(_ index: UInt8?, ground: Int, _ depth: ColorDepth) -> [String] {
    guard let index = index.map(Int.init) else { return [] }
    if depth == .indexed256 { return ["\(ground + 8);5;\(index)"] }
    return ["\(index < 8 ? ground + index : ground + 60 + index - 8)"]
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
