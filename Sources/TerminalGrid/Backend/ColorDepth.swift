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

extension ColorDepth {
  /// What to use on a terminal.
  ///
  /// `NO_COLOR`, when not empty, turns colour off (no-color.org). Truecolor is taken when the
  /// terminal's description says so, or when `COLORTERM` does and the description has at least 256
  /// colours: descriptions are older than terminals, but one that says 8 (`linux`, `vt100`) means
  /// it, whatever `COLORTERM` was inherited. Nor does GNU screen show what `COLORTERM` of the
  /// terminal around it promises; tmux, which also goes by `screen`, does.
  ///
  /// - Parameters:
  ///   - environment: the process's environment variables.
  ///   - colors: how many colours the terminal's description has.
  ///   - isDirect: whether the description says that colours are stated as RGB.
  public static func detect(
    environment: [String: String], colors: Int, isDirect: Bool
  ) -> ColorDepth {
    if let value = environment["NO_COLOR"], !value.isEmpty { return .none }
    if isDirect { return .truecolor }
    switch colors {
    case 256...:
      let claim = environment["COLORTERM"]?.lowercased()
      let isScreen = environment["TERM"]?.hasPrefix("screen") == true && environment["TMUX"] == nil
      return ["truecolor", "24bit"].contains(claim) && !isScreen ? .truecolor : .indexed256
    case 8...: return .sixteen
    default: return .none
    }
  }
}
