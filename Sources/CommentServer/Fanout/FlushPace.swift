import LiveComments

/// How often a stream is flushed: the shortest interval between 10 and 120 ms at which one fan-out
/// pass takes under a quarter of it, in CPU time over all loops (design §8).
struct FlushPace: Sendable {
  static let bounds: ClosedRange<Int64> = 10_000...120_000
  /// How long an interval is, in passes: a twentieth more than four, so that what a pass takes on
  /// top of what was learnt stays within the quarter.
  private static let intervalPerPass = 4.2

  /// Smoothed CPU time of a pass, in microseconds; nil before the first.
  private var passMicroseconds: Double?
  /// Microseconds between the starts of two flushes.
  private(set) var intervalMicroseconds: Int64 = bounds.lowerBound

  /// Learns what the last pass took, over all loops.
  ///
  /// A dearer pass counts by half, so that a burst is met in a few passes but one pass that something
  /// else held up does not slow the stream as much; a cheaper one by a hundredth, so that seven
  /// passes in eight stay under their quarter, not every other one.
  mutating func passFinished(cpuMicroseconds: Int64) {
    let sample = Double(max(0, cpuMicroseconds))
    let before = passMicroseconds ?? sample
    let smoothed = before + (sample - before) * (sample > before ? 0.5 : 0.01)
    passMicroseconds = smoothed
    intervalMicroseconds = min(
      max(Int64((smoothed * Self.intervalPerPass).rounded()), Self.bounds.lowerBound),
      Self.bounds.upperBound)
  }
}
