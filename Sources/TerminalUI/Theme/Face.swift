/// A kind of thing on the screen that a theme gives a look.
public enum Face: Int, Sendable, Hashable, CaseIterable {
  case text
  case secondary
  case time
  case reply
  case pending
  case retracted
  case name
  case ownName
  case mention
  case match
  case highlight
  case ownerBadge
  case moderatorBadge
  case serviceBadge
  case accent
  case success
  case warning
  case error
  case failed
  case selection
  case marker
  case status
  case statusGood
  case statusBusy
  case statusBad
  case statusSecondary
  case sparkline
  case chart
  case divider
  case frozen
  case pinned
  case prompt
  case placeholder
  case counter
  case counterLow
  case counterOver
  case hint
  case key
  case notice
  case question

  /// The face that it builds on: whatever a theme leaves out is taken from there. Nil for `text`,
  /// on which all others build in the end, and for `selection`, which is laid over other faces.
  public var base: Face? {
    switch self {
    case .text, .selection: nil
    case .secondary, .name, .mention, .ownerBadge, .moderatorBadge, .serviceBadge, .accent,
      .success, .warning, .error, .status, .pinned, .notice:
      .text
    case .time, .reply, .pending, .retracted, .divider, .placeholder, .counter, .hint: .secondary
    case .ownName: .name
    case .match, .highlight: .mention
    case .failed, .counterOver: .error
    case .marker, .prompt, .key, .chart: .accent
    case .statusGood, .statusBusy, .statusBad, .statusSecondary, .sparkline: .status
    case .frozen, .counterLow, .question: .warning
    }
  }

  /// Its name in a theme file: `own-name`.
  public var name: String {
    String(describing: self).reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }

  /// The face that a theme file names.
  public init?(name: String) {
    guard let face = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = face
  }
}
