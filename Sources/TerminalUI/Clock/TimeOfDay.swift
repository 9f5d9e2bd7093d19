public import LiveComments

/// A time of day on the viewer's wall.
public struct TimeOfDay: Sendable, Hashable {
  public var hours: Int
  public var minutes: Int
  public var seconds: Int

  /// `utcOffset` is in seconds east of UTC.
  public init(_ time: Timestamp, utcOffset: Int) {
    let local = time.milliseconds.addingReportingOverflow(Int64(utcOffset) * 1_000).partialValue
    let day: Int64 = 86_400_000
    let rest = local % day
    let second = Int((rest < 0 ? rest + day : rest) / 1_000)
    hours = second / 3_600
    minutes = second / 60 % 60
    seconds = second % 60
  }

  /// `14:05`
  public var hoursAndMinutes: String { Self.padded(hours) + ":" + Self.padded(minutes) }

  /// `14:05:09`
  public var hoursMinutesAndSeconds: String { hoursAndMinutes + ":" + Self.padded(seconds) }

  private static func padded(_ value: Int) -> String {
    value < 10 ? "0\(value)" : String(value)
  }
}
