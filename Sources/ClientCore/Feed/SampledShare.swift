/// How much of the newest comments the server's sampling left out.
public struct SampledShare: Sendable, Hashable {
  /// Comments that are remembered, about: those of a few seconds of a hot stream.
  private static let remembered = 1_000

  private var shown = 0
  private var leftOut = 0

  mutating func add(shown: Int, leftOut: Int) {
    self.shown += shown
    self.leftOut += leftOut
    while self.shown + self.leftOut > Self.remembered {
      self.shown /= 2
      self.leftOut /= 2
    }
  }

  /// One comment in this many arrives; nil while nothing is left out.
  public var oneIn: Int? {
    guard leftOut > 0 else { return nil }
    let ratio = (Double(shown + leftOut) / Double(max(shown, 1))).rounded()
    return max(2, Int(ratio))
  }
}
