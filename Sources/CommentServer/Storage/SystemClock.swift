import Foundation
public import LiveComments
public import ServerCore

/// The clocks of this machine, as the core reads them.
public enum SystemClock {
  private static let origin = ContinuousClock.now

  /// The monotonic clock, from the moment at which the process first asked.
  public static func instant() -> Instant {
    Instant(microseconds: 0) + (ContinuousClock.now - origin)
  }

  /// The wall clock.
  public static func time() -> Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
  }

  /// Both clocks at once.
  public static func moment() -> Moment { Moment(instant: instant(), time: time()) }
}
