public import LiveComments

/// A moderation request as it arrived, and the account that sent it.
public struct ModerationOrder: Sendable, Hashable {
  public var streamID: StreamID
  public var actor: User
  /// Whether the actor's token is for every stream: an owner's then reaches users everywhere.
  public var actsEverywhere: Bool
  public var key: IdempotencyKey
  public var request: ModerationRequest

  public init(
    streamID: StreamID, actor: User, actsEverywhere: Bool = false, key: IdempotencyKey,
    request: ModerationRequest
  ) {
    self.streamID = streamID
    self.actor = actor
    self.actsEverywhere = actsEverywhere
    self.key = key
    self.request = request
  }
}
