/// Numbers as people read them in a status line.
enum Figure {
  /// `1,204`
  static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return value < 0 ? "-" + result : result
  }

  /// `950`, `12.3k`, `1.2M`: at most five columns.
  static func short(_ value: Int) -> String {
    switch value {
    case ..<10_000: String(value)
    case ..<1_000_000: tenths(Double(value) / 1_000) + "k"
    default: tenths(Double(value) / 1_000_000) + "M"
    }
  }

  /// `0.4`, `12.3`, `480`: one decimal below 100.
  static func rate(_ value: Double) -> String {
    guard value.isFinite, value >= 0 else { return "0" }
    return value < 99.95 ? tenths(value) : grouped(Int(min(value, 1e12).rounded()))
  }

  /// Milliseconds as `85 ms`, `1.2 s`, `75 s`.
  static func delay(_ milliseconds: Int) -> String {
    switch milliseconds {
    case ..<1_000: "\(milliseconds) ms"
    case ..<9_950: tenths(Double(milliseconds) / 1_000) + " s"
    default: "\(grouped((milliseconds + 500) / 1_000)) s"
    }
  }

  /// Whole seconds, rounded up, so that a countdown ends at "1 s".
  static func seconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return max(0, Int(seconds) + (attoseconds > 0 ? 1 : 0))
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths >= 1_000 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
  }
}
