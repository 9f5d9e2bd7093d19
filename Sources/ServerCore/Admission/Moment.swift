public import LiveComments

/// One reading of both clocks, taken together and passed into the core.
public struct Moment: Sendable, Hashable {
  /// For intervals: limits and latencies.
  public var instant: Instant
  /// For people, and for what must survive a restart: `created_at`, mutes, slow mode.
  public var time: Timestamp

  public init(instant: Instant, time: Timestamp) {
    self.instant = instant
    self.time = time
  }
}
