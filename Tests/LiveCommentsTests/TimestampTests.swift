import LiveComments
import Testing

@Suite struct TimestampTests {
  @Test(
    "RFC 3339 with any fraction and offset is read",
    arguments: [
      ("1970-01-01T00:00:00Z", 0),
      ("1970-01-01T00:00:00.001Z", 1),
      ("1970-01-01t00:00:00.5z", 500),
      ("1970-01-01 00:00:00.999999999Z", 999),
      ("1969-12-31T23:59:59.999Z", -1),
      ("2000-02-29T12:00:00+02:00", 951_818_400_000),
      ("2000-02-29T12:00:00-00:30", 951_827_400_000),
      ("2026-01-31T23:59:59.123Z", 1_769_903_999_123),
    ])
  func reads(text: String, milliseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "1970-01-01", "1970-01-01T00:00:00", "1970-13-01T00:00:00Z", "1970-01-32T00:00:00Z",
      "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:00.Z",
      "1970-01-01T00:00:00+0200", "1970-01-01T00:00:00+24:00", "1970-01-01T00:00:00ZZ",
      "+970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000000000000000000000Z",
    ])
  func refuses(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test("what is written is read back, over four centuries")
  func roundTrip() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<1_000 {
      let time = Timestamp(
        milliseconds: Int64.random(in: -6_000_000_000_000...6_000_000_000_000, using: &generator))
      #expect(Timestamp(rfc3339: time.rfc3339) == time, "\(time.milliseconds)")
    }
  }
}
