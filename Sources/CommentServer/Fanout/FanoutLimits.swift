/// The bounds of fan-out; each is configurable.
public struct FanoutLimits: Sendable, Hashable {
  /// Comments that a stream's ring holds in memory.
  public var ringComments: Int
  /// Bytes that a stream's ring of comments holds, about.
  public var ringBytes: Int
  /// Moderation events that a stream's ring holds.
  public var ringEvents: Int
  /// Bytes that a stream's ring of events holds, about.
  public var ringEventBytes: Int
  /// How long a stream that nobody uses stays in memory.
  public var idle: Duration
  /// Long polls that wait for one stream; more are refused as `busy`.
  public var longPolls: Int

  public init(
    ringComments: Int = 4_096, ringBytes: Int = 4 << 20, ringEvents: Int = 1_024,
    ringEventBytes: Int = 1 << 20, idle: Duration = .seconds(60), longPolls: Int = 10_000
  ) {
    self.ringComments = ringComments
    self.ringBytes = ringBytes
    self.ringEvents = ringEvents
    self.ringEventBytes = ringEventBytes
    self.idle = idle
    self.longPolls = longPolls
  }
}
