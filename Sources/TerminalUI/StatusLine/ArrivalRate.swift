public import LiveComments

/// Arrivals counted by the second, for the sparkline.
public struct ArrivalRate: Sendable, Hashable {
  /// Seconds remembered.
  public static let capacity = 30

  /// Arrivals of each whole second that has passed, oldest first; at most `capacity`.
  public private(set) var perSecond: [Int] = []
  private var current = 0
  private var secondStart: Instant?

  public init() {}

  /// Counts `count` arrivals in the second under way.
  public mutating func add(_ count: Int) {
    current += count
  }

  /// Closes the seconds that have passed.
  public mutating func advance(to now: Instant) {
    guard let start = secondStart else {
      secondStart = now
      return
    }
    let passed = (now.microseconds - start.microseconds) / 1_000_000
    guard passed > 0 else { return }
    perSecond.append(current)
    current = 0
    // After a long stop every remembered second was silent: more zeros would change nothing.
    let silent = min(passed - 1, Int64(Self.capacity))
    perSecond.append(contentsOf: repeatElement(0, count: Int(silent)))
    perSecond.removeFirst(max(0, perSecond.count - Self.capacity))
    secondStart = Instant(microseconds: start.microseconds + passed * 1_000_000)
  }

  /// When the second under way ends; nil before the first reading of the clock.
  public var nextDeadline: Instant? {
    secondStart.map { $0 + .seconds(1) }
  }
}
