import LiveComments
import Testing

@Suite struct PositionTests {
  @Test(
    "a position is at least 0 and below 2^53",
    arguments: [(0, true), (1, true), (1 << 53 - 1, true), (1 << 53, false), (-1, false)])
  func range(value: Int64, isValid: Bool) {
    #expect((Seq(rawValue: value) != nil) == isValid)
  }

  @Test("advancing stays within the range")
  func advancing() {
    #expect(Seq.zero.advanced(by: 5) == 5)
    #expect(Seq.zero.advanced(by: -5) == .zero)
    #expect(Seq.highest.advanced(by: 1) == .highest)
    #expect(Seq.highest.advanced(by: .max) == .highest)
    #expect(Seq.highest.advanced(by: .min) == .zero)
  }

  @Test("coverage excludes where it begins and includes where it ends")
  func coverage() {
    let range = Coverage<CommentPlane>(after: 3, upto: 5)
    #expect([3, 4, 5, 6].map { range.contains($0) } == [false, true, true, false])
    #expect(Coverage<CommentPlane>(after: 5, upto: 3).isEmpty)
    #expect(range.description == "(3, 5]")
  }
}
