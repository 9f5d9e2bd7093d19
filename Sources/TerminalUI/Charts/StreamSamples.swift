import LiveComments

/// How the stream did in the last ten minutes, for the charts.
///
/// Bounded: a sample every five seconds, the oldest leaves; delays are counted, not kept.
struct StreamSamples: Sendable, Hashable {
  /// Five seconds of the stream.
  struct Sample: Sendable, Hashable {
    /// Comments that arrived, a second.
    var commentsPerSecond: Double
    var viewers: Int
    /// Milliseconds from when the server made a comment to when it was here; nil without comments.
    var p50: Int?
    var p95: Int?
  }

  static let interval = Duration.seconds(5)
  static let capacity = 120
  /// Samples of which the p95 in the status line is: a minute.
  static let recentSamples = 12

  /// The oldest first; nil where the connection was away.
  private(set) var samples: [Sample?] = []
  /// Of the last minute, in milliseconds; nil without comments in it.
  private(set) var recentP95: Int?
  private(set) var skew = ClockSkew()

  private var start: Instant?
  private var comments = 0
  private var delays = DelayHistogram()
  /// Those of the last `recentSamples`.
  private var recentDelays: [DelayHistogram] = []
  private var wasAway = false
  private var sinceTurn = 0

  /// Comments that arrived live.
  mutating func add(_ count: Int) { comments += count }

  /// The server's clock said `server` when something left that is here at `here`.
  mutating func hear(_ server: Timestamp, at here: Timestamp) { skew.note(server, at: here) }

  /// A comment that the server made at `createdAt` is here.
  mutating func arrived(_ createdAt: Timestamp, at here: Timestamp) {
    skew.note(createdAt, at: here)
    delays.add(Int(clamping: here.milliseconds - createdAt.milliseconds) - skew.milliseconds)
  }

  /// Closes the samples whose time is over. `viewers` is nil while the connection is away.
  mutating func advance(to now: Instant, viewers: Int?) {
    if viewers == nil { wasAway = true }
    guard let began = start else {
      start = now
      return
    }
    let interval = Self.interval.components.seconds * 1_000_000
    let passed = (now.microseconds - began.microseconds) / interval
    guard passed > 0 else { return }
    let seconds = Double(Self.interval.components.seconds)
    close(
      wasAway
        ? nil
        : Sample(
          commentsPerSecond: Double(comments) / seconds, viewers: viewers ?? 0,
          p50: delays.percentile(0.5), p95: delays.percentile(0.95)))
    // The program was stopped for longer: nobody knows what the stream did meanwhile.
    for _ in 1..<max(1, min(passed, Int64(Self.capacity))) { close(nil) }
    start = Instant(microseconds: began.microseconds + passed * interval)
    wasAway = viewers == nil
  }

  private mutating func close(_ sample: Sample?) {
    samples.append(sample)
    if samples.count > Self.capacity { samples.removeFirst() }
    recentDelays.append(delays)
    if recentDelays.count > Self.recentSamples { recentDelays.removeFirst() }
    comments = 0
    delays = DelayHistogram()
    var recent = DelayHistogram()
    for delays in recentDelays { recent.add(delays) }
    recentP95 = recent.percentile(0.95)
    sinceTurn += 1
    guard sinceTurn == Self.capacity else { return }
    sinceTurn = 0
    skew.turn()
  }
}
