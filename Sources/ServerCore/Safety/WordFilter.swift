/// Finds the words and phrases of a blocklist in folded text: whole words only, so that Scunthorpe
/// keeps its name, however they are disguised.
///
/// Words are found by hash, so the work is linear in the text and does not grow with the list, but
/// for the number of different phrase lengths in it.
struct WordFilter {
  private let entries: [String]
  private let patterns: [WordPattern]
  /// Patterns by the hash of their words.
  private let byHash: [UInt64: [Int]]
  /// Bit `hash % 65,536` is set where there is a pattern: most words are dismissed by it alone.
  private let bits: [UInt64]
  /// How many words patterns have, ascending.
  private let lengths: [Int]
  /// The most letters, runs counted once, of a pattern of one word.
  private let longestWord: Int

  private var stream = WordStream()
  private var joined: [WordStream.Run] = []

  init(words: [String], folding: TextFolding) {
    entries = words
    let patterns = words.enumerated().flatMap { index, word in
      WordPattern.readings(of: word, entry: index, folding: folding)
    }
    var byHash: [UInt64: [Int]] = [:]
    var bits = [UInt64](repeating: 0, count: 1_024)
    for (index, pattern) in patterns.enumerated() {
      let hash = pattern.hash
      byHash[hash, default: []].append(index)
      bits[Int(hash >> 6 & 1_023)] |= 1 << (hash & 63)
    }
    self.patterns = patterns
    self.byHash = byHash
    self.bits = bits
    lengths = Set(patterns.map(\.wordCount)).sorted()
    longestWord = patterns.filter { $0.wordCount == 1 }.map(\.runs.count).max() ?? 0
  }

  /// The first entry that `units` contain, in any reading of their digits and symbols.
  mutating func firstMatch(in units: [FoldedUnit]) -> String? {
    guard !patterns.isEmpty else { return nil }
    let hasLeet = stream.fill(units, reading: .plain)
    if let entry = firstMatchInStream() { return entries[entry] }
    guard hasLeet else { return nil }
    for reading in [WordStream.Reading.leetI, .leetL] {
      stream.fill(units, reading: reading)
      if let entry = firstMatchInStream() { return entries[entry] }
    }
    return nil
  }

  private mutating func firstMatchInStream() -> Int? {
    firstRow() ?? firstNumbered() ?? firstGlued() ?? firstSpacedOut()
  }

  /// Words and phrases that stand as they are.
  private func firstRow() -> Int? {
    for first in stream.words.indices {
      var hash = WordHash.start
      var count = 0
      for length in lengths {
        guard first + length <= stream.words.count else { break }
        while count < length {
          hash = WordHash.extend(hash, by: stream.words[first + count].hash)
          count += 1
        }
        guard mayContain(hash) else { continue }
        let last = stream.words[first + length - 1]
        let runs = stream.runs[stream.words[first].start..<last.end]
        for candidate in byHash[hash] ?? [] where patterns[candidate].wordCount == length {
          if patterns[candidate].isMet(by: runs) { return patterns[candidate].entry }
        }
      }
    }
    return nil
  }

  /// Words with a number stuck to them: `word99`. A single digit that may be a letter is one.
  private func firstNumbered() -> Int? {
    for word in stream.words where word.kind == .letter {
      var end = word.end
      var digits = 0
      var hasOtherDigit = false
      while end > word.start, isDigit(stream.runs[end - 1].symbol) {
        digits += Int(stream.runs[end - 1].count)
        hasOtherDigit = hasOtherDigit || WordStream.leet(stream.runs[end - 1].symbol, .leetI) == nil
        end -= 1
      }
      guard end > word.start, digits > 1 || hasOtherDigit else { continue }
      if let entry = entry(ofWord: stream.runs[word.start..<end]) { return entry }
    }
    return nil
  }

  /// Words cut up by punctuation: `wo.rd`, `wo-rd`. Never across an apostrophe or a space.
  private mutating func firstGlued() -> Int? {
    var index = 0
    while index < stream.words.count {
      var end = index + 1
      while end < stream.words.count, stream.words[end].gap == .punctuation,
        stream.words[end].kind == .letter
      {
        end += 1
      }
      if end > index + 1, stream.words[index].kind == .letter,
        let entry = entry(ofJoined: index..<end)
      {
        return entry
      }
      index = end
    }
    return nil
  }

  /// Words whose letters stand alone: `w o r d`, `w.o.r.d`. At least three in a row, and the word
  /// takes the row up, or begins or ends it and has four letters.
  private mutating func firstSpacedOut() -> Int? {
    var index = 0
    while index < stream.words.count {
      joined.removeAll(keepingCapacity: true)
      var letters = 0
      while index < stream.words.count {
        let word = stream.words[index]
        if word.kind == .letter, word.end == word.start + 1,
          !isDigit(stream.runs[word.start].symbol)
        {
          joined.appendMerging(stream.runs[word.start])
          letters += 1
        } else if word.kind != .emoji || letters == 0 {
          break
        }
        index += 1
      }
      if letters >= 3, let entry = entryAtEitherEndOfJoined() { return entry }
      if letters == 0 { index += 1 }
    }
    return nil
  }

  private func entryAtEitherEndOfJoined() -> Int? {
    let longest = min(joined.count, longestWord)
    if let entry = entry(ofWord: joined[...]) { return entry }
    guard longest >= 4 else { return nil }
    for length in 4...longest {
      if let entry = entry(ofWord: joined.prefix(length)) { return entry }
      if let entry = entry(ofWord: joined.suffix(length)) { return entry }
    }
    return nil
  }

  private mutating func entry(ofJoined range: Range<Int>) -> Int? {
    joined.removeAll(keepingCapacity: true)
    let runs = stream.words[range.lowerBound].start..<stream.words[range.upperBound - 1].end
    for run in stream.runs[runs] {
      joined.appendMerging(run)
    }
    return entry(ofWord: joined[...])
  }

  private func entry(ofWord runs: ArraySlice<WordStream.Run>) -> Int? {
    guard runs.count <= longestWord else { return nil }
    let hash = WordHash.extend(WordHash.start, by: WordHash.of(runs))
    guard mayContain(hash) else { return nil }
    for candidate in byHash[hash] ?? [] where patterns[candidate].wordCount == 1 {
      if patterns[candidate].isMet(by: runs) { return patterns[candidate].entry }
    }
    return nil
  }

  private func mayContain(_ hash: UInt64) -> Bool {
    bits[Int(hash >> 6 & 1_023)] & 1 << (hash & 63) != 0
  }

  private func isDigit(_ symbol: UInt32) -> Bool {
    (UInt32(UInt8(ascii: "0"))...UInt32(UInt8(ascii: "9"))).contains(symbol)
  }
}
