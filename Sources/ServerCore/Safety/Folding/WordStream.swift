/// The words of a folded text, as runs of equal letters, ready to be compared and hashed.
///
/// A buffer that is filled anew for each text, so that reading a comment allocates nothing.
struct WordStream {
  /// Equal symbols in a row.
  struct Run: Hashable {
    var symbol: UInt32
    var count: UInt8
  }

  /// How words are set apart; several may hold.
  struct Gap: OptionSet {
    let rawValue: UInt8
    static let space = Gap(rawValue: 1)
    static let punctuation = Gap(rawValue: 2)
    static let apostrophe = Gap(rawValue: 4)
  }

  struct Word {
    /// Where its runs begin and end in `runs`.
    var start: Int
    var end: Int
    var kind: FoldedUnit.Kind
    /// Of its symbols, each run counted once.
    var hash: UInt64
    /// What stands between the word before and this one.
    var gap: Gap
  }

  /// What digits and symbols stand for.
  enum Reading: CaseIterable {
    /// Themselves.
    case plain
    /// Letters: `1`, `!` and `|` an i.
    case leetI
    /// Letters: `1`, `!` and `|` an l.
    case leetL
  }

  private(set) var runs: [Run] = []
  private(set) var words: [Word] = []

  /// Replaces the words by those of `units`.
  ///
  /// - Returns: whether digits or symbols stand next to letters, so that another reading differs.
  @discardableResult
  mutating func fill(
    _ units: [FoldedUnit], reading: Reading, lookalikesAreLatin: Bool? = nil
  ) -> Bool {
    runs.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    let lookalikesAreLatin = lookalikesAreLatin ?? Self.lookalikesAreLatin(units)
    var hasLeet = false
    var gap: Gap = []
    var index = 0
    while index < units.count {
      let unit = units[index]
      switch unit.kind {
      case .letter, .digit, .leetSymbol, .leetPunctuation:
        let chunk = Chunk(units, from: index)
        hasLeet = hasLeet || (chunk.hasLetter && chunk.hasLeet)
        fill(
          units, chunk, reading: chunk.hasLetter ? reading : .plain,
          lookalikesAreLatin: lookalikesAreLatin || chunk.hasLatin, gap: &gap)
        index = chunk.end
        continue
      case .apostrophe: gap.insert(.apostrophe)
      case .punctuation: gap.insert(.punctuation)
      case .space: gap.insert(.space)
      case .ideograph, .emoji:
        let start = runs.count
        append(unit.symbol)
        finishWord(from: start, kind: unit.kind, gap: &gap)
      }
      index += 1
    }
    return hasLeet
  }

  /// A stretch without spaces or plain punctuation.
  private struct Chunk {
    var start: Int
    var end: Int
    var hasLetter = false
    var hasLatin = false
    var hasLeet = false
    /// Where its first and its last letter, digit or `$` stand: punctuation between them is a letter.
    var firstSolid: Int?
    var lastSolid = 0

    init(_ units: [FoldedUnit], from start: Int) {
      self.start = start
      end = start
      scan: while end < units.count {
        switch units[end].kind {
        case .letter:
          hasLetter = true
          hasLatin = hasLatin || units[end].symbol < 0x80
        case .digit, .leetSymbol, .leetPunctuation: hasLeet = true
        default: break scan
        }
        if units[end].kind != .leetPunctuation {
          firstSolid = firstSolid ?? end
          lastSolid = end
        }
        end += 1
      }
    }

    func isInside(_ index: Int) -> Bool {
      firstSolid.map { $0 < index && index < lastSolid } ?? false
    }
  }

  private mutating func fill(
    _ units: [FoldedUnit], _ chunk: Chunk, reading: Reading, lookalikesAreLatin: Bool,
    gap: inout Gap
  ) {
    var start = runs.count
    for index in chunk.start..<chunk.end {
      let unit = units[index]
      let symbol: UInt32?
      switch unit.kind {
      case .letter:
        symbol = lookalikesAreLatin && unit.lookalike != 0 ? UInt32(unit.lookalike) : unit.symbol
      case .digit:
        symbol = Self.leet(unit.symbol, reading) ?? unit.symbol
      case .leetSymbol:
        symbol = Self.leet(unit.symbol, reading)
      default:
        symbol = chunk.isInside(index) ? Self.leet(unit.symbol, reading) : nil
      }
      if let symbol {
        append(symbol, startingAt: start)
      } else {
        finishWord(from: start, kind: .letter, gap: &gap)
        start = runs.count
        gap.insert(.punctuation)
      }
    }
    finishWord(from: start, kind: .letter, gap: &gap)
  }

  private mutating func append(_ symbol: UInt32, startingAt start: Int? = nil) {
    if let start, runs.count > start, runs[runs.count - 1].symbol == symbol {
      if runs[runs.count - 1].count < .max { runs[runs.count - 1].count += 1 }
    } else {
      runs.append(Run(symbol: symbol, count: 1))
    }
  }

  private mutating func finishWord(from start: Int, kind: FoldedUnit.Kind, gap: inout Gap) {
    guard runs.count > start else { return }
    words.append(
      Word(
        start: start, end: runs.count, kind: kind, hash: WordHash.of(runs[start...]), gap: gap))
    gap = []
  }

  /// Whether the letters of other scripts in `units` are all exact look-alikes of Latin ones, next to
  /// nothing that is truly another script: then they are Latin in disguise. A Cyrillic sentence
  /// always has letters that look like nothing else.
  static func lookalikesAreLatin(_ units: [FoldedUnit]) -> Bool {
    var hasLookalike = false
    for unit in units where unit.kind == .letter && unit.symbol >= 0x80 {
      guard unit.isExactLookalike else { return false }
      hasLookalike = true
    }
    return hasLookalike
  }

  /// The letter that a digit or a symbol stands for; nil when none, and in the plain reading.
  static func leet(_ symbol: UInt32, _ reading: Reading) -> UInt32? {
    guard reading != .plain else { return nil }
    let letter: UInt8
    switch UInt8(exactly: symbol) {
    case UInt8(ascii: "0"): letter = UInt8(ascii: "o")
    case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"), 0xA1:
      letter = reading == .leetI ? UInt8(ascii: "i") : UInt8(ascii: "l")
    case UInt8(ascii: "3"): letter = UInt8(ascii: "e")
    case UInt8(ascii: "4"), UInt8(ascii: "@"): letter = UInt8(ascii: "a")
    case UInt8(ascii: "5"), UInt8(ascii: "$"), 0xA7: letter = UInt8(ascii: "s")
    case UInt8(ascii: "7"), UInt8(ascii: "+"): letter = UInt8(ascii: "t")
    case UInt8(ascii: "8"): letter = UInt8(ascii: "b")
    case UInt8(ascii: "("), UInt8(ascii: "<"), 0xA2: letter = UInt8(ascii: "c")
    case 0xA3: letter = UInt8(ascii: "l")
    case 0xA5: letter = UInt8(ascii: "y")
    default:
      guard symbol == 0x20AC else { return nil }
      letter = UInt8(ascii: "e")
    }
    return UInt32(letter)
  }
}

/// Hashes of words and of rows of words. Hostile text can make them collide; whoever finds a match
/// by one compares the letters.
enum WordHash {
  static let start: UInt64 = 0xCBF2_9CE4_8422_2325

  static func of(_ runs: some Sequence<WordStream.Run>) -> UInt64 {
    runs.reduce(start) { extend($0, by: UInt64($1.symbol)) }
  }

  /// FNV-1a over 64-bit units, with the high half mixed back in.
  static func extend(_ hash: UInt64, by value: UInt64) -> UInt64 {
    let mixed = (hash ^ value) &* 0x0000_0100_0000_01B3
    return mixed ^ (mixed >> 29)
  }
}
