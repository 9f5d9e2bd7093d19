import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// Everything that can be done, what is possible here first: the entries of `?`.
  var paletteEntries: [PickerEntry] {
    let here = readingContext
    var entries: [PickerEntry] = []
    for section in HelpText(keymap, badges: theme.badges, here: here).sections {
      let isHere = section.context == here
      entries += section.entries.compactMap { entry in
        paletteEntry(entry, in: section, isHere: isHere)
      }
      if isHere {
        // By subject; what is of the same subject stays in the keymap's order.
        let others = Topic.allCases.filter { $0 != .moderating }
        let topics: [Topic] = moderates ? [.moderating] + others : others + [.moderating]
        entries = topics.flatMap { topic in entries.filter { $0.group == topic.title } }
      }
    }
    return entries
  }

  private func paletteEntry(
    _ entry: HelpText.Entry, in section: HelpText.Section, isHere: Bool
  ) -> PickerEntry? {
    var item = PickerEntry(
      choice: .nothing, title: entry.summary, key: entry.key, group: section.title)
    switch entry.subject {
    case .sign: break
    case .binding(let binding) where isHere:
      // The list is open already.
      guard binding.action != .help else { return nil }
      item.choice = .action(binding.action)
      item.group = binding.action.topic.title
      item.refusal = whyNot(binding.action)
    case .binding: item.choice = .elsewhere(section.title)
    case .command(let verb):
      item.choice = .command(verb)
      item.refusal = verb.isForModerators ? whyNot(.hold) : nil
    }
    return item
  }

  /// Why an action does nothing here and now; nil when nothing is known to stand against it.
  func whyNot(_ action: Action) -> String? {
    let nothingSelected = "select a comment first"
    switch action {
    case .compose: return whyNotWrite
    case .reply:
      return whyNotWrite ?? (frozen?.selectedComment == nil ? nothingSelected : nil)
    case .retryFailed, .discardFailed: return firstFailedPost == nil ? "nothing was refused" : nil
    case .heldPane, .logPane, .userPane: return moderates ? nil : whyNot(.hold)
    case .nextWaiting: return heldWaiting == 0 ? "nothing waits for review" : nil
    case .undo: return whyNot(.restore) ?? (deeds.last == nil ? "nothing to take back" : nil)
    case .mark, .markRange, .markUser:
      return moderates ? frozen?.selection == nil ? nothingSelected : nil : whyNot(.hold)
    case .streamByDigit, .nextStream, .previousStream, .activeStream, .streamList:
      return strip == nil ? "only one stream is open" : nil
    default:
      guard let moderation = action.moderation else { return nil }
      if pane.hasKeys, pane.tab == .user {
        guard let user = card.wanted else { return "no card is shown" }
        return whyNot(moderation, users: [user])
      }
      // Marks may be many: they are judged when the action is chosen.
      if !pane.hasKeys, frozen?.hasMarks == true { return whyNot(moderation) }
      let comments = subjects
      if let reason = whyNot(moderation, comments: comments) { return reason }
      return comments.isEmpty ? pane.hasKeys ? "nothing is selected" : nothingSelected : nil
    }
  }

  mutating func openPalette() {
    mode = .help(Picker())
  }

  mutating func paletteKey(_ action: Action) -> [Effect] {
    guard case .help(var picker) = mode else { return [] }
    let entries = paletteEntries
    switch action {
    case .back: mode = .reading
    case .submit:
      guard let entry = picker.chosen(among: entries) else { break }
      return carryOut(entry)
    default:
      picker.perform(action, among: entries, rows: PickerView.listRows(size))
      mode = .help(picker)
    }
    return []
  }

  /// Does what was chosen from a list, as its key would; what cannot be done says why and leaves the
  /// list open.
  mutating func carryOut(_ entry: PickerEntry) -> [Effect] {
    if let refusal = entry.refusal {
      say(refusal, .warning)
      return []
    }
    switch entry.choice {
    case .nothing: return []
    case .elsewhere(let place):
      say("that key works elsewhere: \(place.lowercased())")
      return []
    case .stream(let index):
      mode = .reading
      return ask(.show(index))
    case .action(let action):
      mode = .reading
      // Which of the streams is meant is not known yet.
      return perform(action == .streamByDigit ? .streamList : action, in: inputContext)
    case .command(let verb):
      commandLine.replace(with: verb.parameters.isEmpty ? verb.rawValue : verb.rawValue + " ")
      mode = .commandLine
      return verb.parameters.isEmpty ? commandKey(.submit) : []
    }
  }

  /// The list that is open, as it is drawn.
  var openList: PickerView? {
    switch mode {
    case .help(let picker):
      PickerView(
        self, title: "Help: \(readingContext.title)", picker: picker, entries: paletteEntries)
    case .streams(let picker):
      PickerView(self, title: "Streams", picker: picker, entries: streamEntries)
    default: nil
    }
  }

  /// The wheel moves through an open list, a click selects, and a click on what is selected does it.
  mutating func pointAtList(_ event: MouseEvent) -> [Effect] {
    guard let list = openList else { return [] }
    var picker = list.picker
    switch event.action {
    case .wheelUp: picker.perform(.pageOlder, among: list.entries, rows: 3)
    case .wheelDown: picker.perform(.pageNewer, among: list.entries, rows: 3)
    case .press(.left):
      guard let index = list.index(atRow: event.position.row) else { return [] }
      if index == picker.selected, let entry = picker.chosen(among: list.entries) {
        return carryOut(entry)
      }
      picker.select(index)
    case .press, .release, .drag: return []
    }
    if case .help = mode { mode = .help(picker) } else { mode = .streams(picker) }
    return []
  }
}

extension Action {
  /// What it asks of the server about comments or users.
  fileprivate var moderation: ModerationAction? {
    switch self {
    case .delete: .delete
    case .hold: .hold
    case .approve: .approve
    case .reject: .reject
    case .pin: .pin
    case .mute: .mute
    case .unmute: .unmute
    case .shadowBan: .shadowBan
    case .purge: .purgeUser
    default: nil
    }
  }
}
