import LiveComments

/// What this machine's clock seems to be ahead of the server's.
///
/// The difference between a moment of the server's clock and its arrival here is the way plus the
/// skew; which part is which nobody can tell from one side. No way is negative, though, and a
/// smallest one of many seconds is none either: then the clocks differ, and what the smallest shows
/// is taken off.
struct ClockSkew: Sendable, Hashable {
  /// The smallest difference of this period and of the one before, in milliseconds: clocks are set
  /// right now and then.
  private var smallest: Int?
  private var smallestBefore: Int?

  /// A smallest difference up to this is taken for the way, in milliseconds.
  static let longestWay = 5_000

  mutating func note(_ server: Timestamp, at here: Timestamp) {
    let difference = Int(clamping: here.milliseconds - server.milliseconds)
    smallest = min(smallest ?? difference, difference)
  }

  /// Begins another period; what is two periods old is forgotten.
  mutating func turn() {
    smallestBefore = smallest
    smallest = nil
  }

  /// The smallest difference, skew and shortest way together, in milliseconds; nil before the first.
  var least: Int? { [smallest, smallestBefore].compactMap(\.self).min() }

  /// Milliseconds to take off every difference; 0 as long as nothing speaks against the clocks.
  var milliseconds: Int {
    guard let least else { return 0 }
    return (0...Self.longestWay).contains(least) ? 0 : least
  }
}
