import ClientCore
import LiveComments

extension Model {
  /// More comments are acted on only once the user has said so again.
  private static let mostWithoutAsking = 20

  /// Does something to the comments that the keys are about: the selected one, all that are marked,
  /// or the selected one of the held queue. One event for each 256.
  ///
  /// - Parameter isConfirmed: whether the user has been asked, as they are about more comments than
  ///   a screen shows.
  mutating func decide(
    _ action: ModerationAction, reason: String? = nil, isConfirmed: Bool = false
  ) -> [Effect] {
    guard let targets = targetComments(action) else { return [] }
    let fitting = targets.filter { action.fits($0.state) }
    guard !fitting.isEmpty else {
      say(nothingTo(action, targets), .warning)
      return []
    }
    guard moderates || action != .delete else {
      propose(.deleteOwn(fitting), reason: reason)
      return []
    }
    guard fitting.count <= Self.mostWithoutAsking || isConfirmed else {
      propose(
        .comments(action, fitting.count, byUsers: Set(fitting.map(\.userID)).count), reason: reason)
      return []
    }
    var done = "\(ActionWords.past(action)) \(ActionWords.comments(fitting))"
    let others = targets.count - fitting.count
    let repeats = fitting.reduce(0) {
      $0 + (frozen?.content.repeats.count(of: $1.commentID) ?? 1) - 1
    }
    if repeats > 0, !pane.hasKeys {
      let key = keymap.keyName(of: .unfold, in: .frozen).map { " (\($0) shows them)" } ?? ""
      done += ", and none of its \(Figure.grouped(repeats)) repeats\(key)"
    }
    if others > 0 { done += ", \(Figure.grouped(others)) more did not need it" }
    let effects = carryOut(
      requests(action, fitting.map(\.commentID), reason: reason), done: done,
      inverse: inverse(of: action, fitting))
    if action.takesReason, reason == nil, decisions.last(action) != nil {
      // What was rejected is deleted: the reason can only be added as another deletion.
      let again: ModerationAction = action == .reject ? .delete : action
      offerReasons(for: requests(again, fitting.map(\.commentID)), done: done)
    }
    return effects
  }

  /// Deletes what its author has agreed to lose.
  mutating func deleteOwn(_ comments: [Comment], reason: String?) -> [Effect] {
    carryOut(
      requests(.delete, comments.map(\.commentID), reason: reason),
      done: "deleted \(ActionWords.comments(comments))")
  }

  /// The comments that an action would be about, as they are now. Says why when there are none, or
  /// when the user may not.
  private mutating func targetComments(_ action: ModerationAction) -> [Comment]? {
    let comments = subjects
    guard !comments.isEmpty else {
      sayNothingSelected()
      return nil
    }
    if let reason = whyNot(action, comments: comments) {
      say(reason, .warning)
      return nil
    }
    return comments
  }

  /// What is marked, else what is selected, where the keys are.
  var subjects: [Comment] {
    if pane.hasKeys {
      guard pane.tab == .held, let item = held.selectedItem else { return [] }
      return [decisions.resolved(item.comment)]
    }
    guard let frozen else { return [] }
    if frozen.hasMarks {
      return frozen.markedIDs.compactMap { frozen.comment($0) }.map { decisions.resolved($0) }
    }
    return frozen.selectedComment.map { [decisions.resolved($0)] } ?? []
  }

  mutating func sayNothingSelected() {
    let key = keymap.keyName(of: .selectOlder, in: .live) ?? ":"
    if pane.hasKeys {
      say("nothing is selected here", .warning)
    } else if frozen?.selection != nil {
      say("that comment is removed already", .warning)
    } else {
      say("select a comment first (\(key))", .warning)
    }
  }

  private func nothingTo(_ action: ModerationAction, _ comments: [Comment]) -> String {
    let one = comments.count == 1
    let word =
      switch action {
      case .approve, .reject: "held"
      case .restore: "deleted"
      default: "\(ActionWords.past(action)) already"
      }
    switch action {
    case .approve, .reject, .restore:
      return one ? "this comment is not \(word)" : "none of these comments is \(word)"
    default:
      return one ? "this comment is \(word)" : "all of these comments are \(word)"
    }
  }

  mutating func togglePin() -> [Effect] {
    guard let targets = targetComments(.pin) else { return [] }
    guard targets.count == 1, let comment = targets.first else {
      say("pin one comment at a time", .warning)
      return []
    }
    return pin(comment, pins.contains { $0.commentID == comment.commentID } ? .unpin : .pin)
  }

  mutating func pin(_ comment: Comment, _ action: ModerationAction) -> [Effect] {
    guard action == .unpin || comment.state == .visible else {
      say("only what everybody sees can be pinned", .warning)
      return []
    }
    var inverse = requests(action == .pin ? .unpin : .pin, [comment.commentID])
    // The server unpins the oldest when there is no room.
    if action == .pin, pins.count >= PendingDecisions.mostPins, let evicted = pins.last {
      inverse += requests(.pin, [evicted.commentID])
    }
    return carryOut(
      requests(action, [comment.commentID]),
      done: "\(ActionWords.past(action)) \(ActionWords.comments([comment]))",
      inverse: inverse.map { .request($0) })
  }

  private func requests(
    _ action: ModerationAction, _ ids: [CommentID], reason: String? = nil
  ) -> [ModerationRequest] {
    stride(from: 0, to: ids.count, by: Limits.moderationTargets).map { start in
      ModerationRequest(
        action: action, commentIDs: Array(ids[start...].prefix(Limits.moderationTargets)),
        reason: reason)
    }
  }

  /// What brings each comment back to the state that it has now.
  private func inverse(
    of action: ModerationAction, _ comments: [Comment]
  ) -> [UndoStack.Inverse] {
    func requests(_ action: ModerationAction, _ comments: [Comment]) -> [UndoStack.Inverse] {
      self.requests(action, comments.map(\.commentID)).map { .request($0) }
    }
    switch action {
    case .delete: return requests(.restore, comments)
    case .approve, .reject: return requests(.hold, comments)
    case .restore: return requests(.delete, comments)
    case .hold:
      // Nothing brings a comment back to where only its author sees it: approved, all would.
      return requests(.delete, comments.filter { $0.state == .deleted })
        + requests(.approve, comments.filter { $0.state == .visible })
    default: return []
    }
  }
}

extension ModerationAction {
  /// Whether it would change a comment in this state. The server has the last word.
  fileprivate func fits(_ state: CommentState) -> Bool {
    switch self {
    case .delete: state != .deleted
    case .hold: state != .held
    case .approve, .reject: state == .held
    case .restore: state == .deleted
    default: true
    }
  }

  fileprivate var takesReason: Bool {
    switch self {
    case .delete, .hold, .reject: true
    default: false
    }
  }
}
