/// What stands for the signs that things are drawn with, where only ASCII can be shown.
public enum ASCIIForm {
  /// Nil for what has no form of its own: letters of other scripts, emoji.
  public static func of(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x20...0x7E: scalar
    case 0xA0: " "
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x2550, 0x2010...0x2015: "-"
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x2551: "|"
    case 0x250C...0x254B, 0x2552...0x2570: "+"
    case 0x2581...0x2588: heights[Int(scalar.value - 0x2581)]
    case 0x258C: ">"
    case 0x2580, 0x2589...0x259F: "#"
    case 0x2801...0x28FF: ":"
    case 0x2018, 0x2019: "'"
    case 0x201C, 0x201D: "\""
    default: signs[scalar]
    }
  }

  /// Blocks that fill an eighth to eight eighths of a cell: what looks higher or denser is more.
  private static let heights: [Unicode.Scalar] = ["_", ".", "-", "=", "+", "*", "%", "#"]

  private static let signs: [Unicode.Scalar: Unicode.Scalar] = [
    "•": "*", "●": "*", "◉": "#", "○": "o", "◌": "o", "◦": "o", "·": ".", "…": "~",
    "★": "*", "☆": "*", "◆": "+", "◇": "+", "■": "#", "□": "#", "▪": "*", "▮": "|", "▯": "|",
    "▲": "!", "△": "!", "▼": "v", "▶": ">", "▸": ">", "◀": "<", "◂": "<",
    "»": ">", "«": "<", "›": ">", "‹": "<", "↳": ">", "×": "x", "✗": "x", "✕": "x", "✓": "+",
    "←": "<", "↑": "^", "→": ">", "↓": "v", "↵": "<", "⏎": "<", "⚑": "!", "♥": "*",
  ]
}

extension Grid {
  /// Draws with ASCII what is drawn with signs, blocks and lines. Letters of any script and emoji
  /// stay: they are what people wrote.
  public mutating func useASCII() {
    for index in cells.indices {
      let glyph = cells[index].glyph
      guard glyph.width == 1, !glyph.base.isASCII, let form = ASCIIForm.of(glyph.base) else {
        continue
      }
      cells[index].glyph = Glyph(base: form, width: 1)
    }
  }
}
