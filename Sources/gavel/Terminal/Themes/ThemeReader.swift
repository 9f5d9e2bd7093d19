import TOMLKit
import TerminalGrid
import TerminalUI

/// Turns the values of a file into statements, and names the line of what it cannot use.
struct ThemeReader {
  let file: String
  let lines: TOMLLines

  private static let sections = [
    "inherits", "name", "description", "palette", "names", "badges", "faces",
  ]

  func read(_ table: TOMLTable) throws(ThemeFile.Problem) -> ThemeStatements {
    try checkNames(table.keys, among: Self.sections, section: nil)
    var statements = ThemeStatements(place: (file, lines.line(of: "text", in: "faces")))
    statements.inherits = try string(table, "inherits").map { stated($0, nil, "inherits") }
    statements.name = try string(table, "name")
    statements.summary = try string(table, "description")
    for (key, value) in try entries(of: table, "palette") {
      guard let text = value.string else {
        throw problem("palette", key, "a colour is text such as \"#7cc4ff\"")
      }
      statements.palette[key] = stated(text, "palette", key)
    }
    statements.nameColors = try nameColors(table)
    statements.badges = try badges(table)
    statements.faces = try faces(table)
    return statements
  }

  private func nameColors(
    _ table: TOMLTable
  ) throws(ThemeFile.Problem) -> [ThemeStatements.Stated]? {
    var colors: [ThemeStatements.Stated]?
    for (key, value) in try entries(of: table, "names") {
      try checkNames([key], among: ["colors"], section: "names")
      guard let array = value.array else {
        throw problem("names", key, "colors is a list of colours")
      }
      colors = []
      for element in array {
        guard let text = element.string else {
          throw problem("names", key, "colors is a list of colours such as \"#7cc4ff\"")
        }
        colors?.append(stated(text, "names", key))
      }
    }
    return colors
  }

  private func badges(
    _ table: TOMLTable
  ) throws(ThemeFile.Problem) -> ThemeStatements.BadgeStatements {
    var badges = ThemeStatements.BadgeStatements()
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

  private func faces(
    _ table: TOMLTable
  ) throws(ThemeFile.Problem) -> [Face: ThemeStatements.FaceStatement] {
    var faces: [Face: ThemeStatements.FaceStatement] = [:]
    for (key, value) in try entries(of: table, "faces") {
      try checkNames([key], among: Face.allCases.map(\.name), section: "faces")
      guard let face = Face(name: key), let properties = value.table else {
        throw problem("faces", key, "a face is a table such as { fg = \"#7cc4ff\", bold = true }")
      }
      faces[face] = try self.face(properties, key)
    }
    return faces
  }

  private static let attributes: [String: Attributes] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline,
    "strikethrough": .strikethrough, "reverse": .reverse,
  ]

  private func face(
    _ table: TOMLTable, _ face: String
  ) throws(ThemeFile.Problem) -> ThemeStatements.FaceStatement {
    var statement = ThemeStatements.FaceStatement()
    for key in table.keys {
      if key == "fg" || key == "bg" {
        guard let text = table[key]?.string else {
          throw problem("faces", face, "\(key) is a colour such as \"#7cc4ff\"")
        }
        let color = stated(text, "faces", face)
        if key == "fg" { statement.foreground = color } else { statement.background = color }
      } else if let attribute = Self.attributes[key] {
        guard let isOn = table[key]?.bool else {
          throw problem("faces", face, "\(key) is true or false")
        }
        if isOn { statement.adding.insert(attribute) } else { statement.removing.insert(attribute) }
      } else {
        let names = ["fg", "bg"] + Self.attributes.keys.sorted()
        throw problem("faces", face, ThemeFile.unknown(key, among: names))
      }
    }
    return statement
  }
}

extension ThemeReader {
  private func stated(
    _ text: String, _ section: String?, _ key: String
  ) -> ThemeStatements.Stated {
    ThemeStatements.Stated(text: text, file: file, line: lines.line(of: key, in: section))
  }

  private func string(_ table: TOMLTable, _ key: String) throws(ThemeFile.Problem) -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string else { throw problem(nil, key, "\(key) is text") }
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
      throw problem(section, name, ThemeFile.unknown(name, among: known))
    }
  }

  private func problem(_ section: String?, _ key: String, _ reason: String) -> ThemeFile.Problem {
    ThemeFile.Problem(file: file, line: lines.line(of: key, in: section), reason: reason)
  }
}
