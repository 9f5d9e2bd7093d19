/// Something that `:set` changes while the program runs.
public enum Setting: Sendable, Hashable {
  case times(TimeStyle)
  case repeats(Bool)
  /// Whether emote shortcodes are shown short.
  case emotes(isShort: Bool)

  /// Names and what each may be set to.
  static let values: [(name: String, values: [String])] = [
    ("times", TimeStyle.allCases.map(\.rawValue)), ("repeats", onOrOff),
    ("emotes", shortOrFull),
  ]

  private static let onOrOff = ["on", "off"]
  private static let shortOrFull = ["short", "full"]

  /// Reads what follows `set`: a name and a value.
  static func parse(_ words: inout CommandWords) throws(CommandProblem) -> Setting {
    let names = values.map(\.name)
    guard let name = words.next() else {
      throw CommandProblem(
        message: ":set takes a name and a value: \(names.joined(separator: ", "))")
    }
    guard let known = values.first(where: { $0.name == name }) else {
      let nearest = NearestName.of(name, among: names).map { "did you mean \($0)?" }
      throw CommandProblem(
        message: "there is no setting \(name); \(nearest ?? names.joined(separator: ", "))")
    }
    let choices = known.values.joined(separator: "|")
    guard let value = words.next(), words.next() == nil, let setting = Setting(name, value) else {
      throw CommandProblem(message: ":set \(name) takes \(choices)")
    }
    return setting
  }

  private init?(_ name: String, _ value: String) {
    switch name {
    case "times":
      guard let style = TimeStyle(rawValue: value) else { return nil }
      self = .times(style)
    case "repeats":
      guard Self.onOrOff.contains(value) else { return nil }
      self = .repeats(value == "on")
    case "emotes":
      guard Self.shortOrFull.contains(value) else { return nil }
      self = .emotes(isShort: value == "short")
    default: return nil
    }
  }
}
