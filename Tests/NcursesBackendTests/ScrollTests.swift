import Testing

@testable import NcursesBackend

@Suite("Scrolls")
struct ScrollTests {
  /// Rows as letters; a dot is a blank one.
  private static func find(_ old: String, _ new: String) -> Scroll? {
    Scroll.between(old.utf8.map(UInt64.init), and: new.utf8.map(UInt64.init))
  }

  @Test(
    "are found where lines moved together",
    arguments: [
      ("abcdefgh", "bcdefghi", 0..<8, 1), ("abcdefgh", "xabcdefg", 0..<8, -1),
      ("abcdefST", "cdefghST", 0..<6, 2), ("TabcdefS", "TcdefghS", 1..<7, 2),
      ("TabcdefS", "TyxabcdS", 1..<7, -2),
    ])
  func found(old: String, new: String, region: Range<Int>, lines: Int) {
    #expect(Self.find(old, new) == Scroll(region: region, lines: lines))
  }

  @Test(
    "are not made where they would not pay",
    arguments: [
      ("abcdefgh", "abcdefgh"), ("abcdefgh", "ABCDEFGH"), ("abc", "bcd"), ("........", "....a..."),
      ("aaaaaaaa", "aaaaaaab"), ("abcdef", "efghij"),
    ])
  func notFound(old: String, new: String) {
    #expect(Self.find(old, new) == nil)
  }
}
