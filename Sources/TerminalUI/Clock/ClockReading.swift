public import LiveComments

/// What the clocks say, passed in so that the terminal's core reads none itself.
public struct ClockReading: Sendable, Hashable {
  /// The monotonic clock: deadlines and durations.
  public var instant: Instant
  /// The wall clock: what people see.
  public var time: Timestamp
  /// Seconds east of UTC here and now.
  public var utcOffset: Int

  public init(instant: Instant, time: Timestamp, utcOffset: Int) {
    self.instant = instant
    self.time = time
    self.utcOffset = utcOffset
  }
}
