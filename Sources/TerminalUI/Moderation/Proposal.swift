import LiveComments

/// What is asked once before it is done, because it hits many or shows badly.
struct Proposal: Sendable, Hashable {
  let step: Step
  /// As typed; a canned reason may be chosen with the answer instead.
  let reason: String?

  enum Step: Sendable, Hashable {
    /// Do this to what is marked: so many comments, by so many users.
    case comments(ModerationAction, Int, byUsers: Int)
    /// Delete the users' comments of the last seconds; all of them when nil.
    case purge([UserTarget], seconds: Int?)
    case muteEverywhere(UserTarget, seconds: Int?)
    case shadowBan([UserTarget])
    case liftShadowBan([UserTarget])
    case lock
    /// Own comments, of those who cannot bring them back.
    case deleteOwn([Comment])
  }

  /// Whether a canned reason may be given with the answer.
  var takesReason: Bool {
    if case .deleteOwn = step { false } else { reason == nil }
  }

  var text: String {
    switch step {
    case .comments(let action, let count, let users):
      "\(ActionWords.imperative(action)) \(Figure.grouped(count)) comments"
        + " by \(users == 1 ? "one user" : "\(Figure.grouped(users)) users")?"
    case .purge(let users, nil): "Delete ALL comments of \(ActionWords.users(users))?"
    case .purge(let users, let seconds?):
      "Delete \(ActionWords.users(users))'s comments of the last \(ActionWords.duration(seconds))?"
    case .muteEverywhere(let user, let seconds):
      "Mute \(ActionWords.short(user.name)) in EVERY stream \(ActionWords.term(seconds))?"
    case .shadowBan(let users): "Shadow-ban \(ActionWords.users(users))?"
    case .liftShadowBan(let users): "Lift the shadow ban of \(ActionWords.users(users))?"
    case .lock: "Lock the stream: only moderators post?"
    case .deleteOwn(let comments): "Delete \(ActionWords.excerpt(comments)) for good?"
    }
  }
}

/// Canned reasons that may be given for what has just been done, with one more key.
struct ReasonOffer: Sendable, Hashable {
  /// The same again: the reason is added to it.
  let requests: [ModerationRequest]
  /// What was done, as it was said.
  let done: String
}
