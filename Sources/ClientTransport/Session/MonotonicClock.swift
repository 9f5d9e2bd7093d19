public import LiveComments
import NIOCore

/// The monotonic clock that sessions are driven by.
public enum MonotonicClock {
  public static func now() -> Instant {
    Instant(microseconds: Int64(NIODeadline.now().uptimeNanoseconds / 1_000))
  }
}
