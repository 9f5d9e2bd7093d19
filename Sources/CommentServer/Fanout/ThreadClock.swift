#if canImport(CDispatch)
  // Where `timespec` comes from when the module is compiled as a whole.
  import CDispatch
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the calling thread has spent, so that a busy machine does not look like a dear fan-out.
enum ThreadClock {
  /// CPU time of this thread, in microseconds.
  static func cpuMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
