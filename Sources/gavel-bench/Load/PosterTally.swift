/// What all posters counted; belongs to their thread.
final class PosterTally {
  private(set) var posted = 0
  private(set) var accepted = 0
  /// Refusals, by their code.
  private(set) var refusals: [String: Int] = [:]
  /// The highest position that was acknowledged.
  private(set) var latestSeq: Int64 = 0
  private(set) var welcomed = 0
  private(set) var closed: [String] = []
  /// From sent to acknowledged.
  var latency = Latency()

  func countPost() { posted += 1 }
  func countWelcome() { welcomed += 1 }
  func close(_ reason: String) { closed.append(reason) }

  func accept(seq: Int64, nanoseconds: UInt64) {
    accepted += 1
    latestSeq = max(latestSeq, seq)
    latency.record(microseconds: Int64(nanoseconds / 1_000))
  }

  func refuse(_ code: String) { refusals[code, default: 0] += 1 }
}
