internal import TerminalGrid

/// The style that the terminal writes with, and how to change it (ECMA-48 SGR).
struct Pen {
  private let depth: ColorDepth
  private let supported: Attributes
  /// What the terminal is set to; `nil` when that is not known.
  private var current: Style?
  /// Nearest palette entries that were looked up before.
  private var indices: [Color: UInt8] = [:]

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
    var foreground: Color = .standard
    var background: Color = .standard
    var set: Attributes = []
    // Attributes are taken away only by taking away everything: the codes for one of them differ
    // between terminals.
    if let former, attributes.isSuperset(of: had) {
      (foreground, background, set) = (former.foreground, former.background, had)
    } else {
      bytes.append("0;")
    }
    for (attribute, code) in Self.codes where attributes.subtracting(set).contains(attribute) {
      bytes.append(decimal: code)
      bytes.append(UInt8(ascii: ";"))
    }
    if depth != .none {
      if style.foreground != foreground { append(style.foreground, ground: 30, into: &bytes) }
      if style.background != background { append(style.background, ground: 40, into: &bytes) }
    }
    if bytes.last == UInt8(ascii: ";") {
      bytes[bytes.count - 1] = UInt8(ascii: "m")
    } else {
      bytes.removeSubrange(start...)
    }
  }

  private static let codes: [(Attributes, Int)] = [
    (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7), (.strikethrough, 9),
  ]

  /// Appends the parameters that set one colour; `ground` is 30 or 40.
  private mutating func append(_ color: Color, ground: Int, into bytes: inout [UInt8]) {
    guard case .rgb(let red, let green, let blue) = color else {
      return Self.append([ground + 9], into: &bytes)
    }
    switch depth {
    case .none:
      break
    case .truecolor:
      Self.append([ground + 8, 2, Int(red), Int(green), Int(blue)], into: &bytes)
    case .indexed256:
      let index = index(of: color) { Palette.nearest256(red: red, green: green, blue: blue) }
      Self.append([ground + 8, 5, Int(index)], into: &bytes)
    case .sixteen:
      let index = Int(index(of: color) { Palette.nearest16(red: red, green: green, blue: blue) })
      guard index >= 8 else { return Self.append([ground + index], into: &bytes) }
      // Bright colours are not in ECMA-48. Where they are ignored, the plain one before remains;
      // for bright black as text that must not be black.
      let plain = index == 8 && ground == 30 ? 7 : index - 8
      Self.append([ground + plain, ground + 60 + index - 8], into: &bytes)
    }
  }

  private static func append(_ parameters: [Int], into bytes: inout [UInt8]) {
    for parameter in parameters {
      bytes.append(decimal: parameter)
      bytes.append(UInt8(ascii: ";"))
    }
  }

  private mutating func index(of color: Color, nearest: () -> UInt8) -> UInt8 {
    if let index = indices[color] { return index }
    if indices.count >= Self.indexLimit { indices.removeAll(keepingCapacity: true) }
    let index = nearest()
    indices[color] = index
    return index
  }
}
