import TOMLKit
import TerminalGrid
import TerminalUI

/// A theme as a TOML file states it. How one is written stands at the head of `themes/dark.toml`.
enum ThemeFile {
  /// Why a file is no theme, and where.
  struct Problem: Error, Hashable, CustomStringConvertible {
    let file: String
    /// Counted from 1; nil when nothing in the file is at fault.
    let line: Int?
    let reason: String

    var description: String {
      line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)"
    }
  }

  /// Reads a theme. `file` is what a problem calls the text; the theme takes the name that the text
  /// states, else `fallbackName`.
  static func parse(
    _ text: String, file: String, fallbackName: String
  ) throws(Problem) -> Theme {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Problem(file: file, line: error.source.begin.line, reason: error.description)
    } catch {
      throw Problem(file: file, line: nil, reason: "it is not TOML: \(error)")
    }
    var reader = ThemeReader(file: file, lines: TOMLLines(text))
    return try reader.read(table, fallbackName: fallbackName)
  }
}

/// Turns the values of a file into a theme, and names the line of what it cannot use.
private struct ThemeReader {
  let file: String
  let lines: TOMLLines
  private var palette: [String: Color] = [:]

  init(file: String, lines: TOMLLines) {
    self.file = file
    self.lines = lines
  }

  private static let sections = ["name", "description", "palette", "names", "badges", "faces"]

  mutating func read(
    _ table: TOMLTable, fallbackName: String
  ) throws(ThemeFile.Problem) -> Theme {
    try checkNames(table.keys, among: Self.sections, section: nil)
    let name = try string(table, "name", section: nil) ?? fallbackName
    let summary = try string(table, "description", section: nil) ?? ""
    for (key, value) in try entries(of: table, "palette") {
      guard let text = value.string else {
        throw problem("palette", key, "a colour is text such as \"#7cc4ff\"")
      }
      palette[key] = try color(text, "palette", key)
    }
    let colors = try nameColors(table)
    let badges = try badges(table)
    let faces = try faces(table)
    guard faces[.text]?.foreground != nil, faces[.text]?.background != nil else {
      throw problem("faces", "text", "the face text must state fg and bg")
    }
    return Theme(name: name, summary: summary, faces: faces, nameColors: colors, badges: badges)
  }

  private func nameColors(_ table: TOMLTable) throws(ThemeFile.Problem) -> [Color] {
    var colors: [Color] = []
    for (key, value) in try entries(of: table, "names") {
      try checkNames([key], among: ["colors"], section: "names")
      guard let array = value.array else {
        throw problem("names", key, "colors is a list of colours")
      }
      for element in array {
        guard let text = element.string else {
          throw problem("names", key, "colors is a list of colours such as \"#7cc4ff\"")
        }
        colors.append(try color(text, "names", key))
      }
    }
    return colors
  }

  private func badges(_ table: TOMLTable) throws(ThemeFile.Problem) -> Theme.Badges {
    var badges = Theme.Badges()
    for (key, value) in try entries(of: table, "badges") {
      try checkNames([key], among: ["owner", "moderator", "service"], section: "badges")
      guard let text = value.string, (1...2).contains(SafeText(text).columns) else {
        throw problem("badges", key, "a badge is text of one or two columns")
      }
      switch key {
      case "owner": badges.owner = text
      case "moderator": badges.moderator = text
      default: badges.service = text
      }
    }
    return badges
  }

  private func faces(_ table: TOMLTable) throws(ThemeFile.Problem) -> [Face: FaceStyle] {
    var faces: [Face: FaceStyle] = [:]
    for (key, value) in try entries(of: table, "faces") {
      try checkNames([key], among: Face.allCases.map(\.name), section: "faces")
      guard let face = Face(name: key), let properties = value.table else {
        throw problem("faces", key, "a face is a table such as { fg = \"#7cc4ff\", bold = true }")
      }
      faces[face] = try style(properties, key)
    }
    return faces
  }

  private static let attributes: [String: Attributes] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline,
    "strikethrough": .strikethrough, "reverse": .reverse,
  ]

  private func style(_ table: TOMLTable, _ face: String) throws(ThemeFile.Problem) -> FaceStyle {
    var style = FaceStyle()
    for key in table.keys {
      if key == "fg" || key == "bg" {
        guard let text = table[key]?.string else {
          throw problem("faces", face, "\(key) is a colour such as \"#7cc4ff\"")
        }
        let color = try color(text, "faces", face)
        if key == "fg" { style.foreground = color } else { style.background = color }
      } else if let attribute = Self.attributes[key] {
        guard let isOn = table[key]?.bool else {
          throw problem("faces", face, "\(key) is true or false")
        }
        if isOn { style.adding.insert(attribute) } else { style.removing.insert(attribute) }
      } else {
        let names = ["fg", "bg"] + Self.attributes.keys.sorted()
        throw problem("faces", face, unknown(key, among: names))
      }
    }
    return style
  }

  /// A palette name, `#rrggbb`, or `default`.
  private func color(
    _ text: String, _ section: String, _ key: String
  ) throws(ThemeFile.Problem) -> Color {
    if text == "default" { return .standard }
    if text.first == "#" {
      let digits = text.dropFirst()
      guard digits.utf8.count == 6, let hex = UInt32(digits, radix: 16) else {
        throw problem(section, key, "a colour has six hexadecimal digits: \"#7cc4ff\", not \(text)")
      }
      return Color(hex: hex)
    }
    guard let color = palette[text] else {
      throw problem(section, key, unknown(text, among: palette.keys.sorted() + ["default"]))
    }
    return color
  }

  private func string(
    _ table: TOMLTable, _ key: String, section: String?
  ) throws(ThemeFile.Problem) -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string else { throw problem(section, key, "\(key) is text") }
    return text
  }

  private func entries(
    of table: TOMLTable, _ section: String
  ) throws(ThemeFile.Problem) -> [(key: String, value: any TOMLValueConvertible)] {
    guard let value = table[section] else { return [] }
    guard let section = value.table else {
      throw problem(nil, section, "[\(section)] is a table")
    }
    return section.keys.compactMap { key in section[key].map { (key, $0) } }
  }

  private func checkNames(
    _ names: [String], among known: [String], section: String?
  ) throws(ThemeFile.Problem) {
    for name in names where !known.contains(name) {
      throw problem(section, name, unknown(name, among: known))
    }
  }

  private func unknown(_ name: String, among known: [String]) -> String {
    let hint = NearestName.of(name, among: known).map { "; did you mean \($0)?" } ?? ""
    return "\(name) is not known here\(hint)"
  }

  private func problem(_ section: String?, _ key: String, _ reason: String) -> ThemeFile.Problem {
    ThemeFile.Problem(file: file, line: lines.line(of: key, in: section), reason: reason)
  }
}
