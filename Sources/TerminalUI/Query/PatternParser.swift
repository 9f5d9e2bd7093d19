/// A regular expression as a tree.
indirect enum PatternNode: Sendable {
  case empty
  case scalar(UInt32)
  case any
  case set(ScalarSet)
  case assertion(Pattern.Assertion)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  /// As often as that; without end when `most` is nil.
  case repeated(PatternNode, least: Int, most: Int?)
}

/// Reads a regular expression (see `Pattern`).
struct PatternParser {
  /// Whether a letter of it is a capital one; `\W` and its like are not letters of it.
  private(set) var hasCapitals = false

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  /// Groups within groups: the parser calls itself for each.
  private static let depthLimit = 20
  private static let repeatLimit = 100

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parse() throws(QueryProblem) -> PatternNode {
    let node = try alternatives()
    guard index == scalars.count else { throw QueryProblem("re: ) without a (") }
    return node
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take() -> Unicode.Scalar? {
    guard index < scalars.count else { return nil }
    index += 1
    return scalars[index - 1]
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func alternatives() throws(QueryProblem) -> PatternNode {
    var nodes = [try sequence()]
    while take("|") { nodes.append(try sequence()) }
    return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
  }

  private mutating func sequence() throws(QueryProblem) -> PatternNode {
    var nodes: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      nodes.append(try repeated(try atom()))
    }
    return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
  }

  private mutating func repeated(_ atom: PatternNode) throws(QueryProblem) -> PatternNode {
    guard let counts = try counts() else { return atom }
    // Lazy is the same here; what would be possessive is not.
    _ = take("?")
    if let scalar = next, "*+?".unicodeScalars.contains(scalar) {
      throw QueryProblem("re: \(scalar) has nothing to repeat; use (…)\(scalar) around a repeat")
    }
    return .repeated(atom, least: counts.least, most: counts.most)
  }

  private mutating func counts() throws(QueryProblem) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    return try bracedCounts()
  }

  /// `{2}`, `{2,}`, `{2,5}`; any other brace stands for itself.
  private mutating func bracedCounts() throws(QueryProblem) -> (least: Int, most: Int?)? {
    guard next == "{", let end = scalars[index...].firstIndex(of: "}") else { return nil }
    let inside = scalars[index + 1..<end].map(Character.init)
    let parts = inside.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
      .map { String($0) }
    guard let least = Int(parts[0]), inside.allSatisfy({ $0.isASCII && $0 != "-" && $0 != "+" })
    else { return nil }
    let most: Int? = parts.count == 1 ? least : Int(parts[1])
    guard parts.count == 1 || most != nil || parts[1].isEmpty else { return nil }
    index = end + 1
    guard least <= most ?? least, max(least, most ?? 0) <= Self.repeatLimit else {
      throw QueryProblem("re: {\(String(inside))} must ascend, and end at \(Self.repeatLimit)")
    }
    return (least, most)
  }

  private mutating func atom() throws(QueryProblem) -> PatternNode {
    guard let scalar = take() else { return .empty }
    switch scalar {
    case ".": return .any
    case "^": return .assertion(.start)
    case "$": return .assertion(.end)
    case "[": return .set(try brackets())
    case "(": return try group()
    case "\\": return try escape()
    case "*", "+", "?":
      throw QueryProblem("re: \(scalar) has nothing to repeat; \\\(scalar) stands for itself")
    default: return .scalar(letter(scalar))
    }
  }

  private mutating func letter(_ scalar: Unicode.Scalar) -> UInt32 {
    if scalar.properties.isUppercase { hasCapitals = true }
    // Every run of white space is read as one space.
    return scalar.properties.isWhitespace ? 0x20 : scalar.value
  }

  private mutating func group() throws(QueryProblem) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw QueryProblem("re: too many ( within (") }
    if take("?"), !take(":") {
      throw QueryProblem("re: (?\(next.map(String.init) ?? "") is not known; only (?: and ( are")
    }
    let node = try alternatives()
    guard take(")") else { throw QueryProblem("re: a ) is missing") }
    return node
  }

  private mutating func escape() throws(QueryProblem) -> PatternNode {
    guard let scalar = take() else { throw QueryProblem("re: \\ at the end; \\\\ is a backslash") }
    if let members = Self.scalarClass(scalar) { return .set(ScalarSet(classes: [members])) }
    switch scalar {
    case "b": return .assertion(.wordBoundary)
    case "B": return .assertion(.noWordBoundary)
    default: return .scalar(try literal(scalar))
    }
  }

  private static func scalarClass(_ scalar: Unicode.Scalar) -> ScalarClass? {
    switch scalar {
    case "d": .digit
    case "w": .word
    case "s": .space
    case "D": .noDigit
    case "W": .noWord
    case "S": .noSpace
    default: nil
    }
  }

  /// What an escaped scalar stands for: itself, unless it is a letter or digit.
  private func literal(_ scalar: Unicode.Scalar) throws(QueryProblem) -> UInt32 {
    switch scalar {
    case "n", "t", "r": return 0x20
    case "0"..."9", "a"..."z", "A"..."Z":
      throw QueryProblem("re: \\\(scalar) is not known; \\d \\w \\s \\b and their capitals are")
    default: return scalar.value
    }
  }

  private mutating func brackets() throws(QueryProblem) -> ScalarSet {
    var set = ScalarSet()
    set.isNegated = take("^")
    var isFirst = true
    while let scalar = take() {
      if scalar == "]", !isFirst { return set }
      isFirst = false
      var low = letter(scalar)
      if scalar == "\\" {
        guard let escaped = take() else { break }
        if let members = Self.scalarClass(escaped) {
          set.classes.append(members)
          continue
        }
        low = try literal(escaped)
      }
      var high = low
      if next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
        index += 1
        guard let end = take() else { break }
        high = letter(end)
        if end == "\\" {
          guard let escaped = take() else { break }
          high = try literal(escaped)
        }
      }
      guard low <= high else { throw QueryProblem("re: a range in [ ] runs backwards") }
      set.ranges.append(low...high)
    }
    throw QueryProblem("re: a ] is missing")
  }
}
