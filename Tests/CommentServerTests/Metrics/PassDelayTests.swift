import LiveComments
import Testing

@testable import CommentServer

@Suite("How long it takes to reach viewers")
struct PassDelayTests {
  private func at(_ milliseconds: Int64) -> Instant { Instant(milliseconds: 10_000 + milliseconds) }

  private func pass(
    _ upto: Seq, at milliseconds: Int64, viewers: Bool = true
  ) -> FinishedPass<CommentPlane> {
    FinishedPass(upto: upto, hasViewers: viewers, at: at(milliseconds))
  }

  @Test("the slowest loop ends it")
  func slowest() {
    var delays = PassDelays<CommentPlane>()
    delays.told(upto: 5, accepted: [at(0)], to: [0, 1])
    #expect(delays.passFinished(pass(5, at: 20), on: 0) == [])
    #expect(delays.passFinished(pass(5, at: 80), on: 1) == [.milliseconds(80)])
    #expect(delays.passFinished(pass(5, at: 900), on: 0) == [])
  }

  @Test("a pass that began before the flush does not end it")
  func earlierPass() {
    var delays = PassDelays<CommentPlane>()
    delays.told(upto: 5, accepted: [at(0)], to: [0])
    delays.told(upto: 9, accepted: [at(30)], to: [0])
    #expect(delays.passFinished(pass(5, at: 50), on: 0) == [.milliseconds(50)])
    #expect(delays.passFinished(pass(5, at: 60), on: 0) == [])
    #expect(delays.passFinished(pass(9, at: 70), on: 0) == [.milliseconds(40)])
  }

  @Test("flushes that one pass brings are measured each from its own oldest comment")
  func overload() {
    var delays = PassDelays<CommentPlane>()
    for flush: Int64 in 0..<3 {
      delays.told(
        upto: Seq.zero.advanced(by: flush + 1), accepted: [at(flush * 100)], to: [0])
    }
    #expect(
      delays.passFinished(pass(3, at: 1_000), on: 0)
        == [.milliseconds(1_000), .milliseconds(900), .milliseconds(800)])
  }

  @Test("without loops, or without viewers on them, nothing is measured")
  func nobody() {
    var delays = PassDelays<CommentPlane>()
    delays.told(upto: 1, accepted: [at(0)], to: [])
    #expect(delays.passFinished(pass(9, at: 15_000), on: 0) == [])
    delays.told(upto: 2, accepted: [at(0)], to: [0])
    #expect(delays.passFinished(pass(2, at: 1, viewers: false), on: 0) == [])
    #expect(delays.passFinished(pass(2, at: 15_000), on: 0) == [])
  }

  @Test("a loop that leaves holds nothing up, and what the others did counts")
  func leaving() {
    var delays = PassDelays<CommentPlane>()
    delays.told(upto: 1, accepted: [at(0)], to: [0, 1])
    #expect(delays.passFinished(pass(1, at: 20), on: 0) == [])
    #expect(delays.left(1) == [.milliseconds(20)])
    delays.told(upto: 2, accepted: [at(0)], to: [1])
    #expect(delays.left(1) == [])
  }

  @Test("what waits is bounded: beyond it what comes is measured with the newest, by its oldest")
  func bound() {
    var delays = PassDelays<CommentPlane>()
    let most = PassDelays<CommentPlane>.maximumWaiting
    for number in 0..<Int64(most + 10) {
      delays.told(upto: Seq.zero.advanced(by: number + 1), accepted: [at(number)], to: [0])
    }
    let end = Int64(most + 10)
    let measured = delays.passFinished(pass(Seq.zero.advanced(by: end), at: end), on: 0)
    #expect(measured.count == most)
    #expect(measured.last == .milliseconds(11))
  }
}
