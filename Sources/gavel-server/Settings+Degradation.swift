import CommentServer
import LiveComments
import ServerCore

extension Settings {
  /// The settings of `[degradation]`: what brings each level about, and what it does (design §8).
  static let degradationTable: [String: Setting] = {
    var table: [String: Setting] = [
      "degradation.hysteresis_s": Setting(range: 1...3_600) {
        $0.server.degradation.hysteresis = .seconds($1)
      },
      "degradation.target_s": Setting(range: 0.01...60) {
        $0.server.degradation.target = .seconds($1)
      },
    ]
    for level in [Level.busy, .hot, .critical] {
      table.merge(settings(of: level)) { first, _ in first }
    }
    return table
  }()

  private static func settings(of level: Level) -> [String: Setting] {
    func setting(
      _ range: ClosedRange<Double>,
      _ apply: @escaping @Sendable (inout DegradationTable.Row, Double) -> Void
    ) -> Setting {
      Setting(range: range) { settings, value in
        settings.server.degradation.change(level) { apply(&$0, value) }
      }
    }
    return [
      "degradation.\(level.rawValue)_comments_per_s": setting(1...1e9) {
        $0.trigger.commentsPerSecond = $1
      },
      "degradation.\(level.rawValue)_lag_s": setting(0.001...1e6) { $0.trigger.lag = .seconds($1) },
      "degradation.\(level.rawValue)_outbound_bytes": setting(1...1e12) {
        $0.trigger.outboundBytes = Int($1)
      },
      "degradation.\(level.rawValue)_clients_behind": setting(0...1e6) {
        $0.trigger.clientsBehind = Int($1)
      },
      // 0 never calls for the level.
      "degradation.\(level.rawValue)_delivered": setting(0...1) {
        $0.trigger.deliveredInTarget = $1
      },
      "degradation.\(level.rawValue)_sample_one_in": setting(1...1e6) {
        $0.mitigation.samplingRatio = UInt64($1)
      },
      "degradation.\(level.rawValue)_slow_mode_s": setting(0...3_600) {
        $0.mitigation.slowModeSeconds = Int($1)
      },
      "degradation.\(level.rawValue)_reactions_s": setting(0.1...60) {
        $0.mitigation.reactionWindow = .seconds($1)
      },
    ]
  }
}
