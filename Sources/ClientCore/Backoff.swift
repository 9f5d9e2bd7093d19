import LiveComments

/// Exponential backoff with full jitter (design §6): a random delay below a ceiling that starts at
/// 250 ms, doubles with every attempt and stays at 30 s.
struct Backoff: Sendable {
  static let first = 250_000
  static let highest = 30_000_000

  /// The delay before attempt `attempt`, counted from 0.
  static func delay(attempt: Int, using generator: inout SeededGenerator) -> Duration {
    let ceiling = attempt >= 7 ? highest : min(highest, first << max(0, attempt))
    return .microseconds(Int64.random(in: 0...Int64(ceiling), using: &generator))
  }
}
