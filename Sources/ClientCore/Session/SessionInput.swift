public import LiveComments

/// What happens to a session: what its driver did, what the network brought, what the user asks.
public enum SessionInput: Sendable, Hashable {
  case start
  case stop

  /// The answer to `fetchJoin`.
  case joined(Result<CommentPage, RequestFailure>)
  /// The answer to `fetchComments` for this range.
  case commentPage(Coverage<CommentPlane>, Result<CommentPage, RequestFailure>)
  /// The answer to `fetchEvents` for this range.
  case eventPage(Coverage<ModerationPlane>, Result<EventPage, RequestFailure>)
  /// The answer to `fetchOlder` up to this position.
  case olderPage(upTo: Seq, Result<CommentPage, RequestFailure>)

  /// The WebSocket is open: the upgrade succeeded.
  case opened
  case frame(ServerFrame)
  /// A text frame that is not a frame of the protocol.
  case badFrame(Problem)
  /// A ping or a pong: a sign of life.
  case alive
  /// The WebSocket could not be opened. A refused upgrade carries the server's problem.
  case failed(RequestFailure)
  /// The connection ended, without a code when it broke. Not reported after `close`.
  case closed(CloseCode?, String)

  /// A deadline that `nextDeadline` named has passed; harmless at any time.
  case tick

  case post(key: String, PostRequest)
  case moderate(key: String, ModerationRequest)
  case react(ClientFrame.React)
  /// Sends a failed request again, under the same key.
  case retry(key: String)
  /// Forgets a request that failed, or a post that is held for review.
  case discard(key: String)
  /// Asks for the newest comments up to this position, for a reader who has all after it.
  case loadOlder(upTo: Seq)
}
