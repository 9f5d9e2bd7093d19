import LiveComments
import Testing

@testable import TerminalUI

@Suite struct DelayHistogramTests {
  @Test("percentiles are off by an eighth at most, and never too small", arguments: [0.5, 0.95, 1])
  func accuracy(_ share: Double) throws {
    var histogram = DelayHistogram()
    var generator = SeededGenerator(seed: 11)
    var delays: [Int] = []
    for _ in 0..<2_000 {
      let delay = Int.random(
        in: 0...(1 << Int.random(in: 0...15, using: &generator)), using: &generator)
      delays.append(delay)
      histogram.add(delay)
    }
    delays.sort()
    let exact = delays[Int((share * 2_000).rounded(.up)) - 1]
    let told = try #require(histogram.percentile(share))
    #expect(told >= exact)
    #expect(told <= exact + exact / 8 + 1)
  }

  @Test("small delays are exact, what is out of range counts at its ends")
  func ends() {
    var histogram = DelayHistogram()
    #expect(histogram.percentile(0.5) == nil)
    for delay in [-3, 7, 15] { histogram.add(delay) }
    #expect([0.3, 0.6, 1].map { histogram.percentile($0) } == [0, 7, 15])
    histogram.add(.max)
    #expect(histogram.percentile(1) == 65_535)
  }

  @Test("two together are as one that counted both")
  func sum() {
    var one = DelayHistogram()
    var other = DelayHistogram()
    var both = DelayHistogram()
    for delay in 0..<50 {
      one.add(delay)
      other.add(delay * 40)
      both.add(delay)
      both.add(delay * 40)
    }
    one.add(other)
    one.add(DelayHistogram())
    #expect(one == both)
  }
}

@Suite struct ClockSkewTests {
  @Test(
    "a way is no skew; what no way can be is",
    arguments: [
      ([40, 12, 300], 0), ([4_900], 0), ([9_000, 8_020], 8_020), ([-150, 30], -150), ([], 0),
    ] as [([Int], Int)])
  func skew(_ differences: [Int], _ expected: Int) {
    var skew = ClockSkew()
    for difference in differences {
      skew.note(
        Timestamp(milliseconds: 1_000_000),
        at: Timestamp(milliseconds: 1_000_000 + Int64(difference)))
    }
    #expect(skew.milliseconds == expected)
  }

  @Test("a clock that is set right is believed again two periods later")
  func turn() {
    var skew = ClockSkew()
    let now = Timestamp(milliseconds: 1_000_000)
    skew.note(Timestamp(milliseconds: 1_009_000), at: now)
    #expect(skew.milliseconds == -9_000)
    skew.turn()
    skew.note(now, at: now)
    #expect(skew.milliseconds == -9_000)
    skew.turn()
    skew.note(now, at: now)
    #expect(skew.milliseconds == 0)
  }
}
