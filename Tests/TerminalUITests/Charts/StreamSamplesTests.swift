import LiveComments
import Testing

@testable import TerminalUI

@Suite struct StreamSamplesTests {
  private var samples = StreamSamples()
  private var now = Instant(milliseconds: 0)
  private let time = Timestamp(milliseconds: 1_000_000)

  init() { samples.advance(to: now, viewers: 3) }

  private mutating func pass(_ seconds: Int, viewers: Int? = 3) {
    for _ in 0..<seconds {
      now = now + .seconds(1)
      samples.advance(to: now, viewers: viewers)
    }
  }

  private mutating func arrive(_ delays: Int...) {
    samples.add(delays.count)
    for delay in delays {
      samples.arrived(Timestamp(milliseconds: time.milliseconds - Int64(delay)), at: time)
    }
  }

  @Test("five seconds make a sample: rate, viewers, and what the comments took")
  mutating func sample() {
    arrive(3, 5, 9)
    pass(4)
    #expect(samples.samples.isEmpty)
    arrive(14)
    pass(1)
    #expect(
      samples.samples == [
        StreamSamples.Sample(commentsPerSecond: 0.8, viewers: 3, p50: 5, p95: 14)
      ])
    pass(5)
    #expect(samples.samples[1]?.commentsPerSecond == 0)
    #expect(samples.samples[1]?.p50 == nil)
  }

  @Test("a sample during which the connection was away is missing, not zero")
  mutating func away() {
    pass(5)
    pass(2, viewers: nil)
    pass(8)
    #expect(samples.samples.map { $0 == nil } == [false, true, false])
  }

  @Test("a stop of the program leaves a hole as long as it was, and no longer than the chart")
  mutating func stop() {
    pass(5)
    now = now + .seconds(17)
    samples.advance(to: now, viewers: 3)
    #expect(samples.samples.map { $0 == nil } == [false, false, true, true])
    now = now + .seconds(1_000_000)
    samples.advance(to: now, viewers: 3)
    #expect(samples.samples.count == StreamSamples.capacity)
    #expect(samples.samples.dropFirst().allSatisfy { $0 == nil })
  }

  @Test("ten minutes are kept, and the p95 of the last minute")
  mutating func bounded() {
    arrive(100)
    pass(5)
    #expect(samples.recentP95 == 103)
    pass(54)
    #expect(samples.recentP95 == 103)
    pass(6)
    #expect(samples.recentP95 == nil)
    pass(2_000)
    #expect(samples.samples.count == 120)
  }

  @Test("delays are told without what the clocks differ by, as far as that shows")
  mutating func skew() {
    samples.hear(Timestamp(milliseconds: time.milliseconds + 60_000), at: time)
    arrive(-59_990)
    pass(5)
    #expect(samples.recentP95 == 10)
    #expect(samples.skew.milliseconds == -60_000)
  }
}
