public import LiveComments

/// Totals by emoji, of a bounded number of emojis.
///
/// When it is full, a new emoji waits, and takes the place of the rarest once it has come more often:
/// whoever fills it with oddities cannot push out what many have used, and keeps out what people use
/// only as long as they go on with more of each oddity than there is of that.
public struct ReactionTally: Sendable, Hashable {
  public private(set) var counts: [Emoji: Int]
  /// What has come of emojis since there was no place for them: as many as have one, and when those
  /// are too many the rarest is forgotten.
  private var waiting: [Emoji: Int] = [:]
  private let maximumKinds: Int

  /// - Parameter counts: with more than `maximumKinds`, the rarest are left out.
  public init(_ counts: [Emoji: Int] = [:], maximumKinds: Int) {
    self.maximumKinds = maximumKinds
    self.counts = counts
    while self.counts.count > maximumKinds, let rarest = Self.rarest(of: self.counts) {
      self.counts[rarest.key] = nil
    }
  }

  public mutating func add(_ count: Int, of emoji: Emoji) {
    if let total = counts[emoji] {
      counts[emoji] = min(total + count, Self.maximumTotal)
      return
    }
    guard counts.count >= maximumKinds, let rarest = Self.rarest(of: counts) else {
      counts[emoji] = count
      return
    }
    let total = (waiting.removeValue(forKey: emoji) ?? 0) + count
    if total > rarest.value {
      counts[rarest.key] = nil
      counts[emoji] = total
      wait(rarest.key, with: rarest.value)
    } else {
      wait(emoji, with: total)
    }
  }

  private mutating func wait(_ emoji: Emoji, with total: Int) {
    if waiting.count >= maximumKinds, let rarest = Self.rarest(of: waiting) {
      waiting[rarest.key] = nil
    }
    waiting[emoji] = total
  }

  public mutating func add(_ added: [Emoji: Int]) {
    // In an order of its own, so that the same reactions leave the same tally.
    for (emoji, count) in added.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      add(count, of: emoji)
    }
  }

  /// Most first.
  public var ranked: [(emoji: Emoji, count: Int)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// As frames and documents have them.
  public var wire: ReactionCounts {
    Dictionary(uniqueKeysWithValues: counts.map { ($0.key.text, $0.value) })
  }

  private static func rarest(of counts: [Emoji: Int]) -> (key: Emoji, value: Int)? {
    counts.min { ($0.value, $1.key) < ($1.value, $0.key) }
  }

  /// What JSON numbers hold exactly.
  private static let maximumTotal = 1 << 53 - 1
}
