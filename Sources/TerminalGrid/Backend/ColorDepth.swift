/// How many colours a terminal shows.
public enum ColorDepth: Sendable, Hashable, CaseIterable {
  /// Attributes only.
  case none
  /// The eight colours of ECMA-48 and their bright variants.
  case sixteen
  /// The palette of xterm: 6×6×6 cube and 24 greys.
  case indexed256
  /// 24 bits.
  case truecolor
}
