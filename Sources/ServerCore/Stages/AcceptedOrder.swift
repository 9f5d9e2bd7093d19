public import LiveComments

/// A moderation request that passed validation and waits for its place in the log.
///
/// Whether its actor may do this to these comments or this user, and whether they are in a state that
/// it applies to, is decided where the log sequences it (`ModerationDecision`).
public struct AcceptedOrder: Sendable, Hashable {
  public var streamID: StreamID
  public var actor: Actor
  public var key: IdempotencyKey
  public var command: ModerationCommand
  /// The request as it arrived: the same key with another one is refused.
  public var request: ModerationRequest

  public init(
    streamID: StreamID, actor: Actor, key: IdempotencyKey, command: ModerationCommand,
    request: ModerationRequest
  ) {
    self.streamID = streamID
    self.actor = actor
    self.key = key
    self.command = command
    self.request = request
  }
}
