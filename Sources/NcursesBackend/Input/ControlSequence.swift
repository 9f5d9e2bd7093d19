internal import TerminalGrid

/// A control sequence (CSI) or single shift (SS3) that a terminal sends for a key, the mouse, or
/// focus: as xterm, rxvt, the Linux console and the CSI-u scheme write them.
struct ControlSequence {
  private let introducer: UInt8
  /// `<`, `=`, `>` or `?` before the parameters.
  private var marker: UInt8?
  private var parameters: [Int] = []
  private let final: UInt8
  /// The three bytes of a mouse report in the old form.
  private var oldMouse: [UInt8] = []

  /// Parameters have at most so many digits; more count as this many nines.
  private static let parameterLimit = 99_999

  /// How many bytes the sequence at the beginning of `bytes` has; `nil` when more have to come.
  /// A byte that cannot belong to it ends it.
  static func length(of bytes: ArraySlice<UInt8>) -> Int? {
    let body = bytes.dropFirst(2)
    guard let first = body.first else { return nil }
    if bytes[bytes.startIndex + 1] == UInt8(ascii: "O") {
      // rxvt and old xterms put a modifier before the letter.
      let isParameter = 0x30...0x39 ~= first
      return isParameter ? (body.count > 1 ? 4 : nil) : 3
    }
    if first == UInt8(ascii: "[") { return body.count > 1 ? 4 : nil }
    for (offset, byte) in body.enumerated() {
      switch byte {
      case 0x20...0x3F: continue
      case UInt8(ascii: "M") where offset == 0: return body.count > 3 ? 6 : nil
      case 0x40...0x7E: return offset + 3
      default: return offset + 2
      }
    }
    return nil
  }

  /// - Parameter bytes: as many as ``length(of:)`` said. `nil` when they are no sequence.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count > 2, let last = bytes.last else { return nil }
    var body = bytes.dropFirst(2).dropLast()
    introducer = bytes[bytes.startIndex + 1]
    if bytes.count == 6, bytes[bytes.startIndex + 2] == UInt8(ascii: "M"), introducer == 0x5B {
      oldMouse = Array(bytes.suffix(3))
      final = UInt8(ascii: "M")
      return
    }
    guard 0x40...0x7E ~= last else { return nil }
    final = last
    if let first = body.first, 0x3C...0x3F ~= first || first == UInt8(ascii: "[") {
      marker = first
      body = body.dropFirst()
    }
    // Sub-parameters after a colon refine a key; the key itself comes first.
    parameters = body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      $0.prefix { $0 != UInt8(ascii: ":") }.reduce(0) { value, digit in
        min(value * 10 + Int(digit) - 0x30, Self.parameterLimit)
      }
    }
    guard body.allSatisfy({ 0x30...0x3B ~= $0 }) else { return nil }
  }

  var isPasteBegin: Bool { marker == nil && final == UInt8(ascii: "~") && parameter(0) == 200 }

  /// What the sequence says; `nil` when it is none that matters here.
  var event: TerminalEvent? {
    if introducer == UInt8(ascii: "O") { return shiftedKey.map { .key($0) } }
    if final == UInt8(ascii: "M") || final == UInt8(ascii: "m") { return mouse.map { .mouse($0) } }
    if marker == UInt8(ascii: "[") { return linuxFunctionKey.map { .key($0) } }
    guard marker == nil else { return nil }
    switch final {
    case UInt8(ascii: "I"): return .focus(gained: true)
    case UInt8(ascii: "O"): return .focus(gained: false)
    default: return key.map { .key($0) }
    }
  }

  private func parameter(_ index: Int) -> Int? {
    index < parameters.count ? parameters[index] : nil
  }

  /// xterm's modifier parameter: 1 and a bit each for shift, alt, control, meta.
  private var modifiers: Modifiers { Self.modifiers(parameter(1) ?? 1) }

  private static func modifiers(_ value: Int) -> Modifiers {
    let bits = max(value - 1, 0)
    var result: Modifiers = []
    if bits & 1 != 0 { result.insert(.shift) }
    if bits & 0b1010 != 0 { result.insert(.alt) }
    if bits & 4 != 0 { result.insert(.control) }
    return result
  }

  private var key: Key? {
    switch final {
    case UInt8(ascii: "~"): numberedKey(adding: [])
    case UInt8(ascii: "^"): numberedKey(adding: .control)
    case UInt8(ascii: "@"): numberedKey(adding: [.control, .shift])
    case UInt8(ascii: "u"): parameter(0).flatMap { Self.key(scalar: $0, modifiers) }
    case UInt8(ascii: "Z"): .backTab
    case UInt8(ascii: "a")...UInt8(ascii: "d"): Self.letters[final - 0x20].map { Key($0, .shift) }
    // A report of the cursor's place has the same form as F3 with a modifier.
    case UInt8(ascii: "R") where parameter(0) ?? 1 != 1: nil
    default: Self.letters[final].map { Key($0, modifiers) }
    }
  }

  private func numberedKey(adding extra: Modifiers) -> Key? {
    guard let number = parameter(0) else { return nil }
    if number == 27, let scalar = parameter(2) { return Self.key(scalar: scalar, modifiers) }
    return Self.numbers[number].map { Key($0, modifiers.union(extra)) }
  }

  private var shiftedKey: Key? {
    let modifiers = Self.modifiers(parameter(0) ?? 1)
    switch final {
    case UInt8(ascii: "M"): return Key(.enter, modifiers)
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return Self.letters[final - 0x20].map { Key($0, .control) }
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      // The numeric pad in application mode.
      return .character(Character(Unicode.Scalar(final - 0x40)))
    default: return Self.letters[final].map { Key($0, modifiers) }
    }
  }

  private var linuxFunctionKey: Key? {
    let number = Int(final) - 0x40
    return 1...5 ~= number ? .function(number) : nil
  }

  private static func key(scalar value: Int, _ modifiers: Modifiers) -> Key? {
    switch value {
    case 9: return Key(.tab, modifiers)
    case 13: return Key(.enter, modifiers)
    case 27: return Key(.escape, modifiers)
    case 127, 8: return Key(.backspace, modifiers)
    default:
      guard let scalar = Unicode.Scalar(UInt32(value)), value >= 0x20, !(0x7F...0x9F ~= value)
      else { return nil }
      // The character says already that shift was held.
      return Key(.character(Character(scalar)), modifiers.subtracting(.shift))
    }
  }

  private static let letters: [UInt8: Key.Code] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
    UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
  ]

  private static let numbers: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14),
    28: .function(15), 29: .function(16), 31: .function(17), 32: .function(18),
    33: .function(19), 34: .function(20),
  ]
}

extension ControlSequence {
  /// A report of the mouse, in SGR or in the old form.
  private var mouse: MouseEvent? {
    if oldMouse.count == 3 {
      let values = oldMouse.map { Int($0) - 32 }
      let isRelease = values[0] & 3 == 3
      return Self.mouse(values[0], column: values[1], row: values[2], isRelease: isRelease)
    }
    guard marker == UInt8(ascii: "<"), parameters.count == 3 else { return nil }
    return Self.mouse(
      parameters[0], column: parameters[1], row: parameters[2],
      isRelease: final == UInt8(ascii: "m"))
  }

  private static func mouse(
    _ code: Int, column: Int, row: Int, isRelease: Bool
  ) -> MouseEvent? {
    guard column > 0, row > 0, let action = action(code, isRelease: isRelease) else { return nil }
    var modifiers: Modifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.control) }
    return MouseEvent(
      action, at: GridPosition(row: row - 1, column: column - 1), modifiers: modifiers)
  }

  private static func action(_ code: Int, isRelease: Bool) -> MouseEvent.Action? {
    let buttons: [MouseEvent.Button] = [.left, .middle, .right]
    let index = code & 3
    switch code & ~0b11111 {
    case 64: return index == 0 ? .wheelUp : index == 1 ? .wheelDown : nil
    case 32: return index < 3 ? .drag(buttons[index]) : nil
    case 0 where isRelease: return .release(index < 3 ? buttons[index] : .left)
    case 0: return index < 3 ? .press(buttons[index]) : nil
    default: return nil
    }
  }
}
