/// Delays counted by size, so that percentiles of any number of them take a fixed amount of memory.
///
/// Below 16 ms every millisecond has a count of its own; above, each doubling is cut into eight, so
/// that a percentile is off by at most an eighth. What is longer than the last counts there.
struct DelayHistogram: Sendable, Hashable {
  private var counts: [UInt32] = []
  private(set) var total = 0

  /// The longest delay that is told from longer ones, in milliseconds: more than a minute.
  private static let longest = (1 << 16) - 1
  private static let buckets = index(of: longest) + 1

  /// Counts a delay in milliseconds; a negative one is none.
  mutating func add(_ milliseconds: Int) {
    if counts.isEmpty { counts = Array(repeating: 0, count: Self.buckets) }
    counts[Self.index(of: min(max(0, milliseconds), Self.longest))] &+= 1
    total += 1
  }

  mutating func add(_ other: DelayHistogram) {
    guard !other.counts.isEmpty else { return }
    if counts.isEmpty { counts = Array(repeating: 0, count: Self.buckets) }
    for index in counts.indices { counts[index] &+= other.counts[index] }
    total += other.total
  }

  /// The delay, in milliseconds, that `share` (0…1) of all do not exceed; nil when there are none.
  func percentile(_ share: Double) -> Int? {
    guard total > 0 else { return nil }
    let wanted = max(1, Int((share * Double(total)).rounded(.up)))
    var seen = 0
    for (index, count) in counts.enumerated() {
      seen += Int(count)
      if seen >= wanted { return Self.upperBound(of: index) }
    }
    return Self.longest
  }

  private static func index(of milliseconds: Int) -> Int {
    guard milliseconds >= 16 else { return milliseconds }
    let exponent = Int.bitWidth - 1 - milliseconds.leadingZeroBitCount
    return 16 + (exponent - 4) * 8 + (milliseconds >> (exponent - 3)) & 7
  }

  private static func upperBound(of index: Int) -> Int {
    guard index >= 16 else { return index }
    let (octave, eighth) = (index - 16).quotientAndRemainder(dividingBy: 8)
    return ((8 + eighth + 1) << (octave + 1)) - 1
  }
}
