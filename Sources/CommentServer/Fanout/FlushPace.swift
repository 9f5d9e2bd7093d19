import LiveComments

/// How often a stream is flushed: the shortest interval between 10 and 120 ms at which one fan-out
/// pass takes under a quarter of it, in CPU time over all loops (design §8).
struct FlushPace: Sendable {
  static let bounds: ClosedRange<Int64> = 10_000...120_000

  /// Smoothed CPU time of a pass, in microseconds.
  private var passMicroseconds: Double = 0
  /// Microseconds between the starts of two flushes.
  private(set) var intervalMicroseconds: Int64 = bounds.lowerBound

  /// Learns what the last pass took, over all loops.
  ///
  /// A dearer pass counts at once, so that a burst cannot pile passes up; a cheaper one by a
  /// fiftieth, so that nearly every pass stays under its quarter, not every other one.
  mutating func passFinished(cpuMicroseconds: Int64) {
    let sample = Double(max(0, cpuMicroseconds))
    passMicroseconds =
      sample > passMicroseconds ? sample : passMicroseconds + (sample - passMicroseconds) * 0.02
    let wanted = Int64(passMicroseconds * 4)
    intervalMicroseconds = min(max(wanted, Self.bounds.lowerBound), Self.bounds.upperBound)
  }
}
