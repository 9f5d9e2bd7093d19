public import TerminalGrid

/// A terminal for tests: what the bytes that it is fed would show.
///
/// It knows only the sequences that the backend may send. Anything else, such as what hostile text
/// would smuggle in, is noted in ``unexpected``.
public struct ModelTerminal: Sendable {
  /// What it thinks of glyphs whose width terminals disagree about.
  public enum Opinion: CaseIterable, Sendable {
    case likeTheGrid, narrow, wide
  }

  public struct Place: Equatable, Sendable {
    public var text: String
    public var style: Style
    /// Whether it is the right half of what is left of it.
    public var isHalf: Bool

    public init(text: String, style: Style, isHalf: Bool = false) {
      self.text = text
      self.style = style
      self.isHalf = isHalf
    }

    public static let blank = Place(text: " ", style: .standard)
  }

  public let size: TerminalSize
  public let opinion: Opinion
  public private(set) var lines: [[Place]]
  public private(set) var cursor = GridPosition(row: 0, column: 0)
  /// Modes that differ from a terminal that was just switched on.
  public private(set) var modes: Set<String> = []
  public private(set) var isAlternate = false
  public private(set) var unexpected: [String] = []
  private var style = Style.standard
  private var region: Range<Int>
  private var kept: (lines: [[Place]], cursor: GridPosition)?

  public init(size: TerminalSize, opinion: Opinion = .likeTheGrid) {
    self.size = size
    self.opinion = opinion
    lines = Array(repeating: Array(repeating: .blank, count: size.columns), count: size.rows)
    region = 0..<size.rows
  }

  public var isCursorVisible: Bool { !modes.contains("?25") }
  public var isStyleStandard: Bool { style == .standard }
  public var isRegionWhole: Bool { region == 0..<size.rows }

  public func line(_ row: Int) -> String {
    var text = lines[row].map { $0.isHalf ? "" : $0.text }.joined()
    while text.last == " " { text.removeLast() }
    return text
  }

  public var text: String { lines.indices.map(line).joined(separator: "\n") }

  /// Takes whole sequences only.
  public mutating func feed(_ bytes: some Sequence<UInt8>) {
    var scalars = String(decoding: Array(bytes), as: UTF8.self).unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      switch scalar {
      case "\u{1B}": sequence(&scalars)
      case "\r": cursor.column = 0
      case "\n":
        if cursor.row == size.rows - 1 { scroll(1) } else { cursor.row += 1 }
      default:
        switch scalar.properties.generalCategory {
        case .control, .format: unexpected.append("U+\(String(scalar.value, radix: 16))")
        default: put(scalar)
        }
      }
    }
  }

  private mutating func sequence(_ scalars: inout String.UnicodeScalarView.Iterator) {
    guard let first = scalars.next(), first == "[" else {
      unexpected.append("ESC without [")
      return
    }
    var body = ""
    while let scalar = scalars.next() {
      body.unicodeScalars.append(scalar)
      if 0x40...0x7E ~= scalar.value { break }
    }
    let parameters = body.dropLast().split(separator: ";", omittingEmptySubsequences: false)
    let numbers = parameters.map { Int($0) ?? 0 }
    perform(body.last ?? " ", String(body.dropLast()), numbers)
  }

  private mutating func perform(_ final: Character, _ body: String, _ numbers: [Int]) {
    let first = numbers.first ?? 0
    switch final {
    case "H":
      let second = numbers.count > 1 ? numbers[1] : 1
      cursor.row = min(max(first, 1), size.rows) - 1
      cursor.column = min(max(second, 1), size.columns) - 1
    case "A": cursor.row = max(cursor.row - max(first, 1), 0)
    case "C": cursor.column = min(cursor.column + max(first, 1), size.columns - 1)
    case "G": cursor.column = min(max(first, 1), size.columns) - 1
    case "J" where body.isEmpty: erase(from: cursor)
    case "K" where body.isEmpty: eraseLine(from: cursor.column)
    case "m": select(numbers)
    case "r":
      region = body.isEmpty ? 0..<size.rows : (first - 1..<numbers[1]).clamped(to: 0..<size.rows)
      cursor = GridPosition(row: 0, column: 0)
    case "S": scroll(first)
    case "T": scroll(-first)
    case "h", "l": set(body, final == "h")
    case "t" where body.hasPrefix("22;") || body.hasPrefix("23;"): break
    default: unexpected.append("CSI \(body)\(final)")
    }
  }

  private mutating func set(_ mode: String, _ isOn: Bool) {
    let onByDefault: Set = ["?7", "?25", "8"]
    switch mode {
    case "?1049":
      isAlternate = isOn
      if isOn {
        kept = (lines, cursor)
        lines = lines.map { $0.map { _ in .blank } }
      } else if let kept {
        (lines, cursor) = kept
      }
    case "?7", "?25", "8", "?2026", "?2004", "?1004", "?1002", "?1006":
      if isOn == onByDefault.contains(mode) { modes.remove(mode) } else { modes.insert(mode) }
    default: unexpected.append("mode \(mode)")
    }
  }

  private mutating func select(_ numbers: [Int]) {
    var rest = numbers.isEmpty ? [0] : numbers[...]
    let attributes: [Int: Attributes] = [
      1: .bold, 2: .dim, 3: .italic, 4: .underline, 7: .reverse, 9: .strikethrough,
    ]
    while let number = rest.popFirst() {
      switch number {
      case 0: style = .standard
      case 38, 48:
        guard rest.popFirst() == 2, rest.count >= 3 else { return unexpected.append("colour") }
        let color = Color.rgb(
          UInt8(rest.removeFirst()), UInt8(rest.removeFirst()), UInt8(rest.removeFirst()))
        if number == 38 { style.foreground = color } else { style.background = color }
      case 39: style.foreground = .standard
      case 49: style.background = .standard
      default:
        guard let attribute = attributes[number] else { return unexpected.append("SGR \(number)") }
        style.attributes.insert(attribute)
      }
    }
  }

  // No colour is kept when erasing: a terminal without back_color_erase.

  private mutating func erase(from place: GridPosition) {
    eraseLine(from: place.column)
    for row in place.row + 1..<max(size.rows, place.row + 1) {
      lines[row] = Array(repeating: .blank, count: size.columns)
    }
  }

  private mutating func eraseLine(from column: Int) {
    splitGlyph(at: column)
    for index in column..<size.columns {
      lines[cursor.row][index] = Place(
        text: " ", style: Style(foreground: style.foreground, attributes: style.attributes))
    }
  }

  private mutating func scroll(_ count: Int) {
    for _ in 0..<abs(count) {
      let blank = Array(repeating: Place.blank, count: size.columns)
      if count > 0 {
        lines.insert(blank, at: region.upperBound)
        lines.remove(at: region.lowerBound)
      } else {
        lines.remove(at: region.upperBound - 1)
        lines.insert(blank, at: region.lowerBound)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark:
      attach(scalar)
    case .spacingMark where opinion != .likeTheGrid:
      attach(scalar)
    default:
      place(String(scalar), width: width(of: scalar))
    }
  }

  private mutating func attach(_ mark: Unicode.Scalar) {
    let column = max(cursor.column - 1, 0)
    lines[cursor.row][column].text.unicodeScalars.append(mark)
  }

  private func width(of scalar: Unicode.Scalar) -> Int {
    let isCertain = SafeText(String(scalar)).glyphs.first.map(TextWidth.isCertain) ?? false
    // Half a flag counts one; so does it in tmux.
    let isRegionalIndicator = 0x1F1E6...0x1F1FF ~= scalar.value
    switch opinion {
    case .narrow where !isCertain: return 1
    case .wide where !isCertain && !isRegionalIndicator: return 2
    default: return isRegionalIndicator ? 1 : TextWidth.columns(of: scalar)
    }
  }

  /// Without wrapping: what does not fit overwrites the last column, or stays away when it is wide.
  private mutating func place(_ text: String, width: Int) {
    if cursor.column + width > size.columns {
      if width == 2 { return }
      cursor.column = size.columns - 1
    }
    splitGlyph(at: cursor.column)
    if width == 2 { splitGlyph(at: cursor.column + 1, keepingLeft: true) }
    splitGlyph(at: cursor.column + width)
    lines[cursor.row][cursor.column] = Place(text: text, style: style)
    if width == 2 {
      lines[cursor.row][cursor.column + 1] = Place(text: "", style: style, isHalf: true)
    }
    cursor.column += width
  }

  /// Blanks both halves of a wide glyph whose right half is at `column`.
  private mutating func splitGlyph(at column: Int, keepingLeft: Bool = false) {
    guard column < size.columns, column > 0, lines[cursor.row][column].isHalf else { return }
    lines[cursor.row][column] = Place(text: " ", style: lines[cursor.row][column].style)
    if !keepingLeft { lines[cursor.row][column - 1].text = " " }
  }
}
