import LiveComments

/// The line between comments of two days.
enum DaySeparator {
  /// What stands between two comments that follow each other; nil when they are of one day, or when
  /// their times go back: times order nothing.
  static func words(from before: Timestamp, to after: Timestamp, utcOffset: Int) -> String? {
    let day = day(of: after, utcOffset)
    guard day > Self.day(of: before, utcOffset) else { return nil }
    // `2026-01-31`, of the viewer's own day.
    let date = Timestamp(milliseconds: day &* millisecondsPerDay).rfc3339.prefix(while: {
      $0 != "T"
    })
    // 1970-01-01 was a Thursday.
    let weekday = Int(((day % 7) + 7 + 3) % 7)
    return "\(weekdays[weekday]), \(date)"
  }

  private static let millisecondsPerDay: Int64 = 86_400_000
  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// Days since 1970-01-01 on the viewer's calendar.
  private static func day(of time: Timestamp, _ utcOffset: Int) -> Int64 {
    let local = time.milliseconds.addingReportingOverflow(Int64(utcOffset) * 1_000).partialValue
    let (day, rest) = local.quotientAndRemainder(dividingBy: millisecondsPerDay)
    return rest < 0 ? day - 1 : day
  }
}
