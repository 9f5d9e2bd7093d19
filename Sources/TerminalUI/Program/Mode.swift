import LiveComments

/// What the keys are for at the moment, besides the panes.
enum Mode: Sendable, Hashable {
  case reading
  case composing
  case commandLine
  /// A query is typed, and the feed shows what it finds.
  case searching
  /// Something is chosen from the list of what can be done.
  case help(Picker)
  /// Another stream is chosen from the list of those that are open.
  case streams(Picker)
  /// Something is asked in place, and nothing else is done until it is answered.
  case question(Question)
  /// Whom to mute is known; a digit says for how long (`MuteTerm`).
  case muting([UserTarget])
  /// What to react to is known; a digit or an emoji says how.
  case reacting(ReactionTarget)
}

/// What is asked before it is done.
enum Question: Sendable, Hashable {
  /// The pasted text has several lines, and a comment has one.
  case pasteLines(String)
  /// What is to be posted reads like a command of the `:` line.
  case postCommand(String)
  /// It hits many people, or one badly.
  case proposal(Proposal)

  var text: String {
    switch self {
    case .pasteLines(let text):
      "Paste \(SingleLine.lineCount(of: text)) lines as one?"
    case .postCommand(let word): "\(word) is no command here: post it for everybody to read?"
    case .proposal(let proposal): proposal.text
    }
  }
}
