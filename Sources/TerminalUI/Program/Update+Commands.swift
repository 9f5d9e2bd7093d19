import ClientCore

extension Model {
  mutating func commandKey(_ action: Action) -> [Effect] {
    switch action {
    case .submit: return runCommand()
    case .back: mode = .reading
    case .complete:
      let completed = CommandCompletion.complete(
        commandLine.before, themes: settings.themeNames)
      if let completed, commandLine.after.isEmpty { commandLine.replace(with: completed) }
    case .deleteBackward where commandLine.isEmpty: mode = .reading
    default: commandLine.perform(action, history: &commandHistory)
    }
    return []
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
    case .help:
      helpScroll = 0
      mode = .help
    case .theme(let name): return [.loadTheme(name)]
    case .mouse(let isOn):
      say(isOn ? "mouse on: hold Shift to select text" : "mouse off")
      return [.setMouse(isOn)]
    case .connection:
      pane = SidePane(isOpen: true, hasKeys: false, tab: .connection)
      settleView()
    case .reconnect:
      guard case .stopped = session.connection else {
        say("the connection comes back by itself")
        return []
      }
      return drive(.start)
    }
    return []
  }
}
