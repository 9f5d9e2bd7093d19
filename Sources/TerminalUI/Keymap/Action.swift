/// Something that a key does. Its name is what a keymap file and `gavel keys` call it.
public enum Action: String, Sendable, Hashable, CaseIterable {
  // Reading
  case selectOlder = "select-older"
  case selectNewer = "select-newer"
  case halfPageOlder = "half-page-older"
  case halfPageNewer = "half-page-newer"
  case pageOlder = "page-older"
  case pageNewer = "page-newer"
  case oldest
  case firstNew = "first-new"
  case thread
  case unfold
  case live
  case thaw
  case compose
  case reply
  case react
  case commandLine = "command-line"
  case search
  case searchOlder = "search-older"
  case searchNewer = "search-newer"
  case endSearch = "end-search"
  case highlightOlder = "highlight-older"
  case highlightNewer = "highlight-newer"
  case help
  case nextPane = "next-pane"
  case connectionPane = "connection-pane"
  case retryFailed = "retry-failed"
  case discardFailed = "discard-failed"
  case heldPane = "held-pane"
  case logPane = "log-pane"
  case userPane = "user-pane"
  case streamPane = "stream-pane"
  case nextTab = "next-tab"
  case previousTab = "previous-tab"
  // Moderating
  case delete
  case hold
  case approve
  case reject
  case pin
  case mute
  case unmute
  case shadowBan = "shadow-ban"
  case purge
  case undo
  case mark
  case markRange = "mark-range"
  case markUser = "mark-user"
  case nextWaiting = "next-waiting"
  // Anywhere
  case quit
  case suspend
  case redraw
  case back
  // Going to another stream
  case streamByDigit = "stream-by-digit"
  case nextStream = "next-stream"
  case previousStream = "previous-stream"
  case activeStream = "active-stream"
  case streamList = "stream-list"
  // Editing a line
  case submit
  case complete
  case completeNext = "complete-next"
  case completePrevious = "complete-previous"
  case transpose
  case moveLeft = "move-left"
  case moveRight = "move-right"
  case moveWordLeft = "move-word-left"
  case moveWordRight = "move-word-right"
  case moveToStart = "move-to-start"
  case moveToEnd = "move-to-end"
  case deleteBackward = "delete-backward"
  case deleteForward = "delete-forward"
  case killWordBackward = "kill-word-backward"
  case killAlphanumericBackward = "kill-alphanumeric-backward"
  case killWordForward = "kill-word-forward"
  case killToStart = "kill-to-start"
  case killToEnd = "kill-to-end"
  case yank
  case historyOlder = "history-older"
  case historyNewer = "history-newer"
  // Answering a question
  case confirm
  case decline
}

extension Action {
  /// Whether it is of no use to those who do not moderate. A viewer deletes their own comments.
  var isForModerators: Bool {
    switch self {
    case .heldPane, .logPane, .userPane, .hold, .approve, .reject, .pin, .mute, .unmute,
      .shadowBan, .purge, .undo, .mark, .markRange, .markUser, .nextWaiting:
      true
    default: false
    }
  }
}
