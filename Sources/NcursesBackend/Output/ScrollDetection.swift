internal import TerminalGrid

/// Lines of a frame that are lines of the frame before, moved up or down.
struct Scroll: Equatable {
  /// The lines to scroll within.
  var region: Range<Int>
  /// How far: up when positive, down when negative.
  var lines: Int
}

extension Scroll {
  /// The scroll that saves most, or `nil` when repainting is as good.
  static func between(_ old: [Cell], and new: [Cell], columns: Int, rows: Int) -> Scroll? {
    guard rows > 2 else { return nil }
    let oldRows = (0..<rows).map { fingerprint(old, row: $0, columns: columns) }
    let newRows = (0..<rows).map { fingerprint(new, row: $0, columns: columns) }
    let changed = (0..<rows).filter { oldRows[$0] != newRows[$0] }
    // Fewer are cheaper to repaint than to look for.
    guard changed.count > 3, let lines = commonShift(from: oldRows, to: newRows, of: changed)
    else { return nil }
    let moved = longestRun(in: 0..<rows) { row in
      let source = row + lines
      return source >= 0 && source < rows && newRows[row] == oldRows[source]
    }
    guard !moved.isEmpty else { return nil }
    let region =
      lines > 0
      ? moved.lowerBound..<moved.upperBound + lines : moved.lowerBound + lines..<moved.upperBound
    let gained = moved.count { oldRows[$0] != newRows[$0] }
    let lost = region.count { !moved.contains($0) && oldRows[$0] == newRows[$0] }
    guard gained > lost + 2 else { return nil }
    // Fingerprints may collide; a wrong line must not.
    let isExact = moved.allSatisfy { row in
      CellRows.areEqual(new, row: row, old, row: row + lines, columns: columns)
    }
    return isExact ? Scroll(region: region, lines: lines) : nil
  }

  /// The shift that most changed rows agree on. Rows that occur more than once, such as blank ones,
  /// say nothing.
  private static func commonShift(
    from old: [UInt64], to new: [UInt64], of changed: [Int]
  ) -> Int? {
    var place: [UInt64: Int?] = [:]
    for (row, value) in old.enumerated() {
      place.updateValue(place[value] == nil ? row : nil, forKey: value)
    }
    var votes: [Int: Int] = [:]
    for row in changed {
      if case .some(.some(let source)) = place[new[row]] { votes[source - row, default: 0] += 1 }
    }
    return votes.max { ($0.value, -abs($0.key)) < ($1.value, -abs($1.key)) }?.key
  }

  private static func longestRun(in range: Range<Int>, where holds: (Int) -> Bool) -> Range<Int> {
    var best = 0..<0
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

  private static func fingerprint(_ cells: [Cell], row: Int, columns: Int) -> UInt64 {
    cells.withUnsafeBytes { bytes in
      let stride = MemoryLayout<Cell>.stride
      let words = UnsafeRawBufferPointer(
        rebasing: bytes[row * columns * stride..<(row + 1) * columns * stride])
      var value: UInt64 = 0
      for word in words.bindMemory(to: UInt64.self) {
        value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
      }
      return value
    }
  }
}

/// Comparing rows of cells by their bytes: a cell is three integers without padding.
enum CellRows {
  static func areEqual(
    _ one: [Cell], row: Int, _ other: [Cell], row otherRow: Int, columns: Int
  ) -> Bool {
    let length = columns * MemoryLayout<Cell>.stride
    return one.withUnsafeBytes { one in
      other.withUnsafeBytes { other in
        one[row * length..<(row + 1) * length]
          .elementsEqual(other[otherRow * length..<(otherRow + 1) * length])
      }
    }
  }
}
