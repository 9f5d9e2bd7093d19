/// Values over time as a small picture with a scale: filled up to the value, with a second one as a
/// line of dots above it. Where nothing was measured nothing is drawn; zero is a line at the bottom.
struct Chart {
  /// One point in time each, the oldest first; the last is now.
  let filled: [Double?]
  var line: [Double?] = []
  /// How many points the whole width stands for.
  let capacity: Int
  /// How a value is written on the scale.
  let label: (Double) -> String

  /// Columns for the scale's labels.
  static let labelColumns = 7

  /// The value that the top of the picture stands for.
  var top: Double {
    let largest = (filled + line).compactMap { $0 }.filter(\.isFinite).max() ?? 0
    return largest > 0 ? largest : 1
  }

  /// The rows of the picture, from the top: the scale's label, and the dots.
  func rows(columns: Int, rows: Int, kind: DotCanvas.Kind) -> [(label: String, dots: String)] {
    var canvas = DotCanvas(columns: columns, rows: rows, kind: kind)
    for x in 0..<canvas.width {
      if let value = value(of: filled, at: x, width: canvas.width) {
        for y in 0...height(value, canvas.height) { canvas.set(x, y) }
      }
      if let value = value(of: line, at: x, width: canvas.width) {
        canvas.set(x, height(value, canvas.height))
      }
    }
    return (0..<canvas.rows).map { row in
      let label = row == 0 ? label(top) : row == canvas.rows - 1 ? label(0) : ""
      return (label, canvas.text(row))
    }
  }

  /// The largest of the values that fall on each of so many columns; nil where none is known.
  func largest(columns: Int) -> [Double?] {
    (0..<max(1, columns)).map { value(of: filled, at: $0, width: max(1, columns)) }
  }

  /// The largest of the values that fall on one column of dots, so that no peak is lost.
  private func value(of values: [Double?], at x: Int, width: Int) -> Double? {
    let missing = capacity - values.count
    let first = x * capacity / width
    let end = max(first + 1, (x + 1) * capacity / width)
    let range = (first - missing..<end - missing).clamped(to: 0..<values.count)
    return values[range].compactMap { $0 }.max()
  }

  /// The highest dot of a value: 0 for zero only.
  private func height(_ value: Double, _ dots: Int) -> Int {
    guard value > 0, value.isFinite else { return 0 }
    return min(max(1, Int((value / top * Double(dots - 1)).rounded())), max(0, dots - 1))
  }
}
