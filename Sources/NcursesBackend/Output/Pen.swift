internal import TerminalGrid

/// The style that the terminal writes with, and how to change it (ECMA-48 SGR).
struct Pen {
  private let depth: ColorDepth
  private let supported: Attributes
  /// What the terminal is set to; `nil` when that is not known.
  private var current: Style?
  /// Palette entries that were looked up before.
  private var indices: [Colors: Indices] = [:]

  /// Entries to remember. A theme has dozens; when it is full, it starts anew.
  private static let indexLimit = 1_024

  init(depth: ColorDepth, supported: Attributes) {
    self.depth = depth
    self.supported = supported
  }

  /// Forgets what the terminal is set to.
  mutating func forget() { current = nil }

  /// Sets everything back to the terminal's own.
  mutating func reset(into bytes: inout [UInt8]) {
    guard current != .standard else { return }
    bytes.append("\u{1B}[0m")
    current = .standard
  }

  /// Makes what follows appear in `style`.
  mutating func change(to style: Style, into bytes: inout [UInt8]) {
    guard current != style else { return }
    let attributes = style.attributes.intersection(supported)
    let former = current
    let had = former?.attributes.intersection(supported) ?? []
    current = style
    let start = bytes.count
    bytes.append("\u{1B}[")
    var base = Style.standard
    var set: Attributes = []
    // Attributes are taken away only by taking away everything: the codes for one of them differ
    // between terminals.
    if let former, attributes.isSuperset(of: had) {
      (base, set) = (former, had)
    } else {
      bytes.append("0;")
    }
    for (attribute, code) in Self.codes where attributes.subtracting(set).contains(attribute) {
      bytes.append(decimal: code)
      bytes.append(UInt8(ascii: ";"))
    }
    appendColors(of: style, after: base, into: &bytes)
    if bytes.last == UInt8(ascii: ";") {
      bytes[bytes.count - 1] = UInt8(ascii: "m")
    } else {
      bytes.removeSubrange(start...)
    }
  }

  private static let codes: [(Attributes, Int)] = [
    (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7), (.strikethrough, 9),
  ]

  /// Appends the parameters that turn the colours of `former` into those of `style`.
  private mutating func appendColors(
    of style: Style, after former: Style, into bytes: inout [UInt8]
  ) {
    switch depth {
    case .none: break
    case .truecolor:
      if style.foreground != former.foreground {
        Self.append(style.foreground, ground: 30, into: &bytes)
      }
      if style.background != former.background {
        Self.append(style.background, ground: 40, into: &bytes)
      }
    case .indexed256, .sixteen:
      let (wanted, had) = (indices(of: style), indices(of: former))
      if wanted.foreground != had.foreground {
        append(wanted.foreground, ground: 30, into: &bytes)
      }
      if wanted.background != had.background {
        append(wanted.background, ground: 40, into: &bytes)
      }
    }
  }

  private static func append(_ color: Color, ground: Int, into bytes: inout [UInt8]) {
    guard case .rgb(let red, let green, let blue) = color else {
      return append([ground + 9], into: &bytes)
    }
    append([ground + 8, 2, Int(red), Int(green), Int(blue)], into: &bytes)
  }

  /// `ground` is 30 or 40.
  private func append(_ index: UInt8?, ground: Int, into bytes: inout [UInt8]) {
    guard let index = index.map(Int.init) else { return Self.append([ground + 9], into: &bytes) }
    if depth == .indexed256 { return Self.append([ground + 8, 5, index], into: &bytes) }
    guard index >= 8 else { return Self.append([ground + index], into: &bytes) }
    // Bright colours are not in ECMA-48. Where they are ignored, the plain one before remains;
    // for bright black as text that must not be black.
    let plain = index == 8 && ground == 30 ? 7 : index - 8
    Self.append([ground + plain, ground + 60 + index - 8], into: &bytes)
  }

  private static func append(_ parameters: [Int], into bytes: inout [UInt8]) {
    for parameter in parameters {
      bytes.append(decimal: parameter)
      bytes.append(UInt8(ascii: ";"))
    }
  }
}

extension Pen {
  private struct Colors: Hashable {
    let foreground: Color
    let background: Color
  }

  /// Palette entries; nil is the terminal's own.
  private struct Indices {
    let foreground: UInt8?
    let background: UInt8?
  }

  /// Foreground and background are derived together, so that what could be read still can.
  private mutating func indices(of style: Style) -> Indices {
    let colors = Colors(foreground: style.foreground, background: style.background)
    if let found = indices[colors] { return found }
    if indices.count >= Self.indexLimit { indices.removeAll(keepingCapacity: true) }
    let derived = style.indices(depth)
    let result = Indices(foreground: derived.foreground, background: derived.background)
    indices[colors] = result
    return result
  }
}
