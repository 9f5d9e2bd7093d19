import TerminalGrid

extension Model {
  /// What a key does where the keys are now. A key that means nothing there and types text is
  /// inserted where text is edited.
  mutating func press(_ key: Key) -> [Effect] {
    if let notice, notice.dismissible <= clock.instant { self.notice = nil }
    let context = inputContext
    guard let action = keymap.action(for: key, in: context) else {
      if let typed = key.typed { type(String(typed)) }
      return []
    }
    switch action {
    case .quit: return quit()
    case .suspend: return [.suspend]
    case .redraw: return [.repaint]
    default: break
    }
    switch context {
    case .live, .frozen, .pane: return read(action)
    case .composing: return composeKey(action)
    case .commandLine: return commandKey(action)
    case .help: helpKey(action)
    case .question: answer(action)
    }
    return []
  }

  private mutating func read(_ action: Action) -> [Effect] {
    switch action {
    case .compose: startComposing()
    case .reply: startReply()
    case .commandLine:
      commandLine.clear()
      mode = .commandLine
    case .help:
      helpScroll = 0
      mode = .help
    case .nextPane:
      pane.hasKeys = pane.isOpen ? !pane.hasKeys : true
      pane.isOpen = true
      settleView()
    case .connectionPane:
      pane.isOpen.toggle()
      pane.hasKeys = false
      settleView()
    case .back:
      pane = SidePane()
      settleView()
    case .retryFailed: return retryFailed()
    case .discardFailed: return discardFailed()
    default: scroll(action)
    }
    return []
  }

  private mutating func helpKey(_ action: Action) {
    let page = max(1, size.rows - 4)
    switch action {
    case .scrollDown: helpScroll += 1
    case .scrollUp: helpScroll -= 1
    case .pageNewer: helpScroll += page
    case .pageOlder: helpScroll -= page
    case .back: mode = .reading
    default: break
    }
    helpScroll = min(max(0, helpScroll), HelpText.lastScroll(keymap, size: size))
  }

  private mutating func answer(_ action: Action) {
    guard case .question(.pasteLines(let text)) = mode else { return }
    switch action {
    case .confirm:
      mode = .composing
      insertIntoCompose(text)
    case .decline: mode = .composing
    default: break
    }
  }
}
