/// Finds links to domains that are not allowed: with a scheme, bare, or with the dot spelled out.
struct LinkFilter {
  private let allowed: Set<String>
  private var characters: [Character] = []

  init(allow: [String]) {
    allowed = Set(allow.compactMap { DomainName($0)?.rawValue })
  }

  /// One character of a text in which every way to write a dot is a dot.
  private struct Character {
    /// With look-alikes of Latin letters replaced.
    var symbol: UInt32
    var original: UInt32
    var kind: FoldedUnit.Kind
    /// Whether a diacritic or another script's letter stood here: such a host is never allowed.
    var isDisguised: Bool
    /// Whether it is a dot that was spelled out or set apart: only certain domains follow one.
    var isWeakDot = false

    func `is`(_ byte: UInt8) -> Bool { symbol == UInt32(byte) }
  }

  /// The first host in `units` that is not allowed.
  mutating func firstMatch(in units: [FoldedUnit]) -> String? {
    readDots(units)
    var index = 0
    while index < characters.count {
      if let start = authorityStart(at: index) {
        let end = authorityEnd(from: start)
        if let host = forbiddenHost(inAuthority: start..<end) { return host }
        index = max(end, index + 1)
      } else if isHostCharacter(index) {
        let end = hostEnd(from: index)
        if let host = forbiddenHost(bare: index..<end) { return host }
        index = end
      } else {
        index += 1
      }
    }
    return nil
  }

  private mutating func readDots(_ units: [FoldedUnit]) {
    characters.removeAll(keepingCapacity: true)
    var index = 0
    while index < units.count {
      if let dot = Self.disguisedDot(units, at: index) {
        // What stands before a spelled-out dot is the end of a name, not a space.
        while characters.last?.kind == .space { characters.removeLast() }
        characters.append(
          Character(
            symbol: UInt32(UInt8(ascii: ".")), original: UInt32(UInt8(ascii: ".")),
            kind: .punctuation, isDisguised: false, isWeakDot: dot.isWeak))
        index = dot.end
      } else {
        let unit = units[index]
        let symbol = unit.lookalike != 0 ? UInt32(unit.lookalike) : unit.symbol
        characters.append(
          Character(
            symbol: symbol, original: unit.symbol, kind: unit.kind, isDisguised: unit.isDisguised))
        index += 1
      }
    }
  }

  /// A dot that is not simply one: `[.]`, `(dot)`, ` dot `, ` . `; with the spaces around it.
  private static func disguisedDot(
    _ units: [FoldedUnit], at index: Int
  ) -> (end: Int, isWeak: Bool)? {
    guard units[index].kind != .letter, units[index].kind != .digit else { return nil }
    var position = index
    func skipSpaces() {
      while position < units.count, units[position].kind == .space { position += 1 }
    }
    skipSpaces()
    let hasSpace = position > index
    guard position < units.count else { return nil }
    if isBracket(units[position], "[({<") {
      position += 1
      skipSpaces()
      guard let end = dotEnd(units, at: position) else { return nil }
      position = end
      skipSpaces()
      guard position < units.count, isBracket(units[position], "])}>") else { return nil }
      position += 1
      skipSpaces()
      return (position, false)
    }
    guard hasSpace, let end = dotEnd(units, at: position) else { return nil }
    position = end
    skipSpaces()
    // A space on one side only is how sentences are written: "I like .net", "well. so".
    guard position > end else { return nil }
    return (position, true)
  }

  private static func dotEnd(_ units: [FoldedUnit], at index: Int) -> Int? {
    guard index < units.count else { return nil }
    if units[index].symbol == UInt32(UInt8(ascii: ".")) { return index + 1 }
    guard index + 3 <= units.count else { return nil }
    for (offset, letter) in "dot".utf8.enumerated()
    where units[index + offset].symbol != UInt32(letter) {
      return nil
    }
    return index + 3
  }

  private static func isBracket(_ unit: FoldedUnit, _ brackets: StaticString) -> Bool {
    brackets.withUTF8Buffer { $0.contains { UInt32($0) == unit.symbol } }
  }

  /// The start of what follows `scheme://`, when that stands at `index`.
  private func authorityStart(at index: Int) -> Int? {
    guard characters[index].is(UInt8(ascii: ":")), index > 0, isHostCharacter(index - 1),
      index + 2 < characters.count, isSlash(index + 1), isSlash(index + 2)
    else { return nil }
    return index + 3
  }

  private func authorityEnd(from start: Int) -> Int {
    var end = start
    while end < characters.count, characters[end].kind != .space, !isSlash(end),
      !characters[end].is(UInt8(ascii: "?")), !characters[end].is(UInt8(ascii: "#"))
    {
      end += 1
    }
    return end
  }

  /// Browsers take a backslash for a slash.
  private func isSlash(_ index: Int) -> Bool {
    characters[index].is(UInt8(ascii: "/")) || characters[index].is(UInt8(ascii: "\\"))
  }

  private func isHostCharacter(_ index: Int) -> Bool {
    switch characters[index].kind {
    case .letter, .digit, .ideograph: true
    default: false
    }
  }

  private func hostEnd(from start: Int) -> Int {
    var end = start
    while end < characters.count,
      isHostCharacter(end) || characters[end].is(UInt8(ascii: ".")) || isGlue(end)
    {
      end += 1
    }
    return end
  }

  private func isGlue(_ index: Int) -> Bool {
    characters[index].is(UInt8(ascii: "-")) || characters[index].is(UInt8(ascii: "_"))
  }

  /// Whatever follows a scheme is a link: user information before the last `@` and a port after `:`
  /// are not its host.
  private func forbiddenHost(inAuthority range: Range<Int>) -> String? {
    let start =
      characters[range].lastIndex { $0.is(UInt8(ascii: "@")) }.map { $0 + 1 } ?? range.lowerBound
    let end =
      characters[start..<range.upperBound].firstIndex { $0.is(UInt8(ascii: ":")) }
      ?? range.upperBound
    guard start < end else { return nil }
    return isAllowed(start..<end) ? nil : text(start..<end)
  }

  private func forbiddenHost(bare range: Range<Int>) -> String? {
    guard characters[range].contains(where: { $0.is(UInt8(ascii: ".")) }) else { return nil }
    var end = range.upperBound
    while end > range.lowerBound, !isHostCharacter(end - 1) { end -= 1 }
    guard let host = host(labels(range.lowerBound..<end), isFollowedByPath: hasPath(at: end)) else {
      return nil
    }
    return isAllowed(host) ? nil : text(host)
  }

  /// The part of a dotted name that is a domain.
  private func host(_ labels: [Range<Int>], isFollowedByPath: Bool) -> Range<Int>? {
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }) else { return nil }
    let whole = labels[0].lowerBound..<labels[labels.count - 1].upperBound
    if characters[whole].allSatisfy({ $0.kind != .letter && $0.kind != .ideograph }) {
      let isAddress = labels.count == 4 && labels.allSatisfy { $0.count <= 3 }
      return isAddress && isFollowedByPath ? whole : nil
    }
    let hasWeakDot = characters[whole].contains(where: \.isWeakDot)
    switch topLevelDomain(labels[labels.count - 1]) {
    case .classic: return whole
    case .certain where !hasWeakDot: return whole
    case .possible where !hasWeakDot:
      let isTelling = labels.count >= 3 || isFollowedByPath || hasDigitOrHyphen(whole)
      return isTelling ? whole : nil
    default: break
    }
    if !hasWeakDot, labels.count >= 3, text(labels[0]) == "www" { return whole }
    // A sentence that goes on without a space: example.com.then
    let last = labels.indices.dropFirst().dropLast().last { index in
      topLevelDomain(labels[index]) == .classic
    }
    return last.map { whole.lowerBound..<labels[$0].upperBound }
  }

  private func hasDigitOrHyphen(_ range: Range<Int>) -> Bool {
    characters[range].contains { $0.kind == .digit || $0.is(UInt8(ascii: "-")) }
  }

  private func hasPath(at end: Int) -> Bool {
    guard end < characters.count else { return false }
    if isSlash(end) { return end + 1 < characters.count && characters[end + 1].kind != .space }
    return characters[end].is(UInt8(ascii: ":")) && end + 1 < characters.count
      && characters[end + 1].kind == .digit
  }

  private func labels(_ range: Range<Int>) -> [Range<Int>] {
    var labels: [Range<Int>] = []
    var start = range.lowerBound
    for index in range where characters[index].is(UInt8(ascii: ".")) {
      labels.append(start..<index)
      start = index + 1
    }
    labels.append(start..<range.upperBound)
    return labels
  }

  /// Whether the host is an allowed domain or below one.
  private func isAllowed(_ range: Range<Int>) -> Bool {
    guard !characters[range].contains(where: \.isDisguised) else { return false }
    var end = range.upperBound
    while end > range.lowerBound, characters[end - 1].is(UInt8(ascii: ".")) { end -= 1 }
    // No domain name is longer (RFC 1035 §2.3.4).
    guard end - range.lowerBound <= 253 else { return false }
    return labels(range.lowerBound..<end).contains { allowed.contains(text($0.lowerBound..<end)) }
  }

  /// Of a label in Latin disguise, or as it is: `.рф` is a domain too.
  private func topLevelDomain(_ label: Range<Int>) -> TopLevelDomain? {
    TopLevelDomain.of(text(label)) ?? TopLevelDomain.of(text(label, \.original))
  }

  private func text(
    _ range: Range<Int>, _ symbol: KeyPath<Character, UInt32> = \.symbol
  ) -> String {
    var text = String.UnicodeScalarView()
    for character in characters[range] {
      text.append(Unicode.Scalar(character[keyPath: symbol]) ?? "\u{FFFD}")
    }
    return String(text)
  }
}
