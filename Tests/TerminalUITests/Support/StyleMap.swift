import TerminalGrid

@testable import TerminalUI

/// The styles of a screen as text: which letter stands for which look, and which columns of each row
/// have it, as in `a12 b3`.
enum StyleMap {
  /// A theme in which every face has colours of its own, so that a map can name it.
  static let painted: Theme = {
    var faces: [Face: FaceStyle] = [:]
    for face in Face.allCases where face != .selection {
      faces[face] = FaceStyle(foreground: Color(hex: 0x80_0000 + UInt32(face.rawValue)))
    }
    for face in [Face.text, .mention, .status, .frozen, .pinned] {
      faces[face]?.background = Color(hex: 0x00_0080 + UInt32(face.rawValue) << 8)
    }
    let ground = faces[.status]?.background
    for face in [Face.statusGood, .statusBusy, .statusBad, .statusSecondary, .sparkline] {
      faces[face]?.background = ground
    }
    faces[.selection] = FaceStyle(background: Color(hex: 0x00_FF80), adding: .bold)
    return Theme(
      name: "painted", summary: "", faces: faces,
      nameColors: (0..<8).map { Color(hex: 0x00_8000 + $0) })
  }()

  static func text(of grid: Grid, _ theme: Theme) -> String {
    var letters: [Style: Character] = [:]
    var legend: [String] = []
    var rows: [(first: Int, last: Int, runs: String)] = []
    for row in 0..<grid.rows {
      var runs: [(letter: Character, count: Int)] = []
      for column in 0..<grid.columns {
        let style = grid[row, column].style
        if letters[style] == nil {
          let letter = alphabet[letters.count % alphabet.count]
          letters[style] = letter
          legend.append("\(letter)  \(words(style, theme))")
        }
        let letter = letters[style] ?? "?"
        if runs.last?.letter == letter {
          runs[runs.count - 1].count += 1
        } else {
          runs.append((letter, 1))
        }
      }
      let text = runs.map { "\($0.letter)\($0.count)" }.joined(separator: " ")
      if rows.last?.runs == text {
        rows[rows.count - 1].last = row
      } else {
        rows.append((row, row, text))
      }
    }
    let cursor = grid.cursor.map { "cursor \($0.row),\($0.column)" } ?? "no cursor"
    let lines = rows.map { row in
      let place = row.first == row.last ? "\(row.first)" : "\(row.first)-\(row.last)"
      return "\(place)  \(row.runs)"
    }
    return ([cursor] + legend + lines).joined(separator: "\n")
  }

  private static let alphabet = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

  private static func words(_ style: Style, _ theme: Theme) -> String {
    var words = [colors(style, theme)].compactMap { $0 }
    let attributes: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
      (.strikethrough, "strikethrough"), (.reverse, "reverse"),
    ]
    words += attributes.filter { style.attributes.contains($0.0) }.map(\.1)
    return words.isEmpty ? "plain" : words.joined(separator: " ")
  }

  /// What has these colours in the theme: a face, a name, or one of them selected.
  private static func colors(_ style: Style, _ theme: Theme) -> String? {
    if style.foreground == .standard, style.background == .standard { return nil }
    func isAlike(_ other: Style) -> Bool {
      style.foreground == other.foreground && style.background == other.background
    }
    for face in Face.allCases where face != .selection {
      if isAlike(theme[face]) { return face.name }
      if isAlike(theme.selected(theme[face])) { return "selected \(face.name)" }
    }
    for index in theme.nameColors.indices {
      let name = theme.name(color: index, isOwn: false)
      if isAlike(name) { return "name \(index + 1)" }
      if isAlike(theme.selected(name)) { return "selected name \(index + 1)" }
      if style.foreground == name.foreground {
        return "name \(index + 1) on \(ground(style, theme))"
      }
    }
    let face = Face.allCases.first { theme[$0].foreground == style.foreground }
    return "\(face?.name ?? "\(style.foreground)") on \(ground(style, theme))"
  }

  private static func ground(_ style: Style, _ theme: Theme) -> String {
    Face.allCases.first { theme[$0].background == style.background }?.name ?? "\(style.background)"
  }
}
