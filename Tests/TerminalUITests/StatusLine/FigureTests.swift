import LiveComments
import Testing

@testable import TerminalUI

@Suite struct FigureTests {
  @Test(
    "counts are grouped by thousands",
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000"),
    ])
  func grouped(_ value: Int, _ text: String) {
    #expect(Figure.grouped(value) == text)
  }

  @Test(
    "rates keep one decimal below a hundred",
    arguments: [
      (0, "0.0"), (0.44, "0.4"), (99.94, "99.9"), (99.96, "100"), (4_800.6, "4,801"),
      (.infinity, "0"), (-1, "0"), (.nan, "0"),
    ] as [(Double, String)])
  func rate(_ value: Double, _ text: String) {
    #expect(Figure.rate(value) == text)
  }

  @Test(
    "a countdown is rounded up, so that it ends at 1",
    arguments: [(0, 0), (1, 1), (999, 1), (1_000, 1), (1_001, 2), (-5, 0)])
  func seconds(_ milliseconds: Int, _ seconds: Int) {
    #expect(Figure.seconds(.milliseconds(milliseconds)) == seconds)
  }

  @Test(
    "times are those of the viewer's wall",
    arguments: [
      ("2026-01-31T23:59:58.999Z", 0, "23:59:58"), ("2026-01-31T23:59:58Z", 3_600, "00:59:58"),
      ("2026-01-31T00:00:00Z", -19_800, "18:30:00"), ("1969-12-31T23:59:59Z", 0, "23:59:59"),
    ])
  func times(_ time: String, _ offset: Int, _ text: String) throws {
    let time = try #require(Timestamp(rfc3339: time))
    #expect(TimeOfDay(time, utcOffset: offset).hoursMinutesAndSeconds == text)
  }

  @Test(
    "a sparkline is scaled to its largest value, and shows what is not zero",
    arguments: [
      ([0, 0, 0], "▁▁▁"), ([0, 7, 3.5, 0.001], "▁█▅▂"), ([], ""), ([5, .nan, -3], "█▁▁"),
    ] as [([Double], String)])
  func sparkline(_ values: [Double], _ text: String) {
    #expect(Sparkline.blocks(values) == text)
  }

  @Test("arrivals are counted by the second, silent seconds too, and only the last are kept")
  func arrivals() {
    var rate = ArrivalRate()
    rate.advance(to: Instant(milliseconds: 500))
    rate.add(3)
    rate.add(2)
    rate.advance(to: Instant(milliseconds: 1_499))
    #expect(rate.perSecond == [])
    rate.advance(to: Instant(milliseconds: 3_600))
    #expect(rate.perSecond == [5, 0, 0])
    rate.add(1)
    rate.advance(to: Instant(milliseconds: 1_000_000))
    #expect(rate.perSecond.count == ArrivalRate.capacity)
    #expect(rate.nextDeadline == Instant(milliseconds: 1_000_500))
  }
}
