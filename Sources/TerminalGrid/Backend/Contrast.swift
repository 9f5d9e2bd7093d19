/// Contrast as WCAG 2.1 defines it (success criterion 1.4.3).
public enum Contrast {
  /// What text has at least against its background.
  public static let ofText = 4.5

  /// From 1 (alike) to 21 (black and white); nil where a colour is the terminal's own, of which
  /// nobody knows what it is.
  public static func ratio(_ one: Color, _ other: Color) -> Double? {
    guard let first = luminance(one), let second = luminance(other) else { return nil }
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// Relative luminance, from 0 (black) to 1 (white).
  private static func luminance(_ color: Color) -> Double? {
    guard case .rgb(let red, let green, let blue) = color else { return nil }
    return 0.2126 * linear[Int(red)] + 0.7152 * linear[Int(green)] + 0.0722 * linear[Int(blue)]
  }

  /// The light that each value of an sRGB component stands for.
  private static let linear: [Double] = (0...255).map { component in
    let value = Double(component) / 255
    guard value > 0.03928 else { return value / 12.92 }
    let base = (value + 0.055) / 1.055
    // base^2.4, by the fifth root of base²: this module imports no mathematics.
    let square = base * base
    return square * fifthRoot(of: square)
  }

  /// Newton's method; `value` is above 0 and at most 1, where 30 steps from 1 are more than enough.
  private static func fifthRoot(of value: Double) -> Double {
    var root = 1.0
    for _ in 0..<30 { root = (4 * root + value / (root * root * root * root)) / 5 }
    return root
  }
}
