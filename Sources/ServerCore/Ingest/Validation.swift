public import LiveComments

/// The checks that a post passes before it waits for the log (design §5.1): pure, and the same for
/// every way in.
public struct Validation: Sendable {
  /// Unicode normalisation form C.
  private let normalise: @Sendable (String) -> String

  /// - Parameter normalise: text to NFC; the core has no tables of its own.
  public init(normalise: @escaping @Sendable (String) -> String) {
    self.normalise = normalise
  }

  /// The comment that a submission asks for. Throws `invalid` with the field at fault, or
  /// `forbidden` when the poster may not post for somebody else.
  public func accept(_ submission: Submission) throws(Problem) -> AcceptedComment {
    let request = submission.request
    let key = try idempotencyKey(submission.key)
    let content = try content(request.content)
    return AcceptedComment(
      streamID: submission.streamID, poster: submission.poster, key: key,
      author: try author(of: submission), content: content, replyTo: request.replyTo)
  }

  private func author(of submission: Submission) throws(Problem) -> User {
    guard let named = submission.request.author else { return submission.poster }
    guard submission.poster.role == .service else {
      throw Problem(.forbidden, "only a service may post for somebody else: leave \"as\" out")
    }
    return User(
      userID: try userID(named.userID, field: "as.user_id"),
      userName: try userName(named.userName, field: "as.user_name"), role: .viewer)
  }

  /// A key as it arrived; nil is one that is missing.
  public func idempotencyKey(_ text: String?) throws(Problem) -> IdempotencyKey {
    guard let text else {
      throw Problem(
        .invalid, "an idempotency key is required: send a new one with each new request",
        field: "key")
    }
    guard let key = IdempotencyKey(rawValue: text) else {
      throw Problem(
        .invalid,
        "the idempotency key must be \(Limits.key.lowerBound) to \(Limits.key.upperBound) visible "
          + "ASCII characters, without spaces",
        field: "key")
    }
    return key
  }

  /// Content in the form in which it is stored.
  public func content(_ text: String) throws(Problem) -> String {
    try TextRule(field: "content", name: "the comment", lengths: Limits.content)
      .apply(to: text, normalise: normalise)
  }

  /// A user id in the form in which it is stored; `field` names it in the problem.
  public func userID(_ userID: UserID, field: String = "user_id") throws(Problem) -> UserID {
    UserID(
      rawValue: try TextRule(field: field, name: "the user id", lengths: Limits.user)
        .apply(to: userID.rawValue, normalise: normalise))
  }

  /// A user name in the form in which it is stored; `field` names it in the problem.
  public func userName(_ name: String, field: String = "user_name") throws(Problem) -> String {
    try TextRule(field: field, name: "the user name", lengths: Limits.user)
      .apply(to: name, normalise: normalise)
  }
}

extension Validation {
  /// What a moderation order asks for. Throws `invalid` with the field at fault, or `forbidden` when
  /// the actor may do nothing of the kind in this stream.
  public func accept(_ order: ModerationOrder) throws(Problem) -> AcceptedOrder {
    let command = try ModerationParser(normalise: normalise).parse(order.request)
    return try accept(command, of: order)
  }

  /// The order that makes `rules` those of the stream; `order` has the action `set_rules`. Throws
  /// `forbidden`.
  public func accept(
    _ rules: SafetyRules, by order: ModerationOrder
  ) throws(Problem) -> AcceptedOrder {
    try accept(ModerationCommand(.setRules(rules)), of: order)
  }

  private func accept(
    _ command: ModerationCommand, of order: ModerationOrder
  ) throws(Problem) -> AcceptedOrder {
    let actor = Actor(
      user: order.actor, streams: order.actsEverywhere ? .all : .only([order.streamID]))
    try ModerationDecision.checkRole(of: actor, for: command, in: order.streamID)
    return AcceptedOrder(
      streamID: order.streamID, actor: actor, key: order.key, command: command,
      request: order.request)
  }
}
