/// One reading of a blocklist's entry: its words, as runs of equal letters.
struct WordPattern {
  /// Which entry of the list it came from.
  var entry: Int
  var runs: [WordStream.Run]
  /// Where each word ends in `runs`.
  var wordEnds: [Int]

  /// Whether an entry is specific enough to be looked for: a single letter, or punctuation alone,
  /// would match nearly everything.
  ///
  /// Text that is not ASCII is judged without decomposition, which changes none of what is asked.
  static func isUsable(_ entry: String) -> Bool {
    !readings(of: entry, entry: 0, folding: TextFolding(decompose: { $0 })).isEmpty
  }

  /// The ways in which an entry can be met in a text.
  static func readings(of text: String, entry: Int, folding: TextFolding) -> [WordPattern] {
    var units: [FoldedUnit] = []
    folding.fold(text, into: &units)
    // Digits in an entry mean themselves (`1488`); symbols in it are letters (`a$$`), since as
    // punctuation they would leave a fragment that innocent words are.
    let hasSymbols = units.contains { $0.kind == .leetSymbol || $0.kind == .leetPunctuation }
    let readings: [WordStream.Reading] = hasSymbols ? [.leetI, .leetL] : [.plain]
    var patterns: [WordPattern] = []
    for reading in readings {
      for lookalikesAreLatin in [false, true] {
        var stream = WordStream()
        stream.fill(units, reading: reading, lookalikesAreLatin: lookalikesAreLatin)
        guard let pattern = WordPattern(stream, entry: entry) else { continue }
        patterns.append(pattern)
        if let joined = pattern.joined() { patterns.append(joined) }
      }
    }
    return patterns
  }

  /// Nil when the words are too unspecific to look for.
  private init?(_ stream: WordStream, entry: Int) {
    let letters = stream.words.filter { $0.kind == .letter }
      .reduce(0) { sum, word in
        sum + stream.runs[word.start..<word.end].reduce(0) { $0 + Int($1.count) }
      }
    guard letters >= 2 || stream.words.contains(where: { $0.kind != .letter }) else { return nil }
    self.entry = entry
    runs = stream.runs
    wordEnds = stream.words.map(\.end)
  }

  private init(entry: Int, word: [WordStream.Run]) {
    self.entry = entry
    runs = word
    wordEnds = [word.count]
  }

  /// A phrase written as one word; nil for a single word, and when the result is so short that it
  /// may be a word of its own.
  private func joined() -> WordPattern? {
    guard wordEnds.count > 1 else { return nil }
    var word: [WordStream.Run] = []
    for run in runs { word.appendMerging(run) }
    guard word.count >= 6 else { return nil }
    return WordPattern(entry: entry, word: word)
  }

  var wordCount: Int { wordEnds.count }

  /// The key under which a row of words with the same collapsed letters is found.
  var hash: UInt64 {
    var hash = WordHash.start
    var start = 0
    for end in wordEnds {
      hash = WordHash.extend(hash, by: WordHash.of(runs[start..<end]))
      start = end
    }
    return hash
  }

  /// Whether `text`, word by word the same collapsed letters, is this pattern: the same run lengths,
  /// or longer ones that nobody writes but to stretch a word.
  ///
  /// Three of a letter are a stretch; so are two of a letter that English never doubles, and two or
  /// more doublings at once. A single doubling may be another word: `raper` and `rapper`.
  func isMet(by text: some Sequence<WordStream.Run>) -> Bool {
    var doublings = 0
    var stretches = 0
    var index = 0
    for run in text {
      guard index < runs.count, run.symbol == runs[index].symbol else { return false }
      let pattern = runs[index].count
      if run.count < pattern { return false }
      if run.count > pattern {
        guard !Self.isDigit(run.symbol) else { return false }
        if run.count >= 3 || Self.isNeverDoubled(run.symbol) {
          stretches += 1
        } else {
          doublings += 1
        }
      }
      index += 1
    }
    return index == runs.count && (doublings == 0 || doublings + stretches >= 2)
  }

  private static func isDigit(_ symbol: UInt32) -> Bool {
    (UInt32(UInt8(ascii: "0"))...UInt32(UInt8(ascii: "9"))).contains(symbol)
  }

  private static func isNeverDoubled(_ symbol: UInt32) -> Bool {
    switch UInt8(exactly: symbol) {
    case UInt8(ascii: "a"), UInt8(ascii: "h"), UInt8(ascii: "i"), UInt8(ascii: "j"),
      UInt8(ascii: "k"), UInt8(ascii: "q"), UInt8(ascii: "u"), UInt8(ascii: "v"),
      UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "y"):
      true
    default: false
    }
  }
}

extension [WordStream.Run] {
  /// Appends a run; one of the symbol that is last already makes that longer.
  mutating func appendMerging(_ run: WordStream.Run) {
    if let last = indices.last, self[last].symbol == run.symbol {
      let (sum, overflow) = self[last].count.addingReportingOverflow(run.count)
      self[last].count = overflow ? .max : sum
    } else {
      append(run)
    }
  }
}
