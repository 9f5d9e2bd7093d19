/// Colours and attributes of a cell, packed into eight bytes so that comparing two cells is
/// comparing three integers.
public struct Style: Sendable, Hashable {
  /// From the low end: foreground, background (25 bits each, see `Color.packed`), attributes.
  var bits: UInt64

  /// The terminal's own colours, no attributes.
  public static let standard = Style()

  public init(
    foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []
  ) {
    bits =
      foreground.packed | background.packed << Self.backgroundShift
      | UInt64(attributes.rawValue) << Self.attributesShift
  }

  public var foreground: Color {
    get { Color(packed: bits) }
    set { self = Style(foreground: newValue, background: background, attributes: attributes) }
  }

  public var background: Color {
    get { Color(packed: bits >> Self.backgroundShift) }
    set { self = Style(foreground: foreground, background: newValue, attributes: attributes) }
  }

  public var attributes: Attributes {
    get { Attributes(rawValue: UInt8(truncatingIfNeeded: bits >> Self.attributesShift)) }
    set { self = Style(foreground: foreground, background: background, attributes: newValue) }
  }

  private static let backgroundShift = UInt64(Color.packedWidth)
  private static let attributesShift = UInt64(2 * Color.packedWidth)
}

extension Style {
  /// This style with `attributes` added.
  public func adding(_ attributes: Attributes) -> Style {
    var style = self
    style.attributes.formUnion(attributes)
    return style
  }
}
