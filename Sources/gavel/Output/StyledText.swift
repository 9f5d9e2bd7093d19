import TerminalGrid

/// Text in colours on standard output, as SGR sequences of ECMA-48.
struct StyledText {
  /// What the reader's terminal shows; with `none`, text stays plain.
  let depth: ColorDepth

  func painted(_ text: String, _ style: Style) -> String {
    guard depth != .none else { return text }
    var codes = [
      (Attributes.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"),
      (.reverse, "7"), (.strikethrough, "9"),
    ].filter { style.attributes.contains($0.0) }.map(\.1)
    if depth == .truecolor {
      codes += code(style.foreground, ground: 30) + code(style.background, ground: 40)
    } else {
      let indices = style.indices(depth)
      codes += code(indices.foreground, ground: 30) + code(indices.background, ground: 40)
    }
    return "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  /// A grid, one line for each of its rows.
  func lines(of grid: Grid) -> [String] {
    guard depth != .none else { return (0..<grid.rows).map { grid.line($0) } }
    return (0..<grid.rows).map { row in
      var line = ""
      var run = String.UnicodeScalarView()
      for column in 0..<grid.columns {
        let cell = grid[row, column]
        run.append(contentsOf: cell.scalars)
        guard column + 1 == grid.columns || grid[row, column + 1].style != cell.style else {
          continue
        }
        line += painted(String(run), cell.style)
        run = String.UnicodeScalarView()
      }
      return line
    }
  }

  private func code(_ color: Color, ground: Int) -> [String] {
    guard case .rgb(let red, let green, let blue) = color else { return [] }
    return ["\(ground + 8);2;\(red);\(green);\(blue)"]
  }

  private func code(_ index: UInt8?, ground: Int) -> [String] {
    guard let index = index.map(Int.init) else { return [] }
    if depth == .indexed256 { return ["\(ground + 8);5;\(index)"] }
    return ["\(index < 8 ? ground + index : ground + 60 + index - 8)"]
  }
}
