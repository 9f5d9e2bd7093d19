import TerminalGrid

extension SafeText {
  /// The columns that some of the glyphs take in this text, which may be a part of the one that
  /// `range` indexes; empty when none of them is here.
  func columns(ofGlyphs range: Range<Int>) -> Range<Int> {
    let here = range.clamped(to: glyphs.indices)
    guard !here.isEmpty else { return 0..<0 }
    let start = glyphs[..<here.lowerBound].reduce(0) { $0 + $1.width }
    return start..<glyphs[here].reduce(start) { $0 + $1.width }
  }
}
