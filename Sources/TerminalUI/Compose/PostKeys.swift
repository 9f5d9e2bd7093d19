import LiveComments

/// Idempotency keys: the same seed gives the same keys.
struct PostKeys: Sendable {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A key of 32 hexadecimal digits.
  mutating func next() -> String {
    (0..<2).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
