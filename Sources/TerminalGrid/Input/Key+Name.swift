extension Key: CustomStringConvertible {
  /// The name that keymaps and help use: `q`, `G`, `ctrl-c`, `alt-1`, `shift-up`, `f5`, `space`.
  public var description: String {
    var name = ""
    if modifiers.contains(.control) { name += "ctrl-" }
    if modifiers.contains(.alt) { name += "alt-" }
    if modifiers.contains(.shift) { name += "shift-" }
    switch code {
    case .character(" "): name += "space"
    case .character(let character): name.append(character)
    case .function(let number): name += "f\(number)"
    default: name += Self.names.first { $0.code == code }?.name ?? ""
    }
    return name
  }

  /// The key that `name` stands for, as ``description`` writes it; modifiers in any order,
  /// words in any case, a few usual synonyms (`esc`, `return`, `pgup`, `del`).
  public init?(_ name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    while let dash = rest.dropFirst().firstIndex(of: "-"), rest.index(after: dash) < rest.endIndex {
      guard let modifier = Self.modifierNames[rest[..<dash].lowercased()] else { return nil }
      modifiers.insert(modifier)
      rest = rest[rest.index(after: dash)...]
    }
    if rest.count == 1, let character = rest.first {
      let typed = modifiers.contains(.control) ? character.lowercased() : String(character)
      guard typed.count == 1, let only = typed.first, !only.isNewline else { return nil }
      self.init(.character(only), modifiers)
      return
    }
    let word = rest.lowercased()
    if let code = Self.names.first(where: { $0.name == word })?.code ?? Self.synonyms[word] {
      self.init(code, modifiers)
    } else if word.first == "f", let number = Int(word.dropFirst()), 1...24 ~= number {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }

  private static let modifierNames: [String: Modifiers] = [
    "ctrl": .control, "control": .control, "c": .control,
    "alt": .alt, "meta": .alt, "m": .alt,
    "shift": .shift, "s": .shift,
  ]

  private static let names: [(name: String, code: Code)] = [
    ("space", .character(" ")), ("enter", .enter), ("esc", .escape), ("tab", .tab),
    ("backspace", .backspace), ("delete", .delete), ("insert", .insert),
    ("up", .up), ("down", .down), ("left", .left), ("right", .right),
    ("home", .home), ("end", .end), ("pageup", .pageUp), ("pagedown", .pageDown),
  ]

  private static let synonyms: [String: Code] = [
    "escape": .escape, "return": .enter, "del": .delete, "ins": .insert,
    "pgup": .pageUp, "pgdn": .pageDown, "pgdown": .pageDown, "bs": .backspace,
  ]
}
