#if canImport(CDispatch)
  // Where `timespec` comes from when the module is compiled as a whole.
  import CDispatch
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two clocks of a measurement.
enum Clock {
  /// Nanoseconds of a clock that never goes back; its zero has no meaning.
  static func monotonicNanoseconds() -> UInt64 { read(CLOCK_MONOTONIC) }

  /// Milliseconds since 1970-01-01 UTC: the clock of `created_at`, which the server on the same
  /// machine shares.
  static func wallMilliseconds() -> Int64 { wallMicroseconds() / 1_000 }

  /// Microseconds since 1970-01-01 UTC.
  static func wallMicroseconds() -> Int64 { Int64(read(CLOCK_REALTIME) / 1_000) }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// Stops this thread for about `milliseconds`.
func pause(milliseconds: Int) {
  var time = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
  nanosleep(&time, nil)
}
