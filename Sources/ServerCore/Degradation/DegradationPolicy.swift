public import LiveComments

/// Decides how hot a stream is: signals in, level and reasons out.
///
/// A level comes at once when its trigger is met, and goes when that has not been met for the
/// hysteresis: the level is the highest one that was triggered within that time. Overrides are not
/// its matter: it goes on assessing, so that `auto` finds the level that the load calls for.
public struct DegradationPolicy: Sendable {
  private struct Alarm: Sendable {
    var lastMet: Instant
    var reasons: [LoadReason]
  }

  private let table: DegradationTable
  private var alarms: [Level: Alarm] = [:]

  /// - Parameter level: what the stream was left at, by an earlier run or another node; it stays for
  ///   the hysteresis from `now` on.
  public init(_ table: DegradationTable, resuming level: Level = .normal, at now: Instant) {
    self.table = table
    if level > .normal { alarms[level] = Alarm(lastMet: now, reasons: []) }
  }

  /// The level that the load calls for, and what was beyond its limits when that was last so; no
  /// reasons for `normal`.
  public mutating func assess(
    _ signals: LoadSignals, at now: Instant
  ) -> (level: Level, reasons: [LoadReason]) {
    for level in Level.allCases {
      let reasons = table.trigger(of: level)?.reasons(in: signals) ?? []
      if !reasons.isEmpty { alarms[level] = Alarm(lastMet: now, reasons: reasons) }
    }
    alarms = alarms.filter { now - $0.value.lastMet < table.hysteresis }
    guard let (level, alarm) = alarms.max(by: { $0.key < $1.key }) else { return (.normal, []) }
    return (level, alarm.reasons)
  }
}
