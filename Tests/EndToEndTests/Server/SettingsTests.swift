import CommentServer
import ServerCore
import Testing

@testable import gavel_server

@Suite("The settings of degradation")
struct DegradationSettingsTests {
  @Test("every limit and mitigation of a level can be set, and the rest stays as it is")
  func levels() throws {
    let settings = try Settings(
      text: """
        [degradation]
        hysteresis_s = 20
        target_s = 0.25
        busy_comments_per_s = 50
        hot_lag_s = 0.75
        hot_outbound_bytes = 1e7
        hot_clients_behind = 100
        hot_delivered = 0.9
        critical_sample_one_in = 50
        critical_slow_mode_s = 60
        critical_reactions_s = 5
        """, name: "test")
    var expected = DegradationTable.standard
    expected.hysteresis = .seconds(20)
    expected.target = .milliseconds(250)
    expected.busy.trigger.commentsPerSecond = 50
    expected.hot.trigger.lag = .milliseconds(750)
    expected.hot.trigger.outboundBytes = 10_000_000
    expected.hot.trigger.clientsBehind = 100
    expected.hot.trigger.deliveredInTarget = 0.9
    expected.critical.mitigation = Mitigation(
      reactionWindow: .seconds(5), samplingRatio: 50, slowModeSeconds: 60)
    #expect(settings.server.degradation == expected)
  }

  @Test(
    "what is no setting, or beyond its bounds, is refused by name",
    arguments: ["hot_comments = 1", "normal_lag_s = 1", "hot_delivered = 1.5", "hot_lag_s = 0"])
  func refused(_ line: String) throws {
    let key = try #require(line.split(separator: " ").first)
    #expect {
      try Settings(text: "[degradation]\n\(line)", name: "gavel.toml")
    } throws: { "\($0)".contains("degradation.\(key)") }
  }
}
