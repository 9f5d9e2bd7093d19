/// The indexed colours that RGB falls back to: xterm's palette of 256, of which 0–15 are the
/// sixteen.
///
/// Only 16–255 are certain to look as computed; 0–15 are whatever the user's scheme makes of them.
public enum Palette {
  /// The colour of an index, in xterm's defaults.
  public static func color(at index: UInt8) -> Color {
    switch index {
    case ..<16:
      return Color(hex: standard[Int(index)])
    case ..<232:
      let cube = Int(index) - 16
      return .rgb(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    default:
      let grey = 8 + 10 * (index - 232)
      return .rgb(grey, grey, grey)
    }
  }

  /// The index among 16–255 that is nearest to an RGB colour.
  public static func nearest256(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
    let cube = 16 + 36 * level(red) + 6 * level(green) + level(blue)
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = 232 + min(max((mean - 3) / 10, 0), 23)
    let wanted = Color.rgb(red, green, blue)
    let candidates = [UInt8(cube), UInt8(grey)]
    return nearest(to: wanted, among: candidates)
  }

  /// The index among 0–15 that is nearest to an RGB colour. What has a hue keeps one: the greys of
  /// the sixteen are nearer to most soft colours, but would make them all alike.
  /// - Parameter bright: whether 8–15 may be used; a terminal with 8 colours lacks them.
  public static func nearest16(
    red: UInt8, green: UInt8, blue: UInt8, bright: Bool = true
  ) -> UInt8 {
    let chroma = max(red, green, blue) - min(red, green, blue)
    let greys: Set<UInt8> = [0, 7, 8, 15]
    let candidates = (0..<(bright ? 16 : 8)).filter { chroma < 64 || !greys.contains($0) }
    return nearest(to: .rgb(red, green, blue), among: candidates)
  }

  /// The index among 16–255 for text in `color` on `background`: the nearest that keeps the
  /// contrast of a theme (``Contrast/ofText``, or what the two colours have when that is less).
  /// - Parameters:
  ///   - background: the background as stated.
  ///   - shown: the background as the terminal shows it; the terminal's own tells nothing.
  public static func text256(_ color: Color, on background: Color, shownAs shown: Color) -> UInt8 {
    guard case .rgb(let red, let green, let blue) = color else { return 0 }
    let index = nearest256(red: red, green: green, blue: blue)
    guard let stated = Contrast.ratio(color, background),
      let present = Contrast.ratio(self.color(at: index), shown)
    else { return index }
    let least = min(stated, Contrast.ofText)
    guard present < least else { return index }
    let legible = (UInt8(16)...255).filter {
      Contrast.ratio(self.color(at: $0), shown).map { $0 >= least } ?? true
    }
    return legible.isEmpty ? index : nearest(to: color, among: legible)
  }

  /// The index among 0–15 for text in `color` on `background`, the index of the background.
  ///
  /// What could not be read becomes lighter or darker, or loses its hue; it never takes another's,
  /// which may mean something else.
  public static func text16(_ color: Color, on background: UInt8?) -> UInt8 {
    guard case .rgb(let red, let green, let blue) = color else { return 0 }
    let index = nearest16(red: red, green: green, blue: blue)
    guard let background else { return index }
    let ground = self.color(at: background)
    func isLegible(_ index: UInt8) -> Bool {
      Contrast.ratio(self.color(at: index), ground).map { $0 >= leastOf16 } ?? true
    }
    let greys = ([0, 7, 8, 15] as [UInt8]).filter(isLegible)
    return [index, index ^ 8].first(where: isLegible) ?? nearest(to: color, among: greys)
  }

  /// The sixteen are the user's own and differ from xterm's: more than this would be no surer.
  private static let leastOf16 = 3.0

  /// xterm's defaults for 0–15.
  private static let standard: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// The index of the nearest of ``levels``.
  private static func level(_ value: UInt8) -> Int {
    value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40
  }

  private static func nearest(to color: Color, among candidates: [UInt8]) -> UInt8 {
    candidates.min { distance(color, self.color(at: $0)) < distance(color, self.color(at: $1)) }
      ?? 0
  }

  /// A cheap perceptual distance: RGB weighted by the mean red ("redmean",
  /// compuphase.com/cmetric.htm).
  private static func distance(_ one: Color, _ other: Color) -> Int {
    guard case .rgb(let r1, let g1, let b1) = one, case .rgb(let r2, let g2, let b2) = other else {
      return .max
    }
    let mean = (Int(r1) + Int(r2)) / 2
    let (red, green, blue) = (Int(r1) - Int(r2), Int(g1) - Int(g2), Int(b1) - Int(b2))
    return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
  }
}

extension Style {
  /// The palette entries of this style's colours on a terminal of 256 or 16 colours; nil is the
  /// terminal's own colour. Attributes play no part: reversed, the contrast is the same.
  public func indices(_ depth: ColorDepth) -> (foreground: UInt8?, background: UInt8?) {
    let hasForeground = foreground != .standard
    guard case .rgb(let red, let green, let blue) = background else {
      return (hasForeground ? index(depth, on: nil) : nil, nil)
    }
    let ground =
      depth == .sixteen
      ? Palette.nearest16(red: red, green: green, blue: blue)
      : Palette.nearest256(red: red, green: green, blue: blue)
    return (hasForeground ? index(depth, on: ground) : nil, ground)
  }

  private func index(_ depth: ColorDepth, on ground: UInt8?) -> UInt8 {
    guard depth != .sixteen else { return Palette.text16(foreground, on: ground) }
    return Palette.text256(
      foreground, on: background, shownAs: ground.map { Palette.color(at: $0) } ?? .standard)
  }
}
