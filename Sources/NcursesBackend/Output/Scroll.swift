/// Lines of a frame that are lines of the frame before, moved up or down.
struct Scroll: Equatable {
  /// The lines to scroll within.
  var region: Range<Int>
  /// How far: up when positive, down when negative.
  var lines: Int

  /// The lines of the new frame that the scroll puts in place.
  var moved: Range<Int> {
    lines > 0
      ? region.lowerBound..<region.upperBound - lines
      : region.lowerBound - lines..<region.upperBound
  }
}

extension Scroll {
  /// Changed rows from which a scroll is looked for; fewer are as cheap to repaint.
  static let worthwhile = 4

  /// The scroll that saves most, or `nil` when repainting is as good.
  ///
  /// Rows are known by fingerprints. They may collide, so the caller has to compare the rows that
  /// the scroll claims to move.
  static func between(_ old: [UInt64], and new: [UInt64]) -> Scroll? {
    let rows = new.count
    guard let lines = commonShift(from: old, to: new) else { return nil }
    let moved = longestRun(in: 0..<rows) { row in
      let source = row + lines
      return source >= 0 && source < rows && new[row] == old[source]
    }
    let region =
      lines > 0
      ? moved.lowerBound..<moved.upperBound + lines : moved.lowerBound + lines..<moved.upperBound
    let gained = moved.count { old[$0] != new[$0] }
    let lost = region.count { !moved.contains($0) && old[$0] == new[$0] }
    return gained >= lost + worthwhile ? Scroll(region: region, lines: lines) : nil
  }

  /// The shift that most changed rows agree on. Rows that occur more than once, such as blank ones,
  /// say nothing.
  private static func commonShift(from old: [UInt64], to new: [UInt64]) -> Int? {
    var places: [UInt64: Int] = [:]
    var repeated: Set<UInt64> = []
    for (row, value) in old.enumerated() where places.updateValue(row, forKey: value) != nil {
      repeated.insert(value)
    }
    var votes: [Int: Int] = [:]
    for row in new.indices where new[row] != old[row] {
      guard let source = places[new[row]], !repeated.contains(new[row]) else { continue }
      votes[source - row, default: 0] += 1
    }
    return votes.max { ($0.value, -abs($0.key)) < ($1.value, -abs($1.key)) }?.key
  }

  private static func longestRun(in range: Range<Int>, where holds: (Int) -> Bool) -> Range<Int> {
    var best = range.lowerBound..<range.lowerBound
    var start = range.lowerBound
    for index in range {
      if !holds(index) {
        start = index + 1
      } else if index + 1 - start > best.count {
        best = start..<index + 1
      }
    }
    return best
  }
}
