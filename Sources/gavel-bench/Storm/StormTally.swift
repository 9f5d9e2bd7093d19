import LiveComments

/// What all viewers of a storm counted; belongs to their thread.
final class StormTally {
  var gaps = 0
  /// Times that the server asked a viewer to come later.
  var putOff = 0
  /// How the server took viewers in.
  var welcomes: [ServerFrame.Resume: Int] = [:]
  /// Connections that ended and that the server had not put off.
  private(set) var refused = 0
  /// Fetches over HTTP that were not answered with a page, and were made again.
  private(set) var failedFetches = 0
  /// Why, of both: the first eight reasons.
  private(set) var reasons: [String] = []
  private var away: [ReturningViewer] = []
  private var fetches: [ReturningViewer] = []
  private var droppedAt: UInt64 = 0
  private var recovery = Latency()

  /// Begins to count: every connection is gone.
  func begin() {
    (gaps, putOff, refused, failedFetches) = (0, 0, 0, 0)
    (welcomes, reasons, away, fetches) = ([:], [], [], [])
    droppedAt = Clock.monotonicNanoseconds()
    recovery.reset()
  }

  /// A viewer is live and has missed nothing.
  func returned() {
    recovery.record(microseconds: Int64((Clock.monotonicNanoseconds() - droppedAt) / 1_000))
  }

  func lost(_ viewer: ReturningViewer, reason: String?) {
    away.append(viewer)
    guard let reason else { return }
    refused += 1
    note(reason)
  }

  private func note(_ reason: String) {
    if reasons.count < 8, !reasons.contains(reason) { reasons.append(reason) }
  }

  func wantsFetch(_ viewer: ReturningViewer) { fetches.append(viewer) }

  /// Viewers without a connection since the last call.
  func takeAway() -> [ReturningViewer] {
    defer { away = [] }
    return away
  }

  /// Viewers that were told to fetch since the last call.
  func takeFetches() -> [ReturningViewer] {
    defer { fetches = [] }
    return fetches
  }

  func noteFailedFetch(_ problem: String) {
    failedFetches += 1
    note(problem)
  }

  var result: StormResult {
    StormResult(
      seconds: Double(Clock.monotonicNanoseconds() - droppedAt) / 1e9,
      recovery: recovery.summary, inline: welcomes[.inline] ?? 0,
      history: welcomes[.history] ?? 0,
      afresh: (welcomes[.fresh] ?? 0) + (welcomes[.reset] ?? 0), putOff: putOff,
      refused: refused, failedFetches: failedFetches, gaps: gaps, reasons: reasons)
  }
}

/// How viewers came back.
struct StormResult: Codable, Sendable {
  /// Until the last of them was live and had missed nothing.
  var seconds: Double
  /// The same of each, in milliseconds.
  var recovery: Latency.Summary
  /// Viewers to whom what they had missed was sent, who had to fetch it, and who began anew.
  var inline: Int
  var history: Int
  var afresh: Int
  /// Times that the server asked a viewer to come later, and that a connection ended otherwise.
  var putOff: Int
  var refused: Int
  /// Fetches that failed and were made again.
  var failedFetches: Int
  var gaps: Int
  var reasons: [String]
}
