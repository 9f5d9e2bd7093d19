public import LiveComments

/// Totals by emoji, of a bounded number of emojis.
///
/// When it is full, a new emoji takes the place of the rarest: whoever fills it with oddities cannot
/// keep out what people use, nor push out what many have used.
public struct ReactionTally: Sendable, Hashable {
  public private(set) var counts: [Emoji: Int]
  private let maximumKinds: Int

  /// - Parameter counts: with more than `maximumKinds`, the rarest are left out.
  public init(_ counts: [Emoji: Int] = [:], maximumKinds: Int) {
    self.maximumKinds = maximumKinds
    self.counts = counts
    while self.counts.count > maximumKinds { removeRarest() }
  }

  public mutating func add(_ count: Int, of emoji: Emoji) {
    if let total = counts[emoji] {
      counts[emoji] = min(total + count, Self.maximumTotal)
      return
    }
    if counts.count >= maximumKinds { removeRarest() }
    counts[emoji] = count
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

  private mutating func removeRarest() {
    let rarest = counts.min { ($0.value, $1.key) < ($1.value, $0.key) }
    if let rarest { counts[rarest.key] = nil }
  }

  /// What JSON numbers hold exactly.
  private static let maximumTotal = 1 << 53 - 1
}
