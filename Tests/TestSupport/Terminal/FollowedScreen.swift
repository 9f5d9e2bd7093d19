public import TerminalGrid

/// The screen of a terminal that is written to without end: what it has been fed already is not fed
/// again, as `PseudoTerminal.screen` does.
public struct FollowedScreen {
  public private(set) var screen: ModelTerminal
  private var fed = 0

  public init(size: TerminalSize) { screen = ModelTerminal(size: size) }

  /// What the terminal shows now, without the sequence that has not arrived whole.
  public mutating func follow(_ terminal: PseudoTerminal) -> ModelTerminal {
    let end = Self.wholeEnd(of: terminal.output[fed...])
    screen.feed(terminal.output[fed..<end])
    fed = end
    return screen
  }

  /// Where the last whole sequence or character ends.
  private static func wholeEnd(of bytes: ArraySlice<UInt8>) -> Int {
    let escape = UInt8(ascii: "\u{1B}")
    if let start = bytes.lastIndex(of: escape) {
      let body = bytes[(start + 1)...]
      // CSI: a bracket, parameters, and a final byte.
      let isWhole = body.first.map { $0 != UInt8(ascii: "[") } ?? false
      if !isWhole, !body.dropFirst().contains(where: { 0x40...0x7E ~= $0 }) { return start }
    }
    guard let lead = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return bytes.startIndex }
    let length =
      switch bytes[lead] {
      case 0xF0...: 4
      case 0xE0...: 3
      case 0xC0...: 2
      default: 1
      }
    return lead + length <= bytes.endIndex ? bytes.endIndex : lead
  }
}
