import LiveComments

/// Exponential backoff with full jitter (design §6): a random delay below a ceiling that starts at
/// 250 ms, doubles with every attempt and stays at 30 s.
struct Backoff: Sendable {
  static let first = 250_000
  static let highest = 30_000_000

  /// The delay before attempt `attempt`, counted from 0.
  static func delay(attempt: Int, using generator: inout SeededGenerator) -> Duration {
    .microseconds(Int64.random(in: 0...Int64(ceiling(attempt)), using: &generator))
  }

  /// The same where the server asked to wait `asked`: never shorter than that, and up to twice as
  /// long. It told everybody the same, and those it refused together must not return together.
  static func delay(
    attempt: Int, asked: Duration, using generator: inout SeededGenerator
  ) -> Duration {
    let wait =
      max(0, asked.components.seconds) * 1_000_000
      + max(0, asked.components.attoseconds) / 1_000_000_000_000
    let spread = max(Int64(ceiling(attempt)), min(wait, Int64(highest)))
    return .microseconds(wait + Int64.random(in: 0...spread, using: &generator))
  }

  private static func ceiling(_ attempt: Int) -> Int {
    attempt >= 7 ? highest : min(highest, first << max(0, attempt))
  }
}
