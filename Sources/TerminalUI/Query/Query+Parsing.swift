import LiveComments

/// Why a query was not understood: a sentence for the user.
public struct QueryProblem: Error, Sendable, Hashable {
  public let message: String

  init(_ message: String) { self.message = message }
}

extension Query {
  /// Terms that a query may have, and the scalars of its text: they bound what a comment costs.
  static let termLimit = 16
  static let scalarLimit = 500

  /// Reads a query; nil when it asks for nothing. `text` is in NFC, as comments are.
  public static func parse(_ text: String) throws(QueryProblem) -> Query? {
    let text = text.trimmed
    guard text.unicodeScalars.count <= scalarLimit else {
      throw QueryProblem("a query has at most \(scalarLimit) characters")
    }
    var words = QueryWords(text)
    var terms: [Term] = []
    while let word = words.next() {
      guard let test = try test(word) else { continue }
      guard terms.count < termLimit else {
        throw QueryProblem("a query has at most \(termLimit) terms")
      }
      terms.append(Term(isNegated: word.isNegated, test: test))
    }
    let size = terms.reduce(0) { size, term in
      if case .pattern(let pattern) = term.test { size + pattern.size } else { size }
    }
    guard size <= Pattern.sizeLimit else { throw QueryProblem("re: these patterns are too large") }
    return terms.isEmpty ? nil : Query(text: text, terms: terms)
  }

  private static func test(_ word: QueryWords.Word) throws(QueryProblem) -> Test? {
    switch word.key {
    case nil:
      let scalars = QueryText(word.value, .folded).scalars
      return scalars.isEmpty ? nil : .content(scalars)
    case .from:
      let isPrefix = !word.isQuoted && word.value.hasSuffix("*")
      var name = isPrefix ? String(word.value.dropLast()) : word.value
      if name.hasPrefix("@") { name.removeFirst() }
      let folded = QueryText(name, .folded).scalars
      guard !folded.isEmpty else {
        throw QueryProblem("from: needs a name, such as from:alice or from:ali*")
      }
      return .author(Author(userID: UserID(rawValue: name), name: folded, isPrefix: isPrefix))
    case .isIn:
      guard let property = Property(rawValue: word.value.lowercased()) else {
        throw QueryProblem("is: takes held, deleted, pinned or mod")
      }
      return .property(property)
    case .pattern:
      guard !word.value.isEmpty else {
        throw QueryProblem("re: needs a pattern, such as re:go+al or re:\"free .* now\"")
      }
      return .pattern(try Pattern(word.value))
    }
  }
}

/// The words of a query, one after the other. Double quotes hold spaces together; a quote that does
/// not end reaches to the end of the line, as it does while it is typed.
private struct QueryWords {
  struct Word {
    var isNegated = false
    var key: Key?
    var value = ""
    var isQuoted = false
  }

  enum Key: String {
    case from
    case isIn = "is"
    case pattern = "re"
  }

  private var remaining: Substring

  init(_ text: String) { remaining = text[...] }

  mutating func next() -> Word? {
    remaining = remaining.drop(while: \.isWhitespace)
    guard !remaining.isEmpty else { return nil }
    var word = Word()
    if remaining.first == "-" {
      remaining.removeFirst()
      word.isNegated = true
    }
    if let colon = remaining.prefix(5).firstIndex(of: ":"),
      let key = Key(rawValue: remaining[..<colon].lowercased())
    {
      word.key = key
      remaining = remaining[remaining.index(after: colon)...]
    }
    if remaining.first == "\"" {
      remaining.removeFirst()
      word.isQuoted = true
      word.value = takeQuoted()
    } else {
      let value = remaining.prefix { !$0.isWhitespace }
      remaining.removeFirst(value.count)
      word.value = String(value)
    }
    return word
  }

  /// Up to the closing quote; `\"` is a quote that belongs to the text.
  private mutating func takeQuoted() -> String {
    var value = ""
    while let character = remaining.popFirst() {
      if character == "\"" { break }
      if character == "\\", remaining.first == "\"" {
        value.append(remaining.removeFirst())
      } else {
        value.append(character)
      }
    }
    return value
  }
}
