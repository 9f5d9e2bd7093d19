import LiveComments
import Logging
import NIOPosix
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("What hubs count")
struct HubFigureTests {
  private func hubs(of fixture: LogFixture, idle: Duration) -> HubRegistry {
    HubRegistry(
      log: fixture.log, group: MultiThreadedEventLoopGroup.singleton,
      limits: FanoutLimits(idle: idle), table: .calm,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  @Test("what reaches no viewer has no delay, but is counted")
  func nobodyThere() async throws {
    let fixture = try LogFixture()
    let hubs = hubs(of: fixture, idle: .seconds(60))
    try await hubs.hub(for: .launch).opened()
    try await fixture.post("hi")
    try await fixture.moderate(ModerationRequest(action: .slowMode, seconds: 5))
    let total = try await eventually("the hub has both") { () -> StreamCounters? in
      let total = try await hubs.figures().total
      return total.comments == 1 && total.events == 1 ? total : nil
    }
    #expect(total.publish.count == 1)
    #expect(total.visible.count == 0 && total.moderation.count == 0)
    await fixture.log.close()
  }

  @Test("a hub that retires takes nothing out of the totals, which have what nobody watched, too")
  func retiring() async throws {
    let fixture = try LogFixture()
    let hubs = hubs(of: fixture, idle: .milliseconds(1))
    try await fixture.post("before")
    try await hubs.hub(for: .launch).opened()
    try await fixture.post("one")
    try await eventually("the hub has it") {
      try await hubs.figures().series.first?.counters.comments == 1
    }
    try await fixture.post("two")
    try await eventually("the hub retires") { hubs.existing(.launch) == nil }
    let figures = try await hubs.figures()
    #expect(figures.series.map(\.label) == ["other"])
    #expect(figures.series.map(\.counters.comments) == [1])
    #expect(figures.total.comments == 2)
    #expect(figures.published.comments == 3)
    await fixture.log.close()
  }
}
