import LiveComments
import ServerCore
import Testing

@testable import CommentServer

@Suite("What a hub measures of its stream")
struct StreamLoadTests {
  private let start = Instant(milliseconds: 10_000)

  private func at(_ milliseconds: Int) -> Instant { start + .milliseconds(milliseconds) }

  private func stored(receivedAt: Instant) -> StoredComment {
    var generator = SystemRandomNumberGenerator()
    let time = Timestamp(milliseconds: 1)
    return StoredComment(
      comment: Comment(
        streamID: .launch, seq: 1, commentID: CommentID(at: time, using: &generator),
        userID: "ada", userName: "Ada", role: .viewer, content: "text", createdAt: time,
        state: .visible), receivedAt: receivedAt)
  }

  private func signals(_ load: inout StreamLoad, at milliseconds: Int) -> LoadSignals {
    load.takeSignals(commentsPerSecond: 7, at: at(milliseconds))
  }

  @Test("lag is the way to publication and the pass, without the wait for the flush between")
  func lag() {
    var load = StreamLoad()
    for second in [0, 1_000] {
      load.published(stored(receivedAt: at(second)), at: at(second + 30))
      load.told(0, at: at(second + 150))
      load.told(1, at: at(second + 150))
      load.passFinished(on: 0, DeliveryCount(), at: at(second + 160))
      load.passFinished(on: 1, DeliveryCount(), at: at(second + 200))
      _ = signals(&load, at: second + 500)
    }
    #expect(load.signals.lag == .milliseconds(80))
    #expect(load.signals.commentsPerSecond == 7)
  }

  @Test("what is over within one assessment is a hiccup")
  func hiccup() {
    var load = StreamLoad()
    load.published(stored(receivedAt: at(0)), at: at(900))
    load.passFinished(on: 0, DeliveryCount(total: 100, inTarget: 0), at: at(950))
    #expect(signals(&load, at: 1_000).lag == .zero)
    #expect(load.signals.deliveredInTarget == 1)
    #expect(signals(&load, at: 2_000).lag == .zero)
    #expect(load.signals.deliveredInTarget == nil)
  }

  @Test("a pass under way counts for as long as it takes, and the next one from its end")
  func underWay() {
    var load = StreamLoad()
    load.told(0, at: at(0))
    load.told(0, at: at(100))
    _ = signals(&load, at: 1_000)
    #expect(signals(&load, at: 2_000).lag == .milliseconds(1_000))
    load.passFinished(on: 0, DeliveryCount(), at: at(2_500))
    _ = signals(&load, at: 3_000)
    #expect(signals(&load, at: 4_000).lag == .milliseconds(1_500))
    load.left(0)
    _ = signals(&load, at: 5_000)
    #expect(signals(&load, at: 6_000).lag == .zero)
  }

  @Test("the share in time needs enough deliveries to say something, over all loops")
  func share() {
    var load = StreamLoad()
    for second in [0, 1_000] {
      load.passFinished(on: 0, DeliveryCount(total: 60, inTarget: 60), at: at(second))
      load.passFinished(on: 1, DeliveryCount(total: 40, inTarget: 30), at: at(second))
      _ = signals(&load, at: second + 500)
    }
    #expect(load.signals.deliveredInTarget == 0.9)
    load.passFinished(on: 1, DeliveryCount(total: 19, inTarget: 0), at: at(2_000))
    #expect(signals(&load, at: 2_500).deliveredInTarget == nil)
  }

  @Test("what waits is the sum of what the loops last said; a loop that left waits for nothing")
  func backlog() {
    var load = StreamLoad()
    load.loaded(LoopBacklog(bytes: 9, behind: 9, stalled: 9), on: 0)
    load.loaded(LoopBacklog(bytes: 100, behind: 2, stalled: 3), on: 0)
    load.loaded(LoopBacklog(bytes: 50, behind: 1, stalled: 1), on: 1)
    #expect(load.backlog == LoopBacklog(bytes: 150, behind: 3, stalled: 4))
    #expect(signals(&load, at: 0).outboundBytes == 150)
    #expect(load.signals.clientsBehind == 3)
    load.left(0)
    #expect(signals(&load, at: 0).outboundBytes == 50)
  }
}
