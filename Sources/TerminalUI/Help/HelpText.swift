import TerminalGrid

/// The help as lines: keys by context, commands, and what the signs mean. From the one keymap.
struct HelpText {
  enum Line: Equatable {
    case heading(String)
    case entry(keys: String, summary: String)
    case blank
  }

  let lines: [Line]

  /// - Parameter moderates: whether what only moderators can do is possible here; otherwise it is
  ///   listed with their badge.
  init(_ keymap: Keymap, badges: Theme.Badges = Theme.Badges(), moderates: Bool = true) {
    var lines: [Line] = []
    func marked(_ summary: String, _ isForModerators: Bool) -> String {
      isForModerators && !moderates ? "\(badges.moderator) \(summary)" : summary
    }
    var said: Set<String> = []
    for context in InputContext.allCases {
      // What does the same in an earlier list is not repeated.
      let entries = keymap.bindings(in: context).compactMap { binding -> Line? in
        let keys = KeyLabel.text(binding.keys)
        guard said.insert("\(keys) \(binding.action.rawValue) \(binding.summary)").inserted else {
          return nil
        }
        return .entry(
          keys: keys, summary: marked(binding.summary, binding.action.isForModerators))
      }
      guard !entries.isEmpty else { continue }
      lines += [.heading(context.title)] + entries + [.blank]
    }
    lines.append(.heading("Commands"))
    for verb in CommandVerb.allCases {
      let names = ([verb.rawValue] + verb.aliases).map { ":" + $0 }.joined(separator: " ")
      let usage = verb.parameters.isEmpty ? names : "\(names) \(verb.parameters)"
      lines.append(.entry(keys: usage, summary: marked(verb.summary, verb.isForModerators)))
    }
    lines += [
      .blank, .heading("Signs"),
      .entry(keys: badges.owner, summary: "the owner of the stream"),
      .entry(
        keys: badges.moderator,
        summary: moderates ? "a moderator" : "a moderator; here: only moderators can do it"),
      .entry(keys: badges.service, summary: "a service that posts for others"),
      .entry(keys: "@", summary: "mentions you"),
      .entry(keys: "!", summary: "one of your highlights"),
      .entry(keys: "/", summary: "matches the search"),
      .entry(keys: "↳", summary: "answers another comment"),
      .entry(keys: "●", summary: "a marked comment"),
      .entry(keys: "▌", summary: "the selected comment"),
    ]
    self.lines = lines
  }

  /// Columns from which on the lines stand in two columns.
  private static let columnsForTwo = 110

  static func columnCount(_ columns: Int) -> Int { columns >= columnsForTwo ? 2 : 1 }

  /// The largest value that the help can be scrolled to on a screen of this size.
  static func lastScroll(_ keymap: Keymap, size: TerminalSize) -> Int {
    let count = HelpText(keymap).lines.count
    let columns = columnCount(size.columns)
    let rows = (count + columns - 1) / columns
    return max(0, rows - HelpView.bodyRows(size))
  }
}

extension Keymap {
  /// The same table as text, one key per line: what `gavel keys` prints.
  public var table: String {
    let lines = HelpText(self).lines
    let width = lines.reduce(0) { width, line in
      if case .entry(let keys, _) = line { max(width, SafeText(keys).columns) } else { width }
    }
    return lines.map { line in
      switch line {
      case .blank: return ""
      case .heading(let title): return title
      case .entry(let keys, let summary):
        let padding = String(repeating: " ", count: width - SafeText(keys).columns)
        return "  \(keys)\(padding)  \(summary)"
      }
    }.joined(separator: "\n")
  }
}
