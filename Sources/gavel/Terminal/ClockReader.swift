import ClientTransport
import Foundation
import LiveComments
import TerminalUI

/// Reads the clocks for the terminal program.
struct ClockReader {
  private var offset = 0
  /// The minute for which `offset` was asked: it changes with daylight saving time.
  private var minute: Int64?

  mutating func read() -> ClockReading {
    let milliseconds = Int64(Date().timeIntervalSince1970 * 1_000)
    if milliseconds / 60_000 != minute {
      minute = milliseconds / 60_000
      offset = TimeZone.current.secondsFromGMT()
    }
    return ClockReading(
      instant: MonotonicClock.now(), time: Timestamp(milliseconds: milliseconds),
      utcOffset: offset)
  }
}
