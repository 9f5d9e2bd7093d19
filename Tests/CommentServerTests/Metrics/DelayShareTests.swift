import Testing

@testable import CommentServer

@Suite struct DelayShareTests {
  @Test(
    "a share of the delays lies below the bound that is told",
    arguments: [
      ([], nil), ([900], 1), ([3_000], 5), ([20_000_000], 10_000),
      (Array(repeating: 4_000, count: 95) + Array(repeating: 200_000, count: 5), 5),
      (Array(repeating: 4_000, count: 94) + Array(repeating: 200_000, count: 6), 250),
    ] as [([Int64], Int?)])
  func shares(_ microseconds: [Int64], _ expected: Int?) {
    var histogram = DelayHistogram()
    for delay in microseconds { histogram.observe(microseconds: delay) }
    #expect(histogram.milliseconds(of: 0.95) == expected)
  }
}
