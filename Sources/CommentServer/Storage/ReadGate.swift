import LiveComments
import Synchronization

/// Bounds the reads that wait for a connection: when it is full, reads are refused with `busy`.
final class ReadGate: Sendable {
  /// At well under a millisecond a page, the last of them waits less than a second.
  private static let most = 1_000

  private let underWay = Mutex(0)

  /// Throws `busy` when too many reads are under way. Whoever enters must leave.
  func enter() throws(Problem) {
    let isOpen = underWay.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
    guard isOpen else {
      throw Problem(
        .busy, "too many reads at the moment: try again in a second",
        retryAfterMilliseconds: 1_000)
    }
  }

  func leave() { underWay.withLock { $0 -= 1 } }
}
