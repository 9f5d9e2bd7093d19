/// What one cell can show: a spacing scalar, at most ``maximumMarks`` scalars that ride on it,
/// and the columns they take together. Sixteen bytes, no heap.
///
/// Outside this module glyphs come only from ``SafeText``, so no hostile scalar can be in one.
public struct Glyph: Sendable, Hashable {
  /// Scalars of 21 bits each: base, first and second mark.
  var low: UInt64
  /// Third and fourth mark of 21 bits each, then the width in 2 bits (0 for a continuation).
  var high: UInt64

  /// How many scalars may ride on a base; the rest of a pile-up ("zalgo") is dropped.
  public static let maximumMarks = 4

  static let blank = Glyph(base: " ", width: 1)
  /// The right half of a wide glyph; it has no text of its own.
  static let continuation = Glyph(low: 0, high: 0)

  private static let scalarMask: UInt64 = 1 << 21 - 1
  private static let scalarWidth: UInt64 = 21
  private static let widthShift: UInt64 = 42

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  init(base: Unicode.Scalar, width: Int) {
    low = UInt64(base.value)
    high = UInt64(width) << Self.widthShift
  }

  /// Columns: 1 or 2; 0 for the right half of a wide glyph.
  public var width: Int { Int(truncatingIfNeeded: high >> Self.widthShift) }

  /// The spacing scalar; NUL for a continuation.
  public var base: Unicode.Scalar {
    Self.scalar(low)
  }

  /// How many scalars ride on the base.
  public var markCount: Int {
    if low >> Self.scalarWidth == 0 { return 0 }
    if low >> (2 * Self.scalarWidth) == 0 { return 1 }
    if high & Self.scalarMask == 0 { return 2 }
    return high >> Self.scalarWidth & Self.scalarMask == 0 ? 3 : 4
  }

  /// Base and marks, in the order to print them; none for a continuation.
  public var scalars: [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    forEachScalar { result.append($0) }
    return result
  }

  /// Visits base and marks in the order to print them, without allocating.
  @inlinable
  public func forEachScalar(_ body: (Unicode.Scalar) -> Void) {
    guard width != 0 else { return }
    body(base)
    for index in 0..<markCount { body(mark(at: index)) }
  }

  /// The scalar that rides at `index`, which is below ``markCount``.
  public func mark(at index: Int) -> Unicode.Scalar {
    switch index {
    case 0: Self.scalar(low >> Self.scalarWidth)
    case 1: Self.scalar(low >> (2 * Self.scalarWidth))
    case 2: Self.scalar(high)
    default: Self.scalar(high >> Self.scalarWidth)
    }
  }

  /// Puts `mark` on the base; a mark beyond the fourth is dropped.
  mutating func add(_ mark: Unicode.Scalar) {
    let value = UInt64(mark.value)
    switch markCount {
    case 0: low |= value << Self.scalarWidth
    case 1: low |= value << (2 * Self.scalarWidth)
    case 2: high |= value
    case 3: high |= value << Self.scalarWidth
    default: break
    }
  }

  /// The same scalars over `width` columns.
  func widened(to width: Int) -> Glyph {
    Glyph(
      low: low, high: high & (1 << Self.widthShift - 1) | UInt64(width) << Self.widthShift)
  }

  private static func scalar(_ bits: UInt64) -> Unicode.Scalar {
    // Only values that came from a scalar are stored, so the fallback is never taken.
    Unicode.Scalar(UInt32(truncatingIfNeeded: bits & scalarMask)) ?? "\u{FFFD}"
  }
}
