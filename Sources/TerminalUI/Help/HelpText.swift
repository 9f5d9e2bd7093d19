import TerminalGrid

/// All that can be done, by where the keys are, the commands, and what the signs mean: the one list
/// that `?` searches and `gavel keys` prints.
struct HelpText {
  struct Section {
    let title: String
    /// Where its keys work; nil for commands and signs.
    let context: InputContext?
    var entries: [Entry]
  }

  struct Entry {
    /// Keys, a command with its parameters, or a sign.
    let key: String
    let summary: String
    let subject: Subject
  }

  enum Subject {
    case binding(Binding)
    case command(CommandVerb)
    case sign
  }

  let sections: [Section]

  /// - Parameter here: the context whose keys come first.
  init(_ keymap: Keymap, badges: Theme.Badges = Theme.Badges(), here: InputContext? = nil) {
    var said: Set<String> = []
    let contexts =
      InputContext.allCases.filter { $0 == here } + InputContext.allCases.filter { $0 != here }
    let keys = contexts.compactMap { context -> Section? in
      // What does the same in an earlier list is not repeated.
      let bindings = keymap.bindings(in: context).filter {
        said.insert("\(KeyLabel.text($0.keys)) \($0.action.rawValue) \($0.summary)").inserted
      }
      guard !bindings.isEmpty else { return nil }
      return Section(
        title: context.title, context: context,
        entries: bindings.map {
          Entry(key: KeyLabel.text($0.keys), summary: $0.summary, subject: .binding($0))
        })
    }
    sections =
      keys + [
        Section(title: "Commands", context: nil, entries: Self.commands),
        Section(title: "Signs", context: nil, entries: Self.signs(badges)),
      ]
  }

  private static var commands: [Entry] {
    CommandVerb.allCases.map { verb in
      let names = ([verb.rawValue] + verb.aliases).map { ":" + $0 }.joined(separator: " ")
      return Entry(
        key: verb.parameters.isEmpty ? names : "\(names) \(verb.parameters)",
        summary: verb.summary, subject: .command(verb))
    }
  }

  private static func signs(_ badges: Theme.Badges) -> [Entry] {
    [
      (badges.owner, "the owner of the stream"), (badges.moderator, "a moderator"),
      (badges.service, "a service that posts for others"), ("@", "mentions you"),
      ("!", "one of your highlights"), ("/", "matches the search"),
      ("↳", "answers another comment"), ("●", "a marked comment"), ("▌", "the selected comment"),
      ("◉", "the selected comment, marked"), ("▏", "another comment of the selected one's author"),
      ("○", "a stream from which nothing comes at the moment"),
    ].map { Entry(key: $0, summary: $1, subject: .sign) }
  }
}

extension Keymap {
  /// The same list as text, one key per line: what `gavel keys` prints.
  public var table: String {
    let sections = HelpText(self).sections
    let keys = sections.flatMap { $0.entries.map { SafeText($0.key).columns } }
    let width = keys.max() ?? 0
    return sections.map { section in
      let lines = section.entries.map { entry in
        let padding = String(repeating: " ", count: width - SafeText(entry.key).columns)
        return "  \(entry.key)\(padding)  \(entry.summary)"
      }
      return ([section.title] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}
