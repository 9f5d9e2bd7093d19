import LiveComments
import Testing

@testable import ServerCore

@Suite("The degradation policy")
struct DegradationPolicyTests {
  private static let table = DegradationTable.standard

  private static func at(_ seconds: Double) -> Instant {
    Instant(microseconds: Int64(seconds * 1_000_000))
  }

  private static func rate(_ commentsPerSecond: Double) -> LoadSignals {
    LoadSignals(commentsPerSecond: commentsPerSecond)
  }

  @Test(
    "each signal calls for the level beyond whose limit it is, and no limit is beyond itself",
    arguments: [
      (rate(0), Level.normal), (rate(100), .normal), (rate(101), .busy), (rate(300), .busy),
      (rate(301), .hot), (rate(1_000), .hot), (rate(1_001), .critical),
      (LoadSignals(lag: .milliseconds(100)), .normal),
      (LoadSignals(lag: .milliseconds(101)), .busy), (LoadSignals(lag: .milliseconds(501)), .hot),
      (LoadSignals(lag: .milliseconds(2_000)), .hot), (LoadSignals(lag: .seconds(3)), .critical),
      (LoadSignals(deliveredInTarget: 0.99), .normal),
      (LoadSignals(deliveredInTarget: 0.989), .hot),
      (LoadSignals(deliveredInTarget: 0.95), .hot),
      (LoadSignals(deliveredInTarget: 0.949), .critical),
      (LoadSignals(outboundBytes: 1 << 40, clientsBehind: 100_000), .normal),
      (LoadSignals(commentsPerSecond: 150, lag: .milliseconds(600)), .hot),
    ])
  func triggers(_ signals: LoadSignals, _ level: Level) {
    var policy = DegradationPolicy(Self.table, at: Self.at(0))
    #expect(policy.assess(signals, at: Self.at(1)).level == level)
  }

  @Test("the mitigations of design §8")
  func mitigations() {
    func row(_ level: Level) -> Mitigation { Self.table.mitigation(at: level) }
    #expect(row(.normal) == Mitigation(reactionWindow: .milliseconds(500)))
    #expect(row(.busy) == Mitigation(reactionWindow: .seconds(2)))
    #expect(
      row(.hot)
        == Mitigation(reactionWindow: .seconds(2), samplingRatio: 5, slowModeSeconds: 5))
    #expect(
      row(.critical)
        == Mitigation(reactionWindow: .seconds(2), samplingRatio: 20, slowModeSeconds: 30))
  }

  @Test("a level comes at once and stays for 10 s after its trigger was last met")
  func hysteresis() {
    var policy = DegradationPolicy(Self.table, at: Self.at(0))
    #expect(policy.assess(Self.rate(400), at: Self.at(1)).level == .hot)
    #expect(policy.assess(Self.rate(10), at: Self.at(2)).level == .hot)
    #expect(policy.assess(Self.rate(400), at: Self.at(5)).level == .hot)
    #expect(policy.assess(Self.rate(10), at: Self.at(14.999)).level == .hot)
    #expect(policy.assess(Self.rate(10), at: Self.at(15)).level == .normal)
  }

  @Test("each level has its own 10 s: a stream that calms goes down by what it was last beyond")
  func steps() {
    var policy = DegradationPolicy(Self.table, at: Self.at(0))
    #expect(policy.assess(Self.rate(2_000), at: Self.at(0)).level == .critical)
    #expect(policy.assess(Self.rate(400), at: Self.at(5)).level == .critical)
    #expect(policy.assess(Self.rate(150), at: Self.at(10)).level == .hot)
    #expect(policy.assess(Self.rate(0), at: Self.at(15)).level == .busy)
    #expect(policy.assess(Self.rate(0), at: Self.at(20)).level == .normal)
  }

  @Test("the reasons name what is beyond the limits of the level that is on")
  func reasons() {
    var policy = DegradationPolicy(Self.table, at: Self.at(0))
    let both = LoadSignals(commentsPerSecond: 340, lag: .milliseconds(600))
    #expect(
      policy.assess(both, at: Self.at(0)).reasons == [
        .commentsPerSecond(340, over: 300), .lag(.milliseconds(600), over: .milliseconds(500)),
      ])
    // Calm, but the level is still on: for what it came about.
    #expect(policy.assess(Self.rate(150), at: Self.at(5)).reasons.count == 2)
    #expect(
      policy.assess(Self.rate(150), at: Self.at(10)).reasons
        == [.commentsPerSecond(150, over: 100)])
    #expect(policy.assess(Self.rate(0), at: Self.at(20)).reasons == [])
  }

  @Test(
    "reasons are said in words",
    arguments: [
      (LoadReason.commentsPerSecond(340.4, over: 300), "340 comments/s (over 300)"),
      (.commentsPerSecond(2.2, over: 2), "2.2 comments/s (over 2)"),
      (.commentsPerSecond(2.04, over: 2), "2.1 comments/s (over 2)"),
      (.commentsPerSecond(8, over: 2.5), "8 comments/s (over 2.5)"),
      (.commentsPerSecond(300.2, over: 300), "301 comments/s (over 300)"),
      (.lag(.microseconds(500_200), over: .milliseconds(500)), "lag 501 ms (over 500)"),
      (.lag(.milliseconds(620), over: .milliseconds(500)), "lag 620 ms (over 500)"),
      (.deliveredInTarget(0.9899, below: 0.99), "98.9 % in time (below 99)"),
      (.clientsBehind(7, over: 5), "7 clients behind (over 5)"),
      (.outboundBytes(2_048, over: 1_024), "2048 bytes queued (over 1024)"),
    ])
  func words(_ reason: LoadReason, _ text: String) {
    #expect("\(reason)" == text)
  }

  @Test("a stream left at a level keeps it for the hysteresis, then goes by its load")
  func resuming() {
    var policy = DegradationPolicy(Self.table, resuming: .hot, at: Self.at(100))
    #expect(policy.assess(Self.rate(0), at: Self.at(101)).level == .hot)
    #expect(policy.assess(Self.rate(0), at: Self.at(110)).level == .normal)
  }

  @Test("bytes queued and clients behind trigger nothing until they are given limits")
  func configured() {
    var table = Self.table
    table.busy.trigger.clientsBehind = 5
    table.hot.trigger.outboundBytes = 1_000
    table.hysteresis = .seconds(1)
    var policy = DegradationPolicy(table, at: Self.at(0))
    #expect(policy.assess(LoadSignals(clientsBehind: 6), at: Self.at(0)).level == .busy)
    #expect(policy.assess(LoadSignals(outboundBytes: 1_001), at: Self.at(2)).level == .hot)
  }

  @Test(
    "whatever happened, the level is the highest that was triggered within 10 s",
    arguments: 0..<50)
  func random(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var policy = DegradationPolicy(Self.table, at: Self.at(0))
    var history: [(at: Instant, level: Level)] = []
    var now = Self.at(0)
    for _ in 0..<200 {
      now = now + .milliseconds(Int.random(in: 1...4_000, using: &generator))
      let signals = Self.rate(Double.random(in: 0...1_500, using: &generator))
      let called: Level =
        switch signals.commentsPerSecond {
        case ...100: .normal
        case ...300: .busy
        case ...1_000: .hot
        default: .critical
        }
      history.append((now, called))
      let recent = history.filter { now - $0.at < .seconds(10) }.map(\.level)
      #expect(policy.assess(signals, at: now).level == recent.max())
    }
  }
}
