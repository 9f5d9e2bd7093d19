public import LiveComments

/// Something that a moderator's client asks of the server beside the feed, over HTTP.
public enum Inquiry: Sendable, Hashable {
  /// A page of the review queue after a position, oldest first.
  case held(after: Seq)
  /// The audit records of `(after, upto]`.
  case decisions(Coverage<ModerationPlane>)
  case userCard(UserID)
  case rules
  /// Replace the stream's safety rules.
  case setRules(RuleDocument)

  /// Comments of one page of the review queue.
  public static let heldPage = 200
}

/// What became of an inquiry.
public enum InquiryAnswer: Sendable, Hashable {
  /// The queue after a position, ascending; the page claims no coverage.
  case held(after: Seq, Result<CommentPage, RequestFailure>)
  case decisions(Coverage<ModerationPlane>, Result<EventPage, RequestFailure>)
  case userCard(UserID, Result<UserCard, RequestFailure>)
  case rules(Result<RuleDocument, RequestFailure>)
  /// The rules as they are now.
  case rulesSet(Result<RuleDocument, RequestFailure>)
}
