/// A list that is narrowed by typing, and of which one entry is chosen.
struct Picker: Sendable, Hashable {
  private(set) var query = LineEditor()
  /// The place of the selected entry among those that match.
  private(set) var selected: Int

  init(selected: Int = 0) { self.selected = selected }

  /// The entries that match what was typed: each of its words occurs in them, whatever its case.
  func matches(_ entries: [PickerEntry]) -> [PickerEntry] {
    let words = query.text.lowercased().split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { return entries }
    return entries.filter { entry in
      let text = entry.searched
      return words.allSatisfy { text.contains($0) }
    }
  }

  func chosen(among entries: [PickerEntry]) -> PickerEntry? {
    let matches = matches(entries)
    return matches.isEmpty ? nil : matches[min(selected, matches.count - 1)]
  }

  mutating func select(_ index: Int) { selected = index }

  mutating func type(_ text: String) {
    query.insert(text)
    selected = 0
  }

  /// Moves through the list or edits what was typed; a page has `rows` entries.
  mutating func perform(_ action: Action, among entries: [PickerEntry], rows: Int) {
    let last = max(0, matches(entries).count - 1)
    switch action {
    case .selectOlder: selected = selected == 0 ? last : min(selected, last) - 1
    case .selectNewer: selected = selected >= last ? 0 : selected + 1
    case .pageOlder: selected = max(0, min(selected, last) - rows)
    case .pageNewer: selected = min(last, selected + rows)
    default:
      let before = query.text
      // A search has no history.
      var none = InputHistory()
      query.perform(action, history: &none)
      if query.text != before { selected = 0 }
    }
  }
}

/// Something that a list offers.
struct PickerEntry: Sendable, Hashable {
  enum Choice: Sendable, Hashable {
    case action(Action)
    case command(CommandVerb)
    case stream(Int)
    /// A key that means this where it says.
    case elsewhere(String)
    case nothing
  }

  var choice: Choice
  var title: String
  /// The key that does the same without the list.
  var key = ""
  /// What else there is to say about it.
  var note = ""
  /// What it stands under.
  var group = ""
  /// Why it cannot be chosen; nil when it can.
  var refusal: String?

  fileprivate var searched: String { "\(title) \(key) \(note) \(group)".lowercased() }
}
