import Foundation

/// One quantity of one row: what it is, and the value that each run gave.
struct Figure: Sendable {
  /// The column, with its unit: `deliveries/s`, `µs/comment`.
  let heading: String
  let samples: Samples
  let style: Style

  /// How a value is written in a table.
  enum Style: Sendable {
    /// A whole number with separators between thousands.
    case count
    /// A number with this many digits after the point.
    case fixed(Int)
    /// A share of 1, as a percentage.
    case percent
    /// How many times the baseline: `0.43×`.
    case ratio
    /// Not a quantity of this row.
    case none
  }

  init(_ heading: String, _ samples: Samples, _ style: Style) {
    self.heading = heading
    self.samples = samples
    self.style = style
  }

  init(_ heading: String, _ values: [Double], _ style: Style) {
    self.init(heading, Samples(values), style)
  }

  /// The median as text.
  var text: String {
    let value = samples.median
    return switch style {
    case .count: Self.separated(value)
    case .fixed(let digits): String(format: "%.\(digits)f", value)
    case .percent: String(format: "%.1f %%", value * 100)
    case .ratio: String(format: value < 10 ? "%.2f×" : "%.0f×", value)
    case .none: ""
    }
  }

  private static func separated(_ value: Double) -> String {
    let digits = String(Int64(value.rounded()).magnitude)
    var groups: [Substring] = []
    var rest = digits[...]
    while !rest.isEmpty {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }
}

extension Figure: Encodable {
  private enum CodingKeys: String, CodingKey {
    case heading, median, lowest, highest, runs
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(heading, forKey: .heading)
    try container.encode(samples.median, forKey: .median)
    try container.encode(samples.lowest, forKey: .lowest)
    try container.encode(samples.highest, forKey: .highest)
    try container.encode(samples.values, forKey: .runs)
  }
}
