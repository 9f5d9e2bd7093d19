public import TerminalGrid

/// Keys as people read them: `Ctrl-C`, `PgUp`, `↑`.
public enum KeyLabel {
  public static func text(_ key: Key) -> String {
    var label = ""
    if key.modifiers.contains(.control) { label += "Ctrl-" }
    if key.modifiers.contains(.alt) { label += "Alt-" }
    if key.modifiers.contains(.shift) { label += "Shift-" }
    switch key.code {
    case .character(" "): return label + "Space"
    case .character(let character):
      return label + (key.modifiers.isEmpty ? String(character) : character.uppercased())
    case .enter: return label + "Enter"
    case .escape: return label + "Esc"
    case .tab: return label + "Tab"
    case .backspace: return label + "Backspace"
    case .delete: return label + "Del"
    case .insert: return label + "Ins"
    case .up: return label + "↑"
    case .down: return label + "↓"
    case .left: return label + "←"
    case .right: return label + "→"
    case .home: return label + "Home"
    case .end: return label + "End"
    case .pageUp: return label + "PgUp"
    case .pageDown: return label + "PgDn"
    case .function(let number): return label + "F\(number)"
    }
  }

  /// Several keys that do the same, separated by spaces; digits in a row as `Alt-1…9`.
  public static func text(_ keys: [Key]) -> String {
    var labels: [String] = []
    var rest = keys[...]
    while let first = rest.first {
      let run = rest.indices.prefix { index in
        digit(rest[index]).flatMap { digit in self.digit(first).map { digit - $0 } }
          == index - rest.startIndex && rest[index].modifiers == first.modifiers
      }.count
      if run > 2, let last = digit(rest[rest.startIndex + run - 1]) {
        labels.append("\(text(first))…\(last)")
        rest = rest.dropFirst(run)
      } else {
        labels.append(text(first))
        rest = rest.dropFirst()
      }
    }
    return labels.joined(separator: " ")
  }

  private static func digit(_ key: Key) -> Int? {
    guard case .character(let character) = key.code, character.isASCII else { return nil }
    return character.wholeNumberValue
  }
}
