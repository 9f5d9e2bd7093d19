public import TerminalGrid

/// How everything on the screen looks: a style for each face, the colours of names, the badges.
public struct Theme: Sendable, Hashable {
  public let name: String
  /// One line for the list of themes.
  public let summary: String
  /// The colours of authors' names; each author always gets the same one. May be empty.
  public let nameColors: [Color]
  public let badges: Badges
  private let styles: [Style]
  private let selection: FaceStyle
  private let ownNameHasColor: Bool

  /// A theme from what is stated about each face; the rest follows from the faces they build on.
  public init(
    name: String, summary: String, faces: [Face: FaceStyle], nameColors: [Color] = [],
    badges: Badges = Badges()
  ) {
    self.name = name
    self.summary = summary
    self.nameColors = nameColors
    self.badges = badges
    selection = faces[.selection] ?? FaceStyle(adding: .reverse)
    ownNameHasColor = faces[.ownName]?.foreground != nil
    styles = Face.allCases.map { Self.resolve($0, in: faces) }
  }

  /// The style of a face.
  public subscript(face: Face) -> Style {
    styles[face.rawValue]
  }

  /// The style of an author's name: `color` is the index that the author's id hashes to.
  public func name(color: Int, isOwn: Bool) -> Style {
    var style = self[isOwn ? .ownName : .name]
    if !nameColors.isEmpty, !(isOwn && ownNameHasColor) {
      style.foreground = nameColors[color % nameColors.count]
    }
    return style
  }

  /// `style` as it looks inside the selected comment. A background that differs from that of text
  /// is kept: it means something.
  public func selected(_ style: Style) -> Style {
    var selected = selection.applied(to: style)
    if style.background != self[.text].background { selected.background = style.background }
    return selected
  }

  private static func resolve(_ face: Face, in faces: [Face: FaceStyle]) -> Style {
    let base = face.base.map { resolve($0, in: faces) } ?? Style()
    return faces[face]?.applied(to: base) ?? base
  }
}

extension Theme {
  /// The signs before names, so that a role is never told by colour alone.
  public struct Badges: Sendable, Hashable {
    public var owner: String
    public var moderator: String
    public var service: String

    public init(owner: String = "★", moderator: String = "◆", service: String = "»") {
      self.owner = owner
      self.moderator = moderator
      self.service = service
    }
  }

  /// The theme without colour: attributes only, over the terminal's own colours. For terminals
  /// that have none, for `NO_COLOR`, and for when no theme file can be read.
  public static let monochrome = Theme(
    name: "monochrome", summary: "No colour at all: bold, dim, underline and reverse",
    faces: [
      .time: FaceStyle(adding: .dim),
      .reply: FaceStyle(adding: .dim),
      .pending: FaceStyle(adding: .dim),
      .retracted: FaceStyle(adding: [.dim, .italic]),
      .name: FaceStyle(adding: .bold),
      .ownName: FaceStyle(adding: .underline),
      .mention: FaceStyle(adding: [.bold, .reverse]),
      .error: FaceStyle(adding: .bold),
      .warning: FaceStyle(adding: .bold),
      .accent: FaceStyle(adding: .bold),
      .selection: FaceStyle(adding: .reverse),
      .status: FaceStyle(adding: .reverse),
      .statusBusy: FaceStyle(adding: .bold),
      .statusBad: FaceStyle(adding: [.bold, .underline]),
      .frozen: FaceStyle(adding: [.bold, .reverse]),
      .pinned: FaceStyle(adding: .bold),
      .divider: FaceStyle(adding: .dim),
      .placeholder: FaceStyle(adding: .dim),
    ])
}
