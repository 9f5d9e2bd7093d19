import LiveComments

/// What matching may cost at one reading of the clock, so that neither a hostile pattern nor a long
/// feed keeps the keys waiting: what is left over goes on at the next reading.
struct MatchBudget: Sendable {
  /// Scalars read and steps of patterns (`QueryReader.steps`): a few milliseconds.
  static let stepsPerReading = 400_000

  /// How soon after one reading the next is due while something is left over.
  static let pause = Duration.milliseconds(1)

  private var reading: Instant?
  private(set) var spent = 0

  var isSpent: Bool { spent >= Self.stepsPerReading }

  /// Begins anew when time has passed.
  mutating func advance(to now: Instant) {
    guard reading != now else { return }
    reading = now
    spent = 0
  }

  mutating func spend(_ steps: Int) { spent += steps }
}
