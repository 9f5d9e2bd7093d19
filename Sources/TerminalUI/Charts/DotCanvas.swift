/// A picture of dots, several to a cell: eight in braille, two one above the other in ASCII.
struct DotCanvas {
  enum Kind {
    case braille
    case ascii
  }

  let columns: Int
  let rows: Int
  private let kind: Kind
  /// The dots of each cell, row after row, as bits: of a braille pattern, or lower and upper.
  private var cells: [UInt8]

  init(columns: Int, rows: Int, kind: Kind) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    self.kind = kind
    cells = Array(repeating: 0, count: self.columns * self.rows)
  }

  /// Dots from left to right.
  var width: Int { columns * (kind == .braille ? 2 : 1) }
  /// Dots from bottom to top.
  var height: Int { rows * dotsDown }

  private var dotsDown: Int { kind == .braille ? 4 : 2 }

  /// Sets a dot, counted from the lower left; outside there is nothing to set.
  mutating func set(_ x: Int, _ y: Int) {
    guard 0..<width ~= x, 0..<height ~= y else { return }
    let down = height - 1 - y
    let column = kind == .braille ? x / 2 : x
    let bit =
      switch kind {
      case .braille: Self.braille[down % 4][x % 2]
      case .ascii: UInt8(down % 2 == 0 ? 2 : 1)
      }
    cells[down / dotsDown * columns + column] |= bit
  }

  /// A row of cells as text, counted from the top; one column each.
  func text(_ row: Int) -> String {
    let cells = cells[row * columns..<(row + 1) * columns]
    var text = String.UnicodeScalarView()
    for cell in cells {
      switch kind {
      case .braille where cell == 0: text.append(" ")
      case .braille: text.append(Unicode.Scalar(0x2800 + UInt16(cell)) ?? " ")
      case .ascii: text.append(Self.ascii[Int(cell)])
      }
    }
    return String(text)
  }

  /// The bits of a braille pattern (Unicode 2800–28FF), from the top down, left and right.
  private static let braille: [[UInt8]] = [
    [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
  ]

  /// Neither, lower, upper, both.
  private static let ascii: [Unicode.Scalar] = [" ", ".", "'", ":"]
}
