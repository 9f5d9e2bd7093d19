public import TerminalGrid

/// The line that one types on while `gavel tail` prints above it, where the terminal lets it be
/// drawn. Pure: events in, deeds and the row to show out. Keys are those of the client's compose line.
public struct TailEditor: Sendable {
  public enum Deed: Sendable, Hashable {
    /// A line that was entered, for `TailInput`.
    case enter(String)
    /// Something to say. Hostile until sanitised.
    case say(String)
    case suspend
    /// The row is to be drawn anew.
    case redraw
    /// Ctrl-D where nothing is typed: the end of the input.
    case leave
    /// A signal asks for the end, or the terminal is gone.
    case end(signal: Int32)
  }

  private let keymap: Keymap
  private var line = LineEditor()
  private var history = InputHistory()
  private var window: LineWindow
  private let prompt: SafeText
  /// Several lines that were pasted, and are asked about.
  private var pasted: String?

  /// - Parameter ascii: whether what is no word of the user's is drawn with ASCII alone.
  public init(keymap: Keymap, ascii: Bool = false) {
    self.keymap = keymap
    window = LineWindow(mark: ascii ? "~" : "…")
    prompt = ascii ? "> " : "› "
  }

  /// What is typed and not entered.
  public var text: String { line.text }

  /// Puts back a line that could not be used, unless another one has been begun.
  public mutating func giveBack(_ text: String) {
    guard line.isEmpty else { return }
    line.replace(with: text)
  }

  /// Whether what comes within a moment has to be known before this is acted upon: an Enter that is
  /// followed at once by more is none that hands have typed.
  public func awaitsMore(after event: TerminalEvent) -> Bool {
    guard case .key(let key) = event, pasted == nil else { return false }
    return keymap.action(for: key, in: .composing) == .submit
  }

  /// What the events that came at once come to.
  public mutating func take(_ events: [TerminalEvent]) -> [Deed] {
    if let text = unmarkedPaste(events) { return paste(text) }
    return events.flatMap { take($0) }
  }

  /// The text of several lines that came as keys, from a terminal that does not mark pastes.
  private func unmarkedPaste(_ events: [TerminalEvent]) -> String? {
    guard pasted == nil else { return nil }
    var text = ""
    for event in events {
      guard case .key(let key) = event else { return nil }
      if let typed = key.typed {
        text.append(typed)
      } else if awaitsMore(after: event) {
        text += "\n"
      } else if key == .tab {
        text += " "
      } else {
        return nil
      }
    }
    return SingleLine.lineCount(of: text) > 1 ? text : nil
  }

  private mutating func take(_ event: TerminalEvent) -> [Deed] {
    switch event {
    case .key(let key): return pasted == nil ? press(key) : answer(key)
    case .paste(let text): return pasted == nil ? paste(text) : []
    case .end(let signal): return [.end(signal: signal)]
    case .mouse, .focus, .resize: return []
    }
  }

  private mutating func press(_ key: Key) -> [Deed] {
    if key == .control("d"), line.isEmpty { return [.leave] }
    guard let action = keymap.action(for: key, in: .composing) else {
      return key.typed.map { insert(String($0)) } ?? []
    }
    switch action {
    case .submit:
      let text = line.text
      line.clear()
      history.append(text)
      return [.enter(text)]
    case .quit: return [.enter("/quit")]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    default:
      line.perform(action, history: &history)
      return []
    }
  }

  /// As the compose line has it: pasted text runs nothing, and several lines are asked about.
  private mutating func paste(_ text: String) -> [Deed] {
    var text = text[...]
    while text.last?.isNewline == true { text.removeLast() }
    guard SingleLine.lineCount(of: String(text)) == 1 else {
      pasted = String(text)
      return []
    }
    return insert(String(text))
  }

  private mutating func insert(_ text: String) -> [Deed] {
    line.insert(text) ? [] : [.say("the line is full: the rest was left out")]
  }

  private mutating func answer(_ key: Key) -> [Deed] {
    guard let text = pasted else { return [] }
    switch keymap.action(for: key, in: .question) {
    case .confirm:
      pasted = nil
      return insert(text)
    case .decline:
      pasted = nil
      return []
    case .quit: return [.enter("/quit")]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    default: return []
    }
  }
}

extension TailEditor {
  /// What the row shows: the prompt and what is typed, or what is asked.
  public struct Row: Sendable, Hashable {
    public var text: SafeText
    /// The column of the cursor.
    public var cursor: Int
  }

  /// Narrower than this, all of the row is for the text.
  private static let columnsForPrompt = 8

  /// The row in a terminal that is `columns` wide; it leaves the last column free.
  public mutating func row(columns: Int) -> Row {
    let room = max(0, columns - 1)
    if let pasted {
      let text = SafeText(Question.pasteLines(pasted).text + answers).truncated(columns: room)
      return Row(text: text, cursor: text.columns)
    }
    let prompt = room < Self.columnsForPrompt ? "" : self.prompt
    let shown = window.show(
      before: SafeText(line.before), after: SafeText(line.after), columns: room - prompt.columns)
    return Row(text: prompt + shown.text, cursor: prompt.columns + shown.cursor)
  }

  /// The keys that answer a question, by their names.
  private var answers: String {
    let keys = [Action.confirm, .decline].compactMap { keymap.keyName(of: $0, in: .question) }
    return " " + keys.joined(separator: "/")
  }

  /// What is typed and not entered as a line that stays; nil when there is nothing.
  public var unfinished: SafeText? {
    line.isEmpty ? nil : prompt + SafeText(line.text)
  }
}
