/// A regular expression that takes time proportional to the text, whatever the expression and the
/// text are: all its ways are followed at once (Thompson's construction), none is tried twice.
///
/// It knows `.`, `[a-z]`, `[^…]`, `\d \w \s \b` and their capitals, `^ $`, groups, `|`, and `* + ?
/// {n,m}`. Of several matches the leftmost and longest counts, so that greedy and lazy are the same.
/// Case matters only when the pattern has a capital letter.
struct Pattern: Sendable {
  /// A step of the machine that the pattern is.
  enum Instruction: Sendable, Hashable {
    case scalar(UInt32)
    /// Any scalar.
    case any
    /// One of `sets`, by its index.
    case set(Int)
    /// Both ways are followed.
    case split(Int, Int)
    case jump(Int)
    case assertion(Assertion)
    case match
  }

  enum Assertion: Sendable, Hashable {
    case start, end, wordBoundary, noWordBoundary
  }

  let instructions: [Instruction]
  let sets: [ScalarSet]
  /// How the text is read that it is compared with.
  let reading: QueryText.Reading

  /// The steps that a pattern may have: a scalar of text costs at most as many.
  static let sizeLimit = 400

  var size: Int { instructions.count }

  /// Throws a sentence that says what is wrong with `text`.
  init(_ text: String) throws(QueryProblem) {
    var parser = PatternParser(text)
    let node = try parser.parse()
    var compiler = PatternCompiler()
    try compiler.emit(node)
    try compiler.append(.match)
    instructions = compiler.instructions
    sets = compiler.sets
    reading = parser.hasCapitals ? .exact : .lowerCase
  }
}

/// A set of scalars, as brackets describe it.
struct ScalarSet: Sendable, Hashable {
  var ranges: [ClosedRange<UInt32>] = []
  var classes: [ScalarClass] = []
  var isNegated = false

  func contains(_ scalar: UInt32) -> Bool {
    let isIn =
      ranges.contains { $0.contains(scalar) } || classes.contains { $0.contains(scalar) }
    return isIn != isNegated
  }
}

/// `\d`, `\w`, `\s`, and what is in none of them.
enum ScalarClass: Sendable, Hashable {
  case digit, word, space, noDigit, noWord, noSpace

  func contains(_ scalar: UInt32) -> Bool {
    switch self {
    case .digit: Self.isDigit(scalar)
    case .word: Self.isWord(scalar)
    // Every run of white space is read as one space.
    case .space: scalar == 0x20
    case .noDigit: !Self.isDigit(scalar)
    case .noWord: !Self.isWord(scalar)
    case .noSpace: scalar != 0x20
    }
  }

  static func isWord(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: return true
    case 0..<0x80: return false
    default:
      guard let properties = Unicode.Scalar(scalar)?.properties else { return false }
      return properties.isAlphabetic || properties.numericType != nil
        || properties.canonicalCombiningClass.rawValue > 0
    }
  }

  private static func isDigit(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return (0x30...0x39).contains(scalar) }
    return Unicode.Scalar(scalar)?.properties.numericType == .decimal
  }
}
