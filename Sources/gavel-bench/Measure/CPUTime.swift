#if canImport(CDispatch)
  // Where `timespec` comes from when the module is compiled as a whole.
  import CDispatch
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Processor time as the kernel accounts it, which other processes' load does not inflate the way it
/// inflates elapsed time.
enum CPUTime {
  /// Seconds that this thread has run, in user and system mode.
  static func ofThread() -> Double { read(CLOCK_THREAD_CPUTIME_ID) }

  /// Seconds that all threads of this process have run, in user and system mode.
  static func ofProcess() -> Double { read(CLOCK_PROCESS_CPUTIME_ID) }

  /// Seconds of thread time that `body` takes, once per run, after one run that is not counted.
  static func samples(runs: Int, of body: () throws -> Void) rethrows -> Samples {
    try body()
    var values: [Double] = []
    for _ in 0..<runs {
      let start = ofThread()
      try body()
      values.append(ofThread() - start)
    }
    return Samples(values)
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Keeps the optimiser from removing the work that made `value`.
@inline(never)
func consume<Value>(_ value: borrowing Value) {}
