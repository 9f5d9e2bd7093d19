import TerminalGrid

extension Query {
  /// Ranges that are looked for in one comment; more would be a carpet.
  private static let rangeLimit = 32

  /// The glyphs of a content, counted from its first, that the terms ask for: in ascending order of
  /// each term.
  func ranges(in content: SafeText) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var steps = 0
    for term in terms where !term.isNegated {
      switch term.test {
      case .content(let needle):
        let text = QueryText(content, .folded)
        var start = 0
        while found.count < Self.rangeLimit,
          let index = text.firstIndex(of: needle, from: start, steps: &steps)
        {
          start = index + needle.count
          found.append(text.origins[index]..<text.origins[start - 1] + 1)
        }
      case .pattern(let pattern):
        let text = QueryText(content, pattern.reading)
        let ranges = pattern.ranges(
          in: text.scalars, atMost: Self.rangeLimit - found.count, steps: &steps)
        found += ranges.map { text.origins[$0.lowerBound]..<text.origins[$0.upperBound - 1] + 1 }
      case .author, .property: break
      }
    }
    return found
  }
}
