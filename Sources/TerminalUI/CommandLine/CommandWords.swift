/// The words of a command line, one after the other. Double quotes hold a word with spaces together.
struct CommandWords {
  private var remaining: Substring

  /// Throws when a quoted word does not end.
  init(_ line: String) throws(CommandProblem) {
    remaining = line.drop { $0 == ":" || $0.isWhitespace }
    guard line.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
      throw CommandProblem(message: "a closing \" is missing")
    }
  }

  mutating func next() -> String? {
    remaining = remaining.drop(while: \.isWhitespace)
    guard let first = remaining.first else { return nil }
    if first == "\"" {
      remaining.removeFirst()
      let word = remaining.prefix { $0 != "\"" }
      remaining = remaining.dropFirst(word.count + 1)
      return String(word)
    }
    let word = remaining.prefix { !$0.isWhitespace }
    remaining.removeFirst(word.count)
    return String(word)
  }

  /// Takes the next word when `convert` makes something of it, and leaves it otherwise.
  mutating func next<Value>(_ convert: (String) -> Value?) -> Value? {
    let before = remaining
    guard let value = next().flatMap(convert) else {
      remaining = before
      return nil
    }
    return value
  }

  /// What is left, as it was typed; nil when nothing is.
  var line: String? {
    let text = String(remaining).trimmed
    return text.isEmpty ? nil : text
  }

  /// What is left, as one text; nil when nothing is.
  var rest: String? {
    let text = String(remaining).trimmed.filter { $0 != "\"" }
    return text.isEmpty ? nil : text
  }
}
