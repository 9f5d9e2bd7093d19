/// A stream as `GET /streams/{id}` answers it.
public struct StreamState: Sendable, Hashable, Codable {
  public var streamID: StreamID
  public var epoch: Epoch
  public var latestSeq: Seq
  public var latestModSeq: ModSeq
  public var viewers: Int
  public var level: Level
  public var slowModeSeconds: Int
  public var locked: Bool
  public var pins: [Comment]
  public var reactions: ReactionCounts

  public init(
    streamID: StreamID, epoch: Epoch, latestSeq: Seq, latestModSeq: ModSeq, viewers: Int,
    level: Level, slowModeSeconds: Int, locked: Bool, pins: [Comment], reactions: ReactionCounts
  ) {
    self.streamID = streamID
    self.epoch = epoch
    self.latestSeq = latestSeq
    self.latestModSeq = latestModSeq
    self.viewers = viewers
    self.level = level
    self.slowModeSeconds = slowModeSeconds
    self.locked = locked
    self.pins = pins
    self.reactions = reactions
  }

  private enum CodingKeys: String, CodingKey {
    case streamID = "stream_id"
    case epoch
    case latestSeq = "latest_seq"
    case latestModSeq = "latest_mod_seq"
    case viewers, level
    case slowModeSeconds = "slow_mode_s"
    case locked, pins, reactions
  }
}
