import LiveComments
import TerminalGrid

extension Model {
  /// What a key does where the keys are now. A key that means nothing there and types text is
  /// inserted where text is edited.
  mutating func press(_ key: Key) -> [Effect] {
    isAnswering = true
    defer { isAnswering = false }
    if let notice, notice.dismissible <= clock.instant { self.notice = nil }
    let failure = notice.flatMap { $0.isAnswer && $0.weight != .success ? $0 : nil }
    if failure != nil { notice = nil }
    let context = inputContext
    if let effects = choose(key) { return effects }
    reasonOffer = nil
    guard let action = keymap.action(for: key, in: context) else {
      if let typed = key.typed, context.takesText {
        type(String(typed))
      } else if notice == nil {
        // The key does nothing: what was said before still holds.
        notice = failure
      }
      return []
    }
    return perform(action, key, in: context)
  }

  /// What an action does in a context; `key` is the one that asked for it, if one did.
  mutating func perform(_ action: Action, _ key: Key? = nil, in context: InputContext) -> [Effect] {
    if [.help, .back, .thaw, .endSearch].contains(action) { endFirstSteps() }
    switch action {
    case .quit: return quit()
    case .suspend: return [.suspend]
    case .redraw: return [.repaint]
    default:
      if let effects = tabEffects(action, key) { return effects }
    }
    switch context {
    case .live, .frozen, .pane, .held, .user: return read(action)
    case .composing: return composeKey(action)
    case .commandLine: return commandKey(action)
    case .searching:
      searchKey(action)
      return []
    case .help: return paletteKey(action)
    case .streams: return streamsKey(action)
    case .question: return answer(action)
    case .choosing:
      guard case .reacting = mode else { return leaveMuting(action) }
      leaveReacting(action)
      return []
    }
  }

  private mutating func read(_ action: Action) -> [Effect] {
    switch action {
    case .compose: startComposing()
    case .reply: startReply()
    case .commandLine:
      commandLine.clear()
      mode = .commandLine
    case .search: startSearch()
    case .endSearch: endSearch()
    case .highlightOlder: jumpToHighlight(older: true)
    case .highlightNewer: jumpToHighlight(older: false)
    case .searchOlder: jumpToMatch(older: true)
    case .searchNewer: jumpToMatch(older: false)
    case .help: openPalette()
    case .nextPane: switchPane()
    case .connectionPane: toggle(.connection)
    case .heldPane: open(.held, takingKeys: true)
    case .logPane: toggle(.log)
    case .userPane: showCard()
    case .streamPane: toggle(.stream)
    case .nextTab: switchTab(by: 1)
    case .previousTab: switchTab(by: -1)
    case .back: closePane()
    case .retryFailed: return retryFailed()
    case .discardFailed: return discardFailed()
    case .delete: return decide(.delete)
    case .hold: return decide(.hold)
    case .approve: return decide(.approve)
    case .reject: return decide(.reject)
    case .pin: return togglePin()
    case .mute: startMuting()
    case .react: startReacting()
    case .shadowBan: proposeShadowBan()
    case .purge: proposePurge()
    case .undo: return undo()
    case .mark, .markRange, .markUser: mark(action)
    case .nextWaiting: selectNextWaiting()
    case .firstNew:
      if search == nil { selectFirstNew() } else { jumpToMatch(older: true) }
    case .thread: openThread()
    case .unfold: unfoldRepeats()
    case .thaw where frozen?.hasMarks == true: frozen?.removeMarks()
    default:
      if pane.hasKeys { navigatePane(action) } else { scroll(action) }
    }
    return []
  }

  /// They were read, or nobody wants them.
  mutating func endFirstSteps() {
    guard firstStepsUntil != nil else { return }
    firstStepsUntil = nil
    settleView()
  }

  private mutating func answer(_ action: Action) -> [Effect] {
    guard case .question(let question) = mode, action == .confirm || action == .decline else {
      return []
    }
    switch question {
    case .pasteLines(let text):
      mode = .composing
      if action == .confirm { insertIntoCompose(text) }
    case .postCommand:
      mode = .composing
      if action == .confirm { return post(isConfirmed: true) }
      say("not posted: Esc, then : for commands")
    case .proposal(let proposal):
      mode = .reading
      if action == .confirm { return carryOut(proposal, reason: proposal.reason) }
      say("left as it is")
    }
    return []
  }
}
