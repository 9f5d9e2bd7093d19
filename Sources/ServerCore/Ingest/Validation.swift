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
  /// A moderation order with its texts in the form in which they are stored. Throws `invalid` with
  /// the field at fault.
  public func accept(_ order: ModerationOrder) throws(Problem) -> ModerationOrder {
    var order = order
    if let userID = order.request.userID { order.request.userID = try self.userID(userID) }
    order.request.reason = try optional(
      order.request.reason, field: "reason", name: "the reason", lengths: Limits.content)
    order.request.policy = try optional(
      order.request.policy, field: "policy", name: "the policy", lengths: Limits.user)
    order.request.commentIDs = try commentIDs(order.request.commentIDs)
    return order
  }

  /// An empty text is none.
  private func optional(
    _ text: String?, field: String, name: String, lengths: ClosedRange<Int>
  ) throws(Problem) -> String? {
    guard let text, !text.isEmpty else { return nil }
    return try TextRule(field: field, name: name, lengths: lengths)
      .apply(to: text, normalise: normalise)
  }

  /// Each comment once, in the order in which they are named first.
  private func commentIDs(_ ids: [CommentID]?) throws(Problem) -> [CommentID]? {
    guard let ids else { return nil }
    guard ids.count <= Limits.moderationTargets else {
      throw Problem(
        .invalid,
        "comment_ids may name at most \(Limits.moderationTargets) comments, and this has "
          + "\(ids.count): send several requests",
        field: "comment_ids")
    }
    var seen: Set<CommentID> = []
    return ids.filter { seen.insert($0).inserted }
  }
}
