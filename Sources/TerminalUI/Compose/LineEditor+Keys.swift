extension LineEditor {
  /// Does what an editing key asks; other actions do nothing.
  mutating func perform(_ action: Action, history: inout InputHistory) {
    if !action.kills { endKill() }
    switch action {
    case .moveLeft: moveLeft()
    case .moveRight: moveRight()
    case .moveWordLeft: moveWordLeft()
    case .moveWordRight: moveWordRight()
    case .moveToStart: moveToStart()
    case .moveToEnd: moveToEnd()
    case .deleteBackward: deleteBackward()
    case .deleteForward: deleteForward()
    case .killWordBackward: killWordBackward()
    case .killAlphanumericBackward: killAlphanumericBackward()
    case .killWordForward: killWordForward()
    case .killToStart: killToStart()
    case .killToEnd: killToEnd()
    case .yank: yank()
    case .transpose: transpose()
    case .historyOlder:
      if let entry = history.older(than: text) { replace(with: entry) }
    case .historyNewer:
      if let entry = history.newer() { replace(with: entry) }
    default: break
    }
  }
}

extension Action {
  fileprivate var kills: Bool {
    switch self {
    case .killWordBackward, .killAlphanumericBackward, .killWordForward, .killToStart, .killToEnd:
      true
    default: false
    }
  }
}
