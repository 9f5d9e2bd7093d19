public import LiveComments

/// How far a replay has come.
public struct ReplayProgress: Sendable, Hashable {
  public let total: Int
  /// Comments that this replay posted.
  public internal(set) var accepted = 0
  /// Comments that an earlier replay of the same file had posted.
  public internal(set) var alreadyThere = 0
  /// Comments that the server refused for good, by its reason.
  public internal(set) var refused: [ProblemCode: Int] = [:]
  /// Times that the server asked to wait.
  public internal(set) var waits = 0
  /// Comments that were accepted before one that stands before them in the file: the server asked
  /// to wait in the middle of a burst.
  public internal(set) var displaced = 0

  /// The last few seconds, for the rate: at most `sampleLimit`, the oldest leave.
  private var samples: [Sample] = []

  private struct Sample: Sendable, Hashable {
    let at: Instant
    let answered: Int
  }

  private static let sampleLimit = 10
  private static let sampleInterval = Duration.milliseconds(500)

  init(total: Int) { self.total = total }

  public var refusedCount: Int { refused.values.reduce(0, +) }

  /// Comments that are settled, one way or the other.
  public var answered: Int { accepted + alreadyThere + refusedCount }

  mutating func sample(at now: Instant) {
    if let last = samples.last, now - last.at < Self.sampleInterval { return }
    if samples.count == Self.sampleLimit { samples.removeFirst() }
    samples.append(Sample(at: now, answered: answered))
  }

  /// Comments a second over the last five seconds; 0 before anything can be said.
  public func rate(at now: Instant) -> Double {
    guard let first = samples.first else { return 0 }
    let seconds = (now - first.at) / .seconds(1)
    return seconds > 0.1 ? Double(answered - first.answered) / seconds : 0
  }
}
