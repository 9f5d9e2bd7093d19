import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// What the stream is called on the screen.
  var streamName: String { settings.streamName ?? session.streamID.rawValue }

  /// The keys that go to another stream; nil for other actions.
  mutating func tabEffects(_ action: Action, _ key: Key?) -> [Effect]? {
    switch action {
    case .streamByDigit:
      guard case .character(let character)? = key?.code, let digit = character.wholeNumberValue
      else {
        return []
      }
      return ask(.show(digit - 1))
    case .nextStream: return ask(.next)
    case .previousStream: return ask(.previous)
    case .activeStream: return ask(.active)
    case .streamList:
      openStreamList()
      return []
    default: return nil
    }
  }

  /// Says so when there is no other stream to go to.
  mutating func ask(_ request: TabRequest) -> [Effect] {
    guard strip != nil || request == .close else {
      say("only one stream is open: `gavel watch A B` opens several")
      return []
    }
    switch mode {
    case .streams, .help: mode = .reading
    default: break
    }
    return [.tabs(request)]
  }

  private mutating func openStreamList() {
    guard let strip else {
      _ = ask(.next)
      return
    }
    mode = .streams(Picker(selected: strip.shown))
  }

  /// The open streams as a list to choose from.
  var streamEntries: [PickerEntry] {
    (strip?.labels ?? []).enumerated().map { index, label in
      PickerEntry(
        choice: .stream(index), title: label.name, key: index < 9 ? "Alt-\(index + 1)" : "",
        note: [label.marks, label.origin ?? ""].filter { !$0.isEmpty }.joined(separator: "  "))
    }
  }

  mutating func streamsKey(_ action: Action) -> [Effect] {
    guard case .streams(var picker) = mode else { return [] }
    switch action {
    case .back: mode = .reading
    case .submit:
      guard let entry = picker.chosen(among: streamEntries) else { break }
      return carryOut(entry)
    default:
      picker.perform(action, among: streamEntries, rows: PickerView.listRows(size))
      mode = .streams(picker)
    }
    return []
  }

  /// The stream whose label is at a column of the strip.
  func stream(atColumn column: Int, of area: Area) -> Int? {
    TabStripView(self)?.slots(columns: area.columns)
      .first { $0.columns.contains(column - area.column) }?.index
  }
}
