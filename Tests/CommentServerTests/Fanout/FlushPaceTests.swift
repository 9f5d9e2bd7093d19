import Testing

@testable import CommentServer

@Suite("The flush interval")
struct FlushPaceTests {
  @Test(
    "a pass takes a little under a quarter of it, between 10 and 120 ms",
    arguments: [(0, 10_000), (1_000, 10_000), (5_000, 21_000), (16_000, 67_200), (90_000, 120_000)]
  )
  func proportional(_ pass: Int64, _ interval: Int64) {
    var pace = FlushPace()
    pace.passFinished(cpuMicroseconds: pass)
    #expect(pace.intervalMicroseconds == interval)
  }

  @Test("one dear pass among cheap ones counts by half; dear ones that go on are met in a few")
  func asymmetric() {
    var pace = FlushPace()
    for _ in 0..<10 { pace.passFinished(cpuMicroseconds: 5_000) }
    pace.passFinished(cpuMicroseconds: 20_000)
    #expect(pace.intervalMicroseconds == 52_500)
    for _ in 0..<4 { pace.passFinished(cpuMicroseconds: 20_000) }
    #expect(pace.intervalMicroseconds > 70_000)
    for _ in 0..<1_000 { pace.passFinished(cpuMicroseconds: 1_000) }
    #expect(pace.intervalMicroseconds == 10_000)
  }

  @Test("of passes that differ, most take less than a quarter of the interval before them")
  func quarter() {
    var pace = FlushPace()
    var over = 0
    for pass in 0..<1_000 {
      // 10 to 14.9 ms, in an order that repeats only every 50 passes.
      let microseconds = Int64(10_000 + pass * 37 % 50 * 100)
      if microseconds * 4 > pace.intervalMicroseconds { over += 1 }
      pace.passFinished(cpuMicroseconds: microseconds)
    }
    #expect(over < 150)
  }
}
