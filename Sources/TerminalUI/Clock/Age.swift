import LiveComments

/// How long ago something was, in at most four columns.
enum Age {

  /// `now`, `2m`, `5h`, `3d`; what lies ahead, by a clock that is wrong, is `now` too.
  static func text(from time: Timestamp, to now: Timestamp) -> String {
    let (milliseconds, overflow) = floored(now).subtractingReportingOverflow(time.milliseconds)
    let minutes = overflow ? 0 : milliseconds / 60_000
    switch minutes {
    case ..<1: return "now"
    case ..<60: return "\(minutes)m"
    case ..<(24 * 60): return "\(minutes / 60)h"
    case ..<(1_000 * 24 * 60): return "\(minutes / (24 * 60))d"
    default: return "old"
    }
  }

  /// How long until what is told may change.
  static func untilNextStep(after now: Timestamp) -> Duration {
    .milliseconds(floored(now) + stepMilliseconds - now.milliseconds)
  }

  private static let stepMilliseconds: Int64 = 10_000

  private static func floored(_ now: Timestamp) -> Int64 {
    let rest = now.milliseconds % stepMilliseconds
    return now.milliseconds - (rest < 0 ? rest + stepMilliseconds : rest)
  }
}
