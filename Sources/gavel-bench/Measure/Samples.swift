/// The values that one quantity took, one per run, in the order of the runs.
struct Samples: Sendable {
  let values: [Double]

  init(_ values: [Double]) { self.values = values }

  /// The middle value, or the mean of the two in the middle; 0 without values.
  var median: Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  var lowest: Double { values.min() ?? 0 }
  var highest: Double { values.max() ?? 0 }

  /// How far the runs lie apart: (highest − lowest) / median; 0 when the median is 0.
  var spread: Double { median == 0 ? 0 : (highest - lowest) / abs(median) }

  func map(_ transform: (Double) -> Double) -> Samples { Samples(values.map(transform)) }
}
