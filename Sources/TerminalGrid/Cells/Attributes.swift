/// How a cell's text is drawn besides its colours. A terminal that lacks one ignores it.
public struct Attributes: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public static let bold = Attributes(rawValue: 1 << 0)
  public static let dim = Attributes(rawValue: 1 << 1)
  public static let italic = Attributes(rawValue: 1 << 2)
  public static let underline = Attributes(rawValue: 1 << 3)
  public static let strikethrough = Attributes(rawValue: 1 << 4)
  /// Foreground and background exchanged.
  public static let reverse = Attributes(rawValue: 1 << 5)
}
