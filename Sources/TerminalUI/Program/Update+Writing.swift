import ClientCore
import LiveComments

extension Model {
  mutating func startComposing() {
    if let reason = whyNotWrite {
      say(reason, .warning)
    } else {
      mode = .composing
      if isLockedOut { say("The stream is locked: what you write waits here", .warning) }
      settleView()
    }
  }

  mutating func startReply() {
    guard let comment = frozen?.selectedComment else {
      say("select a comment to reply to", .warning)
      return
    }
    startComposing()
    guard mode == .composing else { return }
    compose.reply = Compose.Reply(commentID: comment.commentID, userName: comment.userName)
  }

  /// Text that was typed where text is edited; elsewhere it does nothing.
  mutating func type(_ text: String) {
    switch mode {
    case .composing: insertIntoCompose(text)
    case .commandLine:
      commandCompletion = nil
      commandLine.insert(text)
    case .searching: insertIntoSearch(text)
    case .streams(var picker):
      picker.type(text)
      mode = .streams(picker)
    case .help(var picker):
      picker.type(text)
      mode = .help(picker)
    case .reading, .question, .muting, .reacting: break
    }
  }

  /// Pasted text is text: it runs nothing, wherever the keys are.
  mutating func paste(_ text: String) {
    switch mode {
    case .commandLine, .streams, .help: type(text)
    case .searching: insertIntoSearch(text)
    case .question, .muting, .reacting: break
    case .reading, .composing:
      if mode == .reading { startComposing() }
      guard mode == .composing else { return }
      if SingleLine.lineCount(of: text) > 1 {
        mode = .question(.pasteLines(text))
      } else {
        insertIntoCompose(text.trimmingLineBreaks)
      }
    }
  }

  mutating func insertIntoCompose(_ text: String) {
    compose.completion = nil
    if !compose.editor.insert(text.trimmingLineBreaks) {
      say("the line is full: the rest was left out", .warning)
    }
    settleView()
  }

  mutating func composeKey(_ action: Action) -> [Effect] {
    switch action {
    case .completeNext, .completePrevious:
      complete(by: action == .completeNext ? 1 : -1)
      settleView()
      return []
    case .back where compose.completion != nil:
      leaveCompletion()
      settleView()
      return []
    default: compose.completion = nil
    }
    switch action {
    case .submit: return post()
    case .back:
      mode = .reading
      if compose.editor.isEmpty { compose.reply = nil }
    case .pageOlder, .pageNewer: if paneCovers { navigatePane(action) } else { scroll(action) }
    case .deleteBackward where compose.editor.before.isEmpty: compose.reply = nil
    default: compose.editor.perform(action, history: &compose.history)
    }
    settleView()
    return []
  }

  /// Sends what is written, and keeps it when it cannot be sent.
  ///
  /// - Parameter isConfirmed: whether the user means it as a comment, though it reads like a command.
  mutating func post(isConfirmed: Bool = false) -> [Effect] {
    let content = compose.content(settings.normalise)
    let surplus = -compose.remaining(settings.normalise)
    guard !content.isEmpty else {
      mode = .reading
      compose.reply = nil
      return []
    }
    guard surplus <= 0 else {
      say("\(surplus) \(surplus == 1 ? "character" : "characters") too many", .warning)
      return []
    }
    if let reason = whyNotPost {
      say(reason, .warning)
      return []
    }
    if !isConfirmed, let word = CommandVerb.opening(content) {
      mode = .question(.postCommand(word))
      return []
    }
    let key = postKeys.next()
    let effects = drive(
      .post(key: key, PostRequest(content: content, replyTo: compose.reply?.commentID)))
    // A full outbox refuses: then the text stays where it is.
    guard session.outbox[key] != nil else { return effects }
    compose.history.append(compose.editor.text)
    compose.editor.clear()
    compose.reply = nil
    settleView()
    return effects
  }

  mutating func retryFailed() -> [Effect] {
    guard let entry = firstFailedPost else {
      say("nothing was refused")
      return []
    }
    return drive(.retry(key: entry.key))
  }

  mutating func discardFailed() -> [Effect] {
    guard let entry = firstFailedPost else {
      say("nothing was refused")
      return []
    }
    let effects = drive(.discard(key: entry.key))
    say("discarded")
    settleView()
    return effects
  }
}

extension String {
  /// Without line breaks at the end: what a copied line brings along.
  fileprivate var trimmingLineBreaks: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
