import LiveComments

/// Requests that need the stream as the log has it.
extension HubState {
  static let unreadable = Problem(
    .unavailable, "the stream cannot be read at the moment: try again",
    retryAfterMilliseconds: 1_000)

  /// Answers nil once the stream has been opened, or why it could not be.
  func whenOpened(_ answer: @escaping @Sendable (Problem?) -> Void) {
    if isRetired { return answer(Self.unreadable) }
    if isOpen { return answer(nil) }
    openers.append(answer)
  }

  func answerOpeners(_ problem: Problem?) {
    for answer in openers { answer(problem) }
    openers = []
  }
}
