/// Names by how much they were used lately: each use counts, and counts less the longer ago it was.
struct Ranking {
  /// Uses after which one counts half as much.
  static let halfLife = 100

  private var weights: [String: Double] = [:]

  /// Counts one use, `age` uses of any name ago.
  mutating func count(_ name: String, age: Int) {
    // 2^-(age / halfLife), without a library: what is older than a few half-lives hardly matters.
    let lives = age / Self.halfLife
    let part = Double(age % Self.halfLife) / Double(Self.halfLife)
    let weight = lives < 60 ? (1 - part / 2) / Double(UInt64(1) << UInt64(lives)) : 0
    weights[name, default: 0] += weight
  }

  /// The most used first; those that were used alike in alphabetical order.
  var names: [String] {
    weights.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }
}
