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

  /// Several keys that do the same, separated by spaces.
  public static func text(_ keys: [Key]) -> String {
    keys.map { text($0) }.joined(separator: " ")
  }
}
