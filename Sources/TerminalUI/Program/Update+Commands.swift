import ClientCore
import LiveComments

extension Model {
  mutating func commandKey(_ action: Action) -> [Effect] {
    switch action {
    case .complete, .completePrevious:
      completeCommand(by: action == .complete ? 1 : -1)
      return []
    case .back where commandCompletion != nil:
      if let completion = commandCompletion.take() {
        commandLine.replaceBeforeCursor(completion.text, with: completion.typed)
      }
      return []
    default: commandCompletion = nil
    }
    switch action {
    case .submit: return runCommand()
    case .back: mode = .reading
    case .deleteBackward where commandLine.isEmpty: mode = .reading
    default: commandLine.perform(action, history: &commandHistory)
    }
    return []
  }

  /// Tab in the `:` line: completes the last word as far as what it may be agrees, then goes through
  /// that.
  private mutating func completeCommand(by step: Int) {
    if var offered = commandCompletion {
      let shown = offered.text
      offered.move(by: step)
      commandLine.replaceBeforeCursor(shown, with: offered.text)
      commandCompletion = offered
      return
    }
    guard commandLine.after.isEmpty else { return }
    let completion = CommandCompletion(
      themes: settings.themeNames, users: recentNames(),
      streams: strip?.labels.map(\.name) ?? [])
    guard let outcome = completion.complete(commandLine.before) else { return }
    commandLine.replaceBeforeCursor(outcome.typed, with: outcome.agreed)
    guard !outcome.candidates.isEmpty else { return }
    commandCompletion = Completion(typed: outcome.agreed, words: outcome.candidates)
  }

  /// Runs the line, or says what is wrong with it. It is never posted.
  private mutating func runCommand() -> [Effect] {
    let line = commandLine.text
    commandHistory.append(line)
    commandLine.clear()
    mode = .reading
    do {
      guard let command = try Command.parse(line) else { return [] }
      return run(command)
    } catch {
      say(error.message, .warning)
      return []
    }
  }

  private mutating func run(_ command: Command) -> [Effect] {
    switch command {
    case .quit: return quit()
    case .help: openPalette()
    case .theme(let name): return [.loadTheme(name)]
    case .mouse(let isOn):
      say(isOn ? "mouse on: hold Shift to select text" : "mouse off")
      return [.setMouse(isOn)]
    case .set(let setting): change(setting)
    case .tabs(let request): return ask(request)
    case .show(let tab): open(tab, takingKeys: tab == .held)
    case .card(nil):
      if !paneCovers { pane.hasKeys = false }
      showCard()
    case .card(let name?):
      guard let user = user(named: name) else { break }
      card.want(user)
      open(.user, takingKeys: true)
    case .reconnect:
      guard case .stopped = session.connection else {
        say("the connection comes back by itself")
        return []
      }
      return drive(.start)
    case .react(let emoji, let id): return react(emoji, named: id)
    case .filter(nil): listFilters()
    case .filter(let query?): addFilter(query)
    case .unfilter(let which): removeFilter(which)
    case .moderate(let command): return run(command)
    }
    return []
  }

  private mutating func change(_ setting: Setting) {
    switch setting {
    case .times(let style):
      settings.times = style
      say("times: \(style.rawValue)")
    case .emotes(let isShort):
      settings.shortensEmotes = isShort
      say(isShort ? "emotes are shown short" : "emotes are shown by their full names")
    case .repeats(let areFolded):
      settings.collapsesRepeats = areFolded
      foldRepeatsAnew()
      say(areFolded ? "repeats are shown as one line" : "every comment has its own line")
    }
    settleView()
  }
}
