public import LiveComments

/// The first stage: a post as it arrived, and the account that sent it. Nothing in it is checked but
/// the account.
public struct Submission: Sendable, Hashable {
  public var streamID: StreamID
  /// The account of the token: whom idempotency keys and answers belong to.
  public var poster: User
  /// The idempotency key, as it arrived.
  public var key: String
  public var request: PostRequest

  public init(streamID: StreamID, poster: User, key: String, request: PostRequest) {
    self.streamID = streamID
    self.poster = poster
    self.key = key
    self.request = request
  }
}
