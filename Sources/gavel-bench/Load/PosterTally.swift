import LiveComments

/// What all posters counted; belongs to their thread.
final class PosterTally {
  private(set) var posted = 0
  private(set) var accepted = 0
  /// Refusals, by their code.
  private(set) var refusals: [String: Int] = [:]
  /// The highest position that was acknowledged.
  private(set) var latestSeq: Int64 = 0
  private(set) var welcomed = 0
  /// The stream's condition as the latest frame said it.
  var level = Level.normal
  var slowModeSeconds = 0
  private(set) var closed: [String] = []
  /// The newest comments that were acknowledged, 256 at most, for a moderator to act on.
  private var recent: [CommentID] = []
  /// From sent to acknowledged.
  var latency = Latency()

  func countPost() { posted += 1 }
  func countWelcome() { welcomed += 1 }
  func close(_ reason: String) { closed.append(reason) }

  func accept(_ commentID: CommentID, seq: Int64, nanoseconds: UInt64) {
    accepted += 1
    if recent.count == 256 { recent.removeFirst(128) }
    recent.append(commentID)
    latestSeq = max(latestSeq, seq)
    latency.record(microseconds: Int64(nanoseconds / 1_000))
  }

  /// The newest comment that nobody has taken; nil when there is none.
  func takeRecent() -> CommentID? { recent.popLast() }

  func refuse(_ code: String) { refusals[code, default: 0] += 1 }
}
