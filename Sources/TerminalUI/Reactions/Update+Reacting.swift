import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// Asks which emoji; the selected comment gets it, or the stream while nothing is selected.
  mutating func startReacting() {
    if let reason = whyNotReact {
      say(reason, .warning)
      return
    }
    guard let frozen else {
      mode = .reacting(.stream)
      return
    }
    guard let comment = frozen.selectedComment else {
      sayNothingSelected()
      return
    }
    mode = .reacting(ReactionTarget(comment))
  }

  /// What a key chooses while an emoji is asked for: a digit one of the palette, an emoji itself.
  mutating func chooseReaction(_ typed: Character, for target: ReactionTarget) -> [Effect]? {
    if let digit = typed.wholeNumberValue, typed.isASCII {
      guard settings.reactions.indices.contains(digit - 1), digit <= 9 else { return nil }
      return react(settings.reactions[digit - 1], to: target)
    }
    guard Emoji(String(typed)) != nil else { return nil }
    return react(String(typed), to: target)
  }

  mutating func leaveReacting(_ action: Action) {
    guard action == .decline else { return }
    mode = .reading
    say("left as it is")
  }

  mutating func react(_ text: String, to target: ReactionTarget) -> [Effect] {
    if case .reacting = mode { mode = .reading }
    if let reason = whyNotReact {
      say(reason, .warning)
      return []
    }
    guard let emoji = Emoji(text) else {
      say("\(ActionWords.short(text)) is not one emoji", .warning)
      return []
    }
    say("\(emoji) to \(target.name)", .success)
    return drive(
      .react(ClientFrame.React(emoji: emoji.text, commentID: target.commentID)))
  }

  /// `:react EMOJI [COMMENT]`
  mutating func react(_ text: String, named id: CommentID?) -> [Effect] {
    guard let id else {
      let comment = paneCovers ? subjects.first : frozen?.selectedComment
      return react(text, to: comment.map { ReactionTarget($0) } ?? .stream)
    }
    let comment = session.feed.timeline[id] ?? frozen?.comment(id)
    return react(
      text, to: comment.map { ReactionTarget($0) } ?? ReactionTarget(commentID: id, name: "\(id)"))
  }

  /// Why the user cannot react; nil when nothing is known to stand against it. A locked stream takes
  /// reactions.
  private var whyNotReact: String? {
    if settings.isReadOnly { return "Read-only: started with --read-only" }
    if !settings.hasToken { return "Reading anonymously: --token-file FILE lets you react" }
    guard session.connection.isConnected else { return "not connected: reactions are not kept" }
    guard session.you != nil else {
      return "The token is not valid for this stream: reading only"
    }
    return nil
  }
}
