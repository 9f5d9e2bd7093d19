import LiveComments
import Testing

@testable import CommentServer

@Suite("Deadlines of a connection")
struct LivenessTests {
  private let start = Instant(milliseconds: 1_000)

  private func after(_ milliseconds: Int64) -> Instant {
    Instant(milliseconds: 1_000 + milliseconds)
  }

  @Test("hello is due after 5 s")
  func hello() {
    var liveness = Liveness(limits: ConnectionLimits(), at: start)
    #expect(liveness.next == after(5_000))
    #expect(liveness.due(at: after(4_999)) == nil)
    #expect(liveness.due(at: after(5_000)) == .noHello)
  }

  @Test("heartbeats come every 15 s; silence for three intervals is the end")
  func heartbeats() {
    var liveness = Liveness(limits: ConnectionLimits(), at: start)
    liveness.greeted()
    liveness.welcomed(at: start, expiresAt: nil)
    #expect(liveness.due(at: after(15_000)) == .heartbeat)
    #expect(liveness.due(at: after(15_000)) == nil)
    #expect(liveness.due(at: after(30_000)) == .heartbeat)
    liveness.heard(at: after(30_000))
    #expect(liveness.due(at: after(45_000)) == .heartbeat)
    #expect(liveness.due(at: after(74_999)) == .heartbeat)
    #expect(liveness.due(at: after(75_000)) == .silent)
  }

  @Test("moderation that waits is due after 10 s, unless it gets through")
  func slow() {
    var liveness = Liveness(limits: ConnectionLimits(), at: start)
    liveness.greeted()
    liveness.moderation(isWaiting: true, at: start)
    #expect(liveness.next == after(10_000))
    liveness.moderation(isWaiting: false, at: after(9_000))
    #expect(liveness.due(at: after(10_000)) == nil)
    liveness.moderation(isWaiting: true, at: after(11_000))
    #expect(liveness.due(at: after(21_000)) == .slow)
  }

  @Test("an expired token goes before everything but the end")
  func expiry() {
    var liveness = Liveness(limits: ConnectionLimits(), at: start)
    liveness.greeted()
    liveness.welcomed(at: start, expiresAt: after(15_000))
    #expect(liveness.due(at: after(60_000)) == .expired)
    liveness.closing(at: after(60_000))
    #expect(liveness.due(at: after(61_000)) == nil)
    #expect(liveness.due(at: after(62_000)) == .closed)
  }
}

@Suite("The deadline wheel")
struct DeadlineWheelTests {
  private final class Entry {}

  @Test("an entry comes on the first tick at or after its time, and not before")
  func due() {
    var wheel = DeadlineWheel<Entry>(at: Instant(milliseconds: 0))
    let entry = Entry()
    let tick = wheel.add(entry, at: Instant(milliseconds: 250))
    #expect(wheel.take(upTo: Instant(milliseconds: 299)).isEmpty)
    let taken = wheel.take(upTo: Instant(milliseconds: 300))
    #expect(taken.count == 1)
    #expect(taken.first?.due == tick)
    #expect(wheel.count == 0)
  }

  @Test("what lies beyond the wheel's turn comes early, never late")
  func farAway() {
    var wheel = DeadlineWheel<Entry>(at: Instant(milliseconds: 0))
    _ = wheel.add(Entry(), at: Instant(milliseconds: 3_600_000))
    #expect(wheel.take(upTo: Instant(milliseconds: 60_000)).count == 1)
  }

  @Test("a moved entry's old place is told from its new one")
  func moved() {
    var wheel = DeadlineWheel<Entry>(at: Instant(milliseconds: 0))
    let entry = Entry()
    let old = wheel.add(entry, at: Instant(milliseconds: 5_000))
    let new = wheel.add(entry, at: Instant(milliseconds: 1_000))
    #expect(old != new)
    #expect(wheel.take(upTo: Instant(milliseconds: 1_000)).map(\.due) == [new])
    #expect(wheel.take(upTo: Instant(milliseconds: 5_000)).map(\.due) == [old])
  }
}
