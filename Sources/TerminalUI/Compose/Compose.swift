import LiveComments

/// The comment that is being written.
struct Compose: Sendable {
  var editor = LineEditor()
  var history = InputHistory()
  /// The comment that it answers, and the name of that comment's author.
  var reply: Reply?
  /// What Tab has offered for the word before the cursor; nil once something else is done.
  var completion: Completion?
  /// When the server took this user's latest comment, for the countdown of slow mode.
  var lastAccepted: Instant?

  struct Reply: Sendable, Hashable {
    let commentID: CommentID
    let userName: String
  }

  /// The text as it would be posted.
  func content(_ normalise: (String) -> String) -> String {
    normalise(editor.text.trimmed)
  }

  /// Scalars that may still be added; negative when there are too many.
  func remaining(_ normalise: (String) -> String) -> Int {
    Limits.content.upperBound - content(normalise).unicodeScalars.count
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    let scalars = unicodeScalars
    let isSpace: (Unicode.Scalar) -> Bool = \.properties.isWhitespace
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
