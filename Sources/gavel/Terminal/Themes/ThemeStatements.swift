import TerminalGrid
import TerminalUI

/// What theme files state, before colours are looked up: one file's, or a chain's laid over each
/// other. Each statement remembers where it stands, so that a problem can say so.
struct ThemeStatements {
  /// The name of the theme that this one builds on.
  var inherits: Stated?
  var name: String?
  var summary: String?
  /// Colours under names: `#rrggbb` or `default`.
  var palette: [String: Stated] = [:]
  /// Nil where the file says nothing about names.
  var nameColors: [Stated]?
  var badges = BadgeStatements()
  var faces: [Face: FaceStatement] = [:]
  /// Where the face `text` stands, or is missed.
  var place: (file: String, line: Int?)

  init(place: (file: String, line: Int?)) { self.place = place }

  /// A word of a theme file.
  struct Stated {
    let text: String
    let file: String
    /// Counted from 1.
    let line: Int?

    func problem(_ reason: String) -> ThemeFile.Problem {
      ThemeFile.Problem(file: file, line: line, reason: reason)
    }
  }

  struct BadgeStatements {
    var owner: String?
    var moderator: String?
    var service: String?
  }

  struct FaceStatement {
    var foreground: Stated?
    var background: Stated?
    var adding: Attributes = []
    var removing: Attributes = []
  }
}

extension ThemeStatements {
  /// These laid over those of the theme that they inherit from. What is stated here wins, colour by
  /// colour and attribute by attribute; a colour of the palette that has another value here has it
  /// in the faces of the other theme too.
  func laid(over base: ThemeStatements) -> ThemeStatements {
    var result = base
    result.place = place
    result.name = name
    result.summary = summary
    result.palette.merge(palette) { _, own in own }
    result.nameColors = nameColors ?? base.nameColors
    result.badges.owner = badges.owner ?? base.badges.owner
    result.badges.moderator = badges.moderator ?? base.badges.moderator
    result.badges.service = badges.service ?? base.badges.service
    for (face, own) in faces {
      var merged = base.faces[face] ?? FaceStatement()
      merged.foreground = own.foreground ?? merged.foreground
      merged.background = own.background ?? merged.background
      merged.adding = merged.adding.subtracting(own.removing).union(own.adding)
      merged.removing = merged.removing.subtracting(own.adding).union(own.removing)
      result.faces[face] = merged
    }
    return result
  }

  /// The theme that they make; it takes the name that the file states, else `fallbackName`.
  func theme(named fallbackName: String) throws(ThemeFile.Problem) -> Theme {
    for (_, stated) in palette { _ = try color(stated, inPalette: true) }
    var styles: [Face: FaceStyle] = [:]
    for (face, statement) in faces {
      styles[face] = FaceStyle(
        foreground: try color(statement.foreground), background: try color(statement.background),
        adding: statement.adding, removing: statement.removing)
    }
    guard styles[.text]?.foreground != nil, styles[.text]?.background != nil else {
      throw ThemeFile.Problem(
        file: place.file, line: place.line, reason: "the face text must state fg and bg")
    }
    var names: [Color] = []
    for stated in nameColors ?? [] {
      if let color = try color(stated) { names.append(color) }
    }
    let standard = Theme.Badges()
    return Theme(
      name: name ?? fallbackName, summary: summary ?? "", faces: styles, nameColors: names,
      badges: Theme.Badges(
        owner: badges.owner ?? standard.owner, moderator: badges.moderator ?? standard.moderator,
        service: badges.service ?? standard.service))
  }

  /// A palette name, `#rrggbb`, or `default`.
  private func color(
    _ stated: Stated?, inPalette: Bool = false
  ) throws(ThemeFile.Problem) -> Color? {
    guard let stated else { return nil }
    if stated.text == "default" { return .standard }
    if stated.text.first == "#" {
      let digits = stated.text.dropFirst()
      guard digits.utf8.count == 6, let hex = UInt32(digits, radix: 16) else {
        throw stated.problem(
          "\(stated.text) is no colour: six hexadecimal digits, as in #7cc4ff")
      }
      return Color(hex: hex)
    }
    guard !inPalette else {
      throw stated.problem("a colour of the palette is \"#rrggbb\", not \(stated.text)")
    }
    guard let found = palette[stated.text] else {
      throw stated.problem(
        ThemeFile.unknown(stated.text, among: palette.keys.sorted() + ["default"]))
    }
    return try color(found, inPalette: true)
  }
}
