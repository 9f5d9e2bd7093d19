import Foundation
import LiveComments

/// The local time zone.
enum LocalTime {
  /// Minutes east of UTC, with daylight saving as it was at that moment.
  static let utcOffset: @Sendable (Timestamp) -> Int = { timestamp in
    let date = Date(timeIntervalSince1970: Double(timestamp.milliseconds) / 1_000)
    return TimeZone.current.secondsFromGMT(for: date) / 60
  }
}
