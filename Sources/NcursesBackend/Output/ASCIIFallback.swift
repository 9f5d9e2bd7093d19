internal import TerminalGrid

/// What stands for a glyph on a terminal that does not understand UTF-8.
enum ASCIIFallback {
  static func append(_ glyph: Glyph, to bytes: inout [UInt8]) {
    let form = ASCIIForm.of(glyph.base) ?? "?"
    bytes.append(UInt8(truncatingIfNeeded: form.value))
    if glyph.width == 2 { bytes.append(UInt8(ascii: " ")) }
  }
}
